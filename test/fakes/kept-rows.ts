import type { Changed } from '../../lambdas/foundation/store/changed.ts';

/** Values that are over some days after their last change. What comes back is never the object that was put. */
export function keptRows<Key, Value extends Key>(nameOf: (key: Key) => string, now: () => number, days: number) {
  const rows = new Map<string, { readonly value: Value; readonly expiresAt: number }>();
  const get = (key: Key): Value | undefined => {
    const row = rows.get(nameOf(key));
    return row && row.expiresAt > now() ? structuredClone(row.value) : undefined;
  };
  return {
    get,
    put(value: Value) {
      rows.set(nameOf(value), { value: structuredClone(value), expiresAt: now() + days * 24 * 3600 });
    },
    change(key: Key, merge: (standing: Value | undefined) => Value | undefined): Changed<Value> {
      const before = get(key);
      const after = merge(before);
      if (after === undefined || after === before) return { before, after: before };
      this.put(after);
      return { before, after };
    },
    all: () => [...rows.values()].flatMap(({ value }) => get(value) ?? []),
  };
}
