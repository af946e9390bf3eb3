/** Of each of twelve kinds: about 2.5 MB when all are full. */
const mostValues = 1_000;
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

/** What is remembered of one year: a date of birth can lie in the future in another. */
export function rememberedOfYear(): (year: number) => Remembered {
  const known: Remembered = new Map();
  let of = 0;
  return (year) => {
    if (year !== of) {
      known.clear();
      of = year;
    }
    return known;
  };
}
