/** A vector recorded from Meta's parameter builder of which the documentation says otherwise. */
export interface Departure {
  readonly key: string;
  readonly input: string;
  /** What it is by the documentation; null: it has no normal form. */
  readonly normal: string | null;
  /** The words of the fact sheet, §9, which the recorded answer breaks. */
  readonly documentation: string;
}

const because =
  (key: string, documentation: string) =>
  ([input, normal]: readonly [string, string | null]): Departure => ({ key, input, normal, documentation });

const almostHash = 'a665a45920422f9d417e4867efdc4fb8a04a1f3fff1fa07e998e86f7f7a27ae';
const almostHashes = [almostHash, `${almostHash}33`, `g${almostHash.slice(1)}3`];

const country = because('country', 'ISO-2 lowercase, always send');
const american = because('st', 'US 2-letter code, lowercase');
const elsewhere = because('st', 'others lowercase no spaces');
const zip = because('zp', 'lowercase, no spaces/dashes');
const born = because('db', 'YYYYMMDD, 1900…this year');
const city = because('ct', 'lowercase, no punctuation or spaces, UTF-8 (PB wrongly drops accents)');
const person = because('fn', 'lowercase, no punctuation, keep non-Latin letters');

/** Vectors that carry no mark and break the documentation all the same: the package cuts to two letters, for one. */
export const exceptions: readonly Departure[] = [
  // The first two letters of a word are no country, or they are another: "Ger." would be Georgia, "C4n4d4" China.
  ...almostHashes.map((word) => country([word, null])),
  ...['unknown', 'randomcountry', 'xyz', 'abcdefghijk', 'a', 'z', 'X'].map((word) => country([word, null])),
  ...['U@n!t3d St@t3s', 'C4n4d4', 'G3rm4ny', 'Fr4nc3', 'Ger.', 'Germánia', 'Japão'].map((word) =>
    country([word, null]),
  ),
  country(['U.K.', 'gb']),
  american(['Tex.', 'tx']),
  american(['Penn.', 'pa']),
  // No American region's name: not to be cut.
  ...['Carolina', 'unknown', 'randomstring', 'xyz', 'abcdefghijk'].map((word) => elsewhere([word, word.toLowerCase()])),
  elsewhere(['C@l!f0rn!@', 'clfrn']),
  elsewhere(['N3w Y0rk', 'nwyrk']),
  elsewhere(['T3x@s', 'txs']),
  elsewhere(['Fl0r!d@', 'flrd']),
  ...almostHashes.map((text) => elsewhere([text, text.replace(/\d/g, '')])),
  zip(['abc-def-ghi', 'abcdefghi']),
  zip(['123-456-789-000', '123456789000']),
  zip(['abc-def-ghi-jkl-mno', 'abcdefghijklmno']),
  born(['01-01-1800', null]),
  // 1900 was no leap year.
  born(['02-29-1900', null]),
  city(['México\u00a0City', 'méxicocity']),
];

/** Vectors that are marked `doc_conflict`. */
export const documented: readonly Departure[] = [
  city(['São Paulo', 'sãopaulo']),
  city(['México City', 'méxicocity']),
  city(['Zürich', 'zürich']),
  city(['København', 'københavn']),
  city(['Москва', 'москва']),
  city(['北京', '北京']),
  city(['القاهرة', 'القاهرة']),
  city(['Αθήνα', 'αθήνα']),
  person(['Mary–Jane', 'maryjane']),
  person(['David—Sarah', 'davidsarah']),
  american(['Califórnia', 'ca']),
  american(['Tëxas', 'tx']),
  zip(['A1 B2', 'a1b2']),
  zip(['\u001fZIP123', '\u001fzip123']),
  zip(['ZIP123\u007f', 'zip123\u007f']),
];
