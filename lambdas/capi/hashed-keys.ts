import { normalCountry } from './normal-country.ts';
import { normalDate } from './normal-date.ts';
import { normalEmail } from './normal-email.ts';
import { normalGender } from './normal-gender.ts';
import { normalPhone } from './normal-phone.ts';
import { normalPostcode, postalOf } from './normal-postcode.ts';
import { namesAmericanRegions, normalRegion } from './normal-region.ts';
import { normalCity, normalExternalId, normalName } from './normal-text.ts';
import type { Remembered } from './remembered.ts';

/** What else decides about a normal form: the country of the event, ISO-2 and lower-case, and the year. */
export interface Surroundings {
  readonly country: string | undefined;
  readonly year: number;
}

/** How a key is made ready for hashing. */
export interface HashedKey {
  /** Empty or undefined: there is none. */
  readonly normal: (text: string, around: Surroundings) => string | undefined;
  /** Why there is none. */
  readonly reason: string;
  /** Whether a number may stand for its text. */
  readonly numbers: boolean;
  /** For keys with few values: which of them are known, by all that decides about them. */
  readonly remembered?: (around: Surroundings) => Remembered;
}

const words = (normal: HashedKey['normal'], reason: string): HashedKey => {
  const known: Remembered = new Map();
  return { normal, reason, numbers: false, remembered: () => known };
};

function region(): HashedKey {
  const american: Remembered = new Map();
  const other: Remembered = new Map();
  return {
    normal: (text, { country }) => normalRegion(text, namesAmericanRegions(country)),
    reason: 'has no letters',
    numbers: false,
    remembered: ({ country }) => (namesAmericanRegions(country) ? american : other),
  };
}

const postcode: HashedKey = {
  normal: (text, { country }) => normalPostcode(text, postalOf(country)),
  reason: 'is not a postcode: at least two characters, the first of them no dash',
  numbers: true,
};

const birthday: HashedKey = {
  normal: (text, { year }) => normalDate(text, year),
  reason: 'is not a day between 1900 and this year; write it as YYYYMMDD',
  numbers: true,
};

const noName = 'has nothing but punctuation';

/** The keys of `user_data` that Meta takes hashed (fact sheet §9). */
export const hashedKeys: ReadonlyMap<string, HashedKey> = new Map<string, HashedKey>([
  ['em', { normal: normalEmail, reason: 'is not an e-mail address', numbers: false }],
  ['ph', { normal: normalPhone, reason: 'has no digits but zeros', numbers: true }],
  ['fn', words(normalName, noName)],
  ['ln', words(normalName, noName)],
  ['ge', words(normalGender, 'is not a word for f or m; Meta knows no other')],
  ['db', birthday],
  ['ct', words(normalCity, 'has no letters or begins with a digit')],
  ['st', region()],
  ['zp', postcode],
  ['country', words(normalCountry, 'is not a country that we know; write it as two letters (ISO 3166)')],
  ['external_id', { normal: normalExternalId, reason: 'is blank', numbers: true }],
]);
