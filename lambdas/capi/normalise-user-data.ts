import { hashValue } from './hash-value.ts';
import { hashedKeys, type Surroundings } from './hashed-keys.ts';
import { normalCountry } from './normal-country.ts';
import type { PhoneHint } from './normal-phone.ts';
import { plainKeys, whyNotPlain } from './plain-keys.ts';
import type { Problem } from './problem.ts';
import { unknownKey } from './unknown-key.ts';

/** What becomes of an event's `user_data`. */
export interface NormalUserData {
  /**
   * Exactly what goes to Meta: hashed keys hashed, never-hashed ones as they are; keys without a normal form are left
   * out.
   */
  readonly userData: Readonly<Record<string, unknown>>;
  /** Keys (or list items) that have no normal form and were left out. */
  readonly leftOut: readonly Problem[];
  /** Keys that Meta does not know: the caller refuses the event for them. */
  readonly unknown: readonly Problem[];
}

const longestCountry = 100;

/** The country that an event names itself, if it does so readably (a hashed one tells nothing). */
function countryOf(value: unknown): string | undefined {
  const text: unknown = Array.isArray(value) ? value[0] : value;
  return typeof text === 'string' && text.length < longestCountry ? normalCountry(text) : undefined;
}

/**
 * The normal form of `user_data`: each of Meta's keys in the form in which equal people hash equal, hashed where Meta
 * wants it. Takes any JSON. `hint` says where numbers, regions and postcodes without a country are at home, and the
 * last year in which somebody can have been born.
 */
export function normaliseUserData(
  userData: Readonly<Record<string, unknown>>,
  hint: PhoneHint & { readonly year: number },
): NormalUserData {
  // A copy that is written over, for it costs half of one that grows member by member.
  const normal: Record<string, unknown> = { ...userData };
  const leftOut: Problem[] = [];
  const unknown: Problem[] = [];
  const around: Surroundings = { country: countryOf(userData.country) ?? countryOf(hint.country), year: hint.year };
  for (const key of Object.keys(userData)) {
    const value = userData[key];
    const hashed = hashedKeys.get(key);
    const answer = hashed ? hashValue(hashed, value, key, around, leftOut) : asItIs(key, value, leftOut, unknown);
    if (answer !== undefined) normal[key] = answer;
    else delete normal[key];
  }
  return { userData: normal, leftOut, unknown };
}

/** The normal form of a key that is never hashed. */
function asItIs(key: string, value: unknown, leftOut: Problem[], unknown: Problem[]): string | number | undefined {
  const plain = plainKeys.get(key);
  const answer = plain?.normal(value);
  if (plain === undefined) unknown.push(unknownKey(key));
  else if (answer === undefined) leftOut.push({ path: `user_data.${key}`, reason: whyNotPlain(plain, value) });
  return answer;
}
