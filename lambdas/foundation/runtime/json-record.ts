/** An object of JSON, not a list. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member that is text, else ''. */
export function textAt(record: unknown, name: string): string {
  const value = isRecord(record) ? record[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** A member that is a list, else an empty one. */
export function listAt(record: unknown, name: string): readonly unknown[] {
  const value = isRecord(record) ? record[name] : undefined;
  return Array.isArray(value) ? value : [];
}
