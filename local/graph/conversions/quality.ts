import type { ConversionEvent } from './event.ts';
import { isGiven } from './event.ts';

/** What is counted of the events of one name at one pixel. */
export type Tally = {
  eventName: string;
  events: number;
  /** Keys of `user_data` → events that had them. */
  keys: Map<string, number>;
  withEventId: number;
  /** The sum of the seconds between event and receipt. */
  delaySeconds: number;
};

/** A row of a dataset's quality as it is answered. */
export type QualityRow = Readonly<Record<string, unknown>>;

/** What Meta says of the quality of datasets: counted, or set by hand. */
export type Quality = {
  /** Counts the events of websites; Meta rates no others. `now` in seconds. */
  count(pixel: string, events: readonly ConversionEvent[], now: number): void;
  tallies(pixel: string): Tally[];
  /** The answer by hand; null returns to what is counted. */
  set(pixel: string, rows: readonly QualityRow[] | null): void;
  given(pixel: string): readonly QualityRow[] | null;
  /** Forgets what was counted. */
  clear(): void;
};

/** Nothing counted, nothing set. */
export function createQuality(): Quality {
  const tallies = new Map<string, Map<string, Tally>>();
  const byHand = new Map<string, readonly QualityRow[]>();
  const tallyOf = (pixel: string, eventName: string): Tally => {
    const all = tallies.get(pixel) ?? new Map<string, Tally>();
    const tally = all.get(eventName) ?? { eventName, events: 0, keys: new Map(), withEventId: 0, delaySeconds: 0 };
    tallies.set(pixel, all.set(eventName, tally));
    return tally;
  };
  return {
    count: (pixel, events, now) => {
      for (const event of events) if (event.source === 'website') add(tallyOf(pixel, event.name), event, now);
    },
    tallies: (pixel) => [...(tallies.get(pixel)?.values() ?? [])],
    set: (pixel, rows) => {
      if (rows === null) byHand.delete(pixel);
      else byHand.set(pixel, rows);
    },
    given: (pixel) => byHand.get(pixel) ?? null,
    clear: () => tallies.clear(),
  };
}

function add(tally: Tally, { id, time, customer }: ConversionEvent, now: number): void {
  tally.events += 1;
  if (id !== null) tally.withEventId += 1;
  tally.delaySeconds += Math.max(0, now - time);
  for (const [key, value] of Object.entries(customer)) {
    if (isGiven(value)) tally.keys.set(key, (tally.keys.get(key) ?? 0) + 1);
  }
}
