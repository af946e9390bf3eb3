/** What most names look like once lower-cased: nothing left to do. */
const plain = /^[a-z0-9]+$/;
const digitFirst = /^\d/;
const ascii = /^[ -~]*$/;

/**
 * Lower-case and composed (Unicode NFC), so that names that look equal hash equal: macOS writes "é" as two characters,
 * most others as one. Composed again once `taken` is gone, for a mark may now stand beside its letter. The expressions
 * stand where they are used: Unicode classes take V8 a millisecond to read, and most events want none of them.
 */
function without(taken: RegExp, text: string): string {
  return text.toLowerCase().normalize('NFC').replace(taken, '').normalize('NFC');
}

/**
 * A first or last name: lower-case, without punctuation of any script, blanks, control and invisible characters, and
 * those ASCII symbols that Meta's parameter builder takes for punctuation. Emoji stay, as there.
 */
export function normalName(text: string): string {
  const low = text.trim().toLowerCase();
  if (plain.test(low)) return low;
  return ascii.test(low) ? low.replace(/[^a-z0-9]+/g, '') : without(/[\p{P}\p{Z}\p{Cc}\p{Cf}\s$+<=>^`|~]+/gu, low);
}

/** A city: lower-case letters and digits of any script. One that begins with a digit is none. */
export function normalCity(text: string): string | undefined {
  const low = text.trim().toLowerCase();
  if (ascii.test(low)) {
    const city = plain.test(low) ? low : low.replace(/[^a-z0-9]+/g, '');
    return digitFirst.test(city) ? undefined : city;
  }
  const city = without(/[^\p{L}\p{M}\p{N}]+/gu, low);
  return /^\p{N}/u.test(city) ? undefined : city;
}

/** The lower-case letters of a text, accents kept. */
export function lettersOf(text: string): string {
  const low = text.toLowerCase();
  return ascii.test(low) ? low.replace(/[^a-z]+/g, '') : without(/[^\p{L}\p{M}]+/gu, low);
}

/** The lower-case letters of a text without their accents, to look names up: "Québec" is Quebec. */
export function bareLettersOf(text: string): string {
  const low = text.toLowerCase();
  if (ascii.test(low)) return low.replace(/[^a-z]+/g, '');
  return low
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\P{L}+/gu, '');
}

/**
 * An id of the app's own: lower-case without blanks. Not composed: the browser's copy is not either, and the two must
 * stay the same.
 */
export function normalExternalId(text: string): string {
  const low = text.toLowerCase();
  return plain.test(low) ? low : low.replace(/\s+/g, '');
}
