/** Of each of seven kinds: about 7 MB when all are full, and more than a shop's customers have first names. */
const mostValues = 5_000;
/** Longer values do not come twice. */
const longestValue = 40;

/** Values that have been hashed before, and their digests. */
export type Remembered = Map<string, string>;

/** Remembers a digest; forgets all others when there are too many. */
export function remember(known: Remembered, value: string, digest: string): void {
  if (value.length > longestValue) return;
  if (known.size >= mostValues) known.clear();
  known.set(value, digest);
}
