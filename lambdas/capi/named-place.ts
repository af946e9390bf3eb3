/** No name is shorter than this when more letters follow it: "Mali" counts, "can" of "candle" does not. */
const shortest = 4;
const longest = 48;

/** What stands for a name; else for the longest name with which the letters begin ("CaliforniaUSA"). */
export function namedPlace(codes: ReadonlyMap<string, string>, letters: string): string | undefined {
  const whole = codes.get(letters);
  if (whole !== undefined) return whole;
  for (let end = Math.min(letters.length - 1, longest); end >= shortest; end -= 1) {
    const code = codes.get(letters.slice(0, end));
    if (code !== undefined) return code;
  }
  return undefined;
}
