import { type Channel, type Day, type Item, seconds } from './day.ts';

/** One change of an envelope and its story. */
export type Change = {
  field: string;
  sort: string;
  who: string;
  what: string;
  value: (unixSeconds: number) => unknown;
};

/** Makes `changes` items of one asset; `time` of the entry is in seconds (fact sheet §7, "Envelope"). */
export const changes =
  (day: Day, channel: Channel, object: string, assetId: string) =>
  (hour: number, { field, sort, who, what, value }: Change): Item => {
    const at = day.time(hour);
    const entry = { id: assetId, time: seconds(at), changes: [{ field, value: value(seconds(at)) }] };
    return { at, channel, sort, who, what, object, entry };
  };
