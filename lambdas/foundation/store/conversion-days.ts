import { Failure } from '../core/failure.ts';
import type { ConversionDayKey } from './entities/conversion-day.ts';

/** What was counted of one event on one day. */
export interface ConversionDay extends ConversionDayKey {
  /** By the counter's name (`accepted`, `key_em`): `[a-z_]`, 60 signs at most. Never 0. */
  readonly counts: Readonly<Record<string, number>>;
}

/** The daily counts of conversion events, kept for 400 days. Throws `Failure` `unavailable` when the table refuses. */
export interface ConversionDays {
  /**
   * Adds to the counters of each day and event. Not idempotent: a repeated call counts again, and one that fails may
   * have counted a part. Throws `Failure` `bug` for a counter of another name, before anything is counted.
   */
  add(days: readonly ConversionDay[]): Promise<void>;
  /** Days from `since` on, oldest first, then by event name. */
  list(workspace: string, pixel: string, since: string): Promise<readonly ConversionDay[]>;
}

/** Attributes of every row, and the one name that JavaScript takes for something else, are no counters. */
const counterName = /^(?!(?:pk|sk|__proto__)$)[a-z_]{1,60}$/;

/** The counters that move; throws `Failure` `bug` for what cannot be one. */
export function movingCounts(counts: ConversionDay['counts']): readonly (readonly [name: string, by: number])[] {
  const all = Object.entries(counts);
  const wrong = all.find(([name, by]) => !counterName.test(name) || !Number.isSafeInteger(by));
  if (wrong) throw new Failure('bug', 'a count of conversions has no proper name or is no whole number');
  return all.filter(([, by]) => by !== 0);
}
