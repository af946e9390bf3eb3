/** 2^53 has 16 digits: fewer cannot be rounded. */
const fewestDigits = 16;

const isDigit = (unit: number) => unit >= 48 && unit <= 57;

/** What may stand before a bare integer: a colon, a comma, a bracket or white space; a minus belongs to it. */
const beforeNumbers: ReadonlySet<number> = new Set([...':,[ \n\r\t'].map((sign) => sign.charCodeAt(0)));
const minus = 45;

/**
 * Whether there is a bare integer that `JSON.parse` could round; also true for some inside strings, which only costs
 * time. Looks at every 16th character, since none of its digits can hide between two: a quarter of a regex's time.
 */
function perhapsLong(text: string): boolean {
  for (let at = fewestDigits - 1; at < text.length; at += fewestDigits) {
    if (isDigit(text.charCodeAt(at)) && beginsLong(text, at)) return true;
  }
  return false;
}

/** Whether the digit at `at` belongs to such an integer that begins after the last place looked at. */
function beginsLong(text: string, at: number): boolean {
  let from = at;
  while (from > at - fewestDigits && isDigit(text.charCodeAt(from - 1))) from -= 1;
  const begin = text.charCodeAt(from - 1) === minus ? from - 1 : from;
  if (begin > 0 && !beforeNumbers.has(text.charCodeAt(begin - 1))) return false;
  let to = at + 1;
  while (to < from + fewestDigits && isDigit(text.charCodeAt(to))) to += 1;
  return to >= from + fewestDigits;
}

/**
 * A whole number of 16 digits or more outside strings: no fraction, no power, and nothing that JSON would refuse
 * (leading zero, key), so that quoting it never mends a broken text.
 */
const longInteger = /(?<![\w.+-])-?[1-9]\d{15,}(?![\w.]|\s*:)/g;

const fits = (digits: string) => Number.isSafeInteger(Number(digits));
const quoteLong = (bare: string) => bare.replace(longInteger, (digits) => (fits(digits) ? digits : `"${digits}"`));

/** Index behind the string that begins at `open`; the text's length when it never ends. */
function endOfString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close !== -1; close = text.indexOf('"', close + 1)) {
    let backslashes = 0;
    while (text[close - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return close + 1;
  }
  return text.length;
}

/** The same text with quotes around every bare integer that a double cannot hold. */
function quoteLongIntegers(text: string): string {
  const parts: string[] = [];
  for (let from = 0; from < text.length; ) {
    const open = text.indexOf('"', from);
    const bareEnd = open === -1 ? text.length : open;
    const next = open === -1 ? text.length : endOfString(text, open);
    parts.push(quoteLong(text.slice(from, bareEnd)), text.slice(bareEnd, next));
    from = next;
  }
  return parts.join('');
}

/**
 * `JSON.parse`, except that integers beyond 2^53 come out as strings of the very digits that were sent: old payloads
 * of Meta carry ids as numbers. (A text that is nothing but one number is not looked at.) Throws `SyntaxError` as `JSON.parse` does.
 */
export function parseMetaJson(text: string): unknown {
  return JSON.parse(perhapsLong(text) ? quoteLongIntegers(text) : text);
}
