/** One UTF-16 unit as Meta writes it: `\u` and four lower-case hex digits. */
const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON text in which every non-ASCII UTF-16 unit is a lower-case `\uXXXX`, as Meta sends and signs it (fact sheet §7). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the class is "all of ASCII", control characters included.
export const escapeLikeMeta = (json: string): string => json.replace(/[^\x00-\x7f]/g, escapeUnit);

/**
 * The exact bytes of one POST body. An object is serialised and escaped; a text is sent to the letter (so that odd
 * spacing and digits above 2^53 survive) unless `escaped` is set.
 */
export function metaBytes(body: unknown, escaped: boolean = typeof body !== 'string'): Buffer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return Buffer.from(escaped ? escapeLikeMeta(text) : text, 'utf8');
}
