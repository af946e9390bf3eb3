import type { PlacedItem } from '../foundation/core/messages.ts';
import { splitEnvelope } from './split-envelope.ts';

/** One item in Meta's own envelope again: what the API shows as `raw` and what a replay starts from. */
export function rawEnvelope({ object, entry, list, item }: PlacedItem) {
  return { object, entry: [list === 'entry' ? entry : { ...entry, [list]: [item] }] };
}

interface RawEnvelope {
  readonly object: string;
  readonly entry: readonly unknown[];
}

const isRaw = (raw: unknown): raw is RawEnvelope =>
  typeof raw === 'object' &&
  raw !== null &&
  'object' in raw &&
  typeof raw.object === 'string' &&
  'entry' in raw &&
  Array.isArray(raw.entry);

/** The placed item inside a kept raw envelope. Throws a plain error (a `bug`) on anything that we did not write. */
export function placedFrom(raw: unknown, receivedAt: string): PlacedItem {
  const [group] = isRaw(raw) ? splitEnvelope(raw, receivedAt) : [];
  const item = group?.items[0];
  if (item === undefined || !('item' in item)) throw new Error('a kept raw body holds no item');
  return item;
}
