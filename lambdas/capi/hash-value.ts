import { hash } from 'node:crypto';
import { alreadyHashed } from './already-hashed.ts';
import type { HashedKey, Surroundings } from './hashed-keys.ts';
import type { Problem } from './problem.ts';
import { remember } from './remembered.ts';

/** No name or address is longer, and whoever sends a megabyte of emoji gets no work for it. */
const longestText = 1_000;
const longestList = 100;
const inexact = 'not a whole number that JSON keeps exactly; send it as text';

/** Only numbers that JSON keeps exactly: the digits of others are not those that were sent. */
const textOf = (value: unknown, { numbers }: HashedKey): string | undefined => {
  if (typeof value === 'string') return value;
  return numbers && typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
};

/** What goes to Meta for a text: 64 hex digits, or nothing (an empty text) when it has no normal form. */
export function hashText(key: HashedKey, text: string, around: Surroundings): string {
  if (text.length > longestText) return '';
  const known = key.remembered?.(around);
  const before = known?.get(text);
  if (before !== undefined) return before;
  const hashed = alreadyHashed(text);
  if (hashed !== undefined) return hashed;
  const normal = key.normal(text, around) ?? '';
  const digest = normal === '' ? '' : hash('sha256', normal);
  if (known !== undefined) remember(known, text, digest);
  return digest;
}

function whyNot(key: HashedKey, value: unknown): string {
  const text = textOf(value, key);
  if (text !== undefined && text.length > longestText) return `is longer than ${longestText} characters`;
  if (text !== undefined) return text.trim() === '' ? 'is blank' : key.reason;
  if (!key.numbers) return 'is not text';
  return typeof value === 'number' ? `is ${inexact}` : 'is neither text nor a number';
}

function hashOne(key: HashedKey, value: unknown, around: Surroundings): string {
  const text = textOf(value, key);
  return text === undefined ? '' : hashText(key, text, around);
}

function hashList(
  key: HashedKey,
  list: readonly unknown[],
  name: string,
  around: Surroundings,
  leftOut: Problem[],
): readonly string[] | undefined {
  const path = `user_data.${name}`;
  if (list.length === 0) leftOut.push({ path, reason: 'is an empty list' });
  if (list.length > longestList) leftOut.push({ path, reason: `has more than ${longestList} items` });
  if (list.length === 0 || list.length > longestList) return undefined;
  const digests = new Set<string>();
  for (const [at, item] of list.entries()) {
    const digest = hashOne(key, item, around);
    if (digest !== '') digests.add(digest);
    else leftOut.push({ path: `${path}.${at}`, reason: whyNot(key, item) });
  }
  return digests.size === 0 ? undefined : [...digests];
}

/** A value, or a list of them, hashed; undefined when nothing is left of it, and `leftOut` knows why. */
export function hashValue(
  key: HashedKey,
  value: unknown,
  name: string,
  around: Surroundings,
  leftOut: Problem[],
): string | readonly string[] | undefined {
  if (Array.isArray(value)) return hashList(key, value, name, around, leftOut);
  const digest = hashOne(key, value, around);
  if (digest !== '') return digest;
  leftOut.push({ path: `user_data.${name}`, reason: whyNot(key, value) });
  return undefined;
}
