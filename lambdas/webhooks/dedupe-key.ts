import { createHash } from 'node:crypto';
import type { PlacedItem } from '../foundation/core/messages.ts';
import { canonicalJson } from './canonical-json.ts';

/** In bytes: with asset, time and field the sort key stays far below DynamoDB's 1,024. */
const longestKey = 256;

const hashed = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const isWord = (part: unknown) => typeof part === 'string' || typeof part === 'number';

/**
 * Names one occurrence by Meta's own ids: parts joined by `|`, empty where absent or neither text nor number; over 256
 * bytes its hash.
 */
export function keyOfParts(parts: readonly unknown[]): string {
  const key = parts.map((part) => (isWord(part) ? String(part) : '')).join('|');
  return Buffer.byteLength(key) > longestKey ? hashed(key) : key;
}

/**
 * Names an occurrence that no id of Meta names: the hash of the item with its entry's time, so that the same change at
 * another time is another occurrence. Key order and white space do not matter.
 */
export const keyOfContent = ({ entry, item }: PlacedItem) => hashed(canonicalJson({ time: entry.time ?? null, item }));
