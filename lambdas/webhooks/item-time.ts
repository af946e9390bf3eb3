import { isoTime } from '../foundation/core/clock.ts';

/** Meta mixes seconds and milliseconds: from here on a number is milliseconds (as seconds it would be the year 5138). */
const firstMilliseconds = 100_000_000_000;

/** The last millisecond of the year 9999; ISO-8601 has four digits for the year. */
const lastMoment = 253_402_300_799_999;

const numeric = /^\d{1,16}(\.\d{1,9})?$/;
const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/;

function milliseconds(value: unknown): number {
  if (typeof value === 'number') return value >= firstMilliseconds ? value : value * 1000;
  if (typeof value !== 'string') return Number.NaN;
  if (numeric.test(value)) return milliseconds(Number(value));
  return iso.test(value) ? Date.parse(value) : Number.NaN;
}

/**
 * A time as Meta writes it (seconds or milliseconds, number or digits, ISO-8601) in whole milliseconds since 1970.
 * Undefined when it is none, negative, or beyond the year 9999.
 */
export function momentOf(value: unknown): number | undefined {
  // JSON knows -0; adding 0 makes it 0.
  const moment = Math.floor(milliseconds(value)) + 0;
  return moment >= 0 && moment <= lastMoment ? moment : undefined;
}

/** A time as Meta writes it, as ISO-8601 UTC with milliseconds; undefined when it is none. */
export function isoOf(value: unknown): string | undefined {
  const moment = momentOf(value);
  return moment === undefined ? undefined : isoTime(moment);
}

/** When an item happened: its own time, else its entry's. Seconds for the key (0: unknown), ISO-8601 for people. */
export function itemTime(own: unknown, entryTime: unknown) {
  const moment = momentOf(own) ?? momentOf(entryTime);
  return moment === undefined
    ? { itemTime: 0, occurredAt: null }
    : { itemTime: Math.floor(moment / 1000), occurredAt: isoTime(moment) };
}
