const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;

/** What the journal says of a body: its `object`, and how many changes (or messaging items) it carries. */
export function countChanges(body: unknown): { object: string; changes: number } {
  const parsed = typeof body === 'string' ? parseOrNull(body) : body;
  const object = field(parsed, 'object');
  const changes = listOf(field(parsed, 'entry'))
    .flatMap((entry) => ['changes', 'messaging', 'standby'].map((name) => listOf(field(entry, name)).length))
    .reduce((sum, length) => sum + length, 0);
  return { object: typeof object === 'string' ? object : '-', changes };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
