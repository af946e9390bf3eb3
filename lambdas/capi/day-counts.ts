import { isoTime } from '../foundation/core/clock.ts';
import type { ConversionDay } from '../foundation/store/conversion-days.ts';
import type { ConversionMessage } from './conversion-message.ts';

/** What is counted of an event's fate. */
export type Counted = 'accepted' | 'delivered' | 'parked';

/** The counter of events that carried a member of `user_data`. */
export const keyCounter = (matchKey: string) => `key_${matchKey}`;

/** What is counted of one event name; match keys by themselves, so that their counters are named once a day, not an event. */
interface Tally {
  readonly workspace: string;
  readonly pixel: string;
  readonly eventName: string;
  readonly counts: Map<string, number>;
  readonly keys: Map<string, number>;
}

/**
 * The daily counts of some events; `now` in milliseconds since 1970, its day in UTC is the day. Of delivered ones it
 * also counts the keys that they carried, whether their sender gave the id, and the seconds from happening to delivery.
 */
export function dayCounts(messages: readonly ConversionMessage[], fate: Counted, now: number): ConversionDay[] {
  const tallies = new Map<string, Tally>();
  for (const message of messages) {
    const { workspace, pixel, eventName } = message;
    const name = `${workspace}\n${pixel}\n${eventName}`;
    const tally = tallies.get(name) ?? { workspace, pixel, eventName, counts: new Map(), keys: new Map() };
    tallies.set(name, tally);
    add(tally.counts, fate);
    if (fate === 'delivered') addDelivered(message, tally, now);
  }
  const day = isoTime(now).slice(0, 10);
  return [...tallies.values()].map(({ counts, keys, ...of }) => {
    for (const [key, by] of keys) counts.set(keyCounter(key), by);
    return { ...of, day, counts: Object.fromEntries(counts) };
  });
}

const add = (counts: Map<string, number>, counter: string, by = 1) =>
  counts.set(counter, (counts.get(counter) ?? 0) + by);

function addDelivered(message: ConversionMessage, { counts, keys }: Tally, now: number): void {
  for (const key of message.matchKeys) add(keys, key);
  if (message.ownId) add(counts, 'own_id');
  if (message.actionSource === 'website') add(counts, 'website');
  add(counts, 'delay_seconds', Math.max(0, Math.round(now / 1000 - message.eventTime)));
}
