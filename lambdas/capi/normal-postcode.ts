/** Countries whose postcodes are ZIP codes of the United States; an event without country counts among them. */
const withZip: ReadonlySet<string> = new Set(['us', 'pr', 'gu', 'vi', 'as', 'mp']);
const plain = /^[a-z0-9]{2,}$/;
/** ASCII's dash and those of other alphabets. */
const dash = /^[-\u058a\u2010-\u2015\u2e3a\u2e3b\u301c\ufe58\ufe63\uff0d]/;
const zipAndFour = /^(\d{5})-\d{4}(?!\d)/;
const blanksAndDashes = /[-\s\u058a\u2010-\u2015\u2e3a\u2e3b\u301c\ufe58\ufe63\uff0d]+/g;
/** Area, district and sector, then the unit: "SW1A1" and "AA". */
const britishUnit = /^([a-z]{1,2}\d[a-z\d]?\d)[a-z]{2}$/;
const zip = /^\d{5}/;

/** How postcodes are written in a country. */
export type Postal = 'zip' | 'british' | 'unknown' | 'other';

/** The postal habits of a country. */
export function postalOf(country: string | undefined): Postal {
  if (country === undefined) return 'unknown';
  if (withZip.has(country)) return 'zip';
  return country === 'gb' ? 'british' : 'other';
}

function cut(postcode: string, postal: Postal): string {
  if (postal === 'zip') return zip.exec(postcode)?.[0] ?? postcode;
  return postal === 'british' ? (britishUnit.exec(postcode)?.[1] ?? postcode) : postcode;
}

/**
 * A postcode: lower-case, no blanks or dashes, of a ZIP code the first five digits, of a British one area, district and
 * sector. Where the country is not known only the unmistakable ZIP+4 is cut.
 */
export function normalPostcode(text: string, postal: Postal): string | undefined {
  const low = text.trim().toLowerCase();
  if (plain.test(low)) return cut(low, postal);
  if (dash.test(low)) return undefined;
  const first = postal === 'unknown' ? zipAndFour.exec(low)?.[1] : undefined;
  const joined = first ?? low.replace(blanksAndDashes, '');
  return joined.length < 2 ? undefined : cut(joined, postal);
}
