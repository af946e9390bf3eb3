import type { Problem } from './problem.ts';

/** Meta's names for what others call differently. */
const meant: ReadonlyMap<string, string> = new Map([
  ['email', 'em'],
  ['phone', 'ph'],
  ['phone_number', 'ph'],
  ['first_name', 'fn'],
  ['last_name', 'ln'],
  ['gender', 'ge'],
  ['dob', 'db'],
  ['date_of_birth', 'db'],
  ['city', 'ct'],
  ['state', 'st'],
  ['zip', 'zp'],
  ['postal_code', 'zp'],
  ['ip', 'client_ip_address'],
  ['user_agent', 'client_user_agent'],
]);
const longestName = 64;

/** A key that Meta does not know, and which one is probably meant. */
export function unknownKey(key: string): Problem {
  const probably = meant.get(key);
  const reason = 'is not a key that Meta knows';
  return {
    path: `user_data.${key.slice(0, longestName)}`,
    reason: probably === undefined ? reason : `${reason}; it calls this ${probably}`,
  };
}
