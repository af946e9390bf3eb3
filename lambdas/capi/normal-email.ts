const longest = 254;
const ascii =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)$/;
/** Letters of any script may stand where ASCII's do (RFC 6531). Made when wanted: Unicode classes are slow to read. */
const asciiLooks = (text: string): string => text.replace(/(?![ -~])[\p{L}\p{M}\p{N}]/gu, 'a');

/** An e-mail address: trimmed, lower-case, and one that could be delivered to (254 characters, RFC 5321). */
export function normalEmail(text: string): string | undefined {
  const low = text.trim().toLowerCase();
  if (low.length > longest) return undefined;
  if (ascii.test(low)) return low;
  const composed = low.normalize('NFC');
  return ascii.test(asciiLooks(composed)) ? composed : undefined;
}
