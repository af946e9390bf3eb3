const entries = (value: object) =>
  Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** Whether two plain values are the same, whatever the order of their members: a table gives it back in its own. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [entries(a), entries(b)];
  if (Array.isArray(a) !== Array.isArray(b) || left.length !== right.length) return false;
  return left.every(([name, one], at) => {
    const [other, another] = right[at] ?? [];
    return name === other && sameValue(one, another);
  });
}
