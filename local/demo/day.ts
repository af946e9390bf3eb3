/** One thing that happened in the shop's day and the envelope in which Meta would tell of it. */
export type Item = {
  /** Unix ms, a whole second that no other item of the day has. */
  at: number;
  channel: Channel;
  /** In our words, for the list of what was sent. */
  sort: string;
  who: string;
  what: string;
  object: string;
  /** One `entry` of an envelope. */
  entry: Record<string, unknown>;
};

/** Where the shop hears of something; the words are those of the API's events. */
export type Channel = 'messenger' | 'page' | 'instagram' | 'whatsapp' | 'ad_account' | 'user';

/** Gives times and ids to the stories of one day. */
export type Day = {
  /** Unix ms of an hour of the shop's day, 8 = opening, 20 = closing; a whole second of its own. */
  time(hour: number): number;
  /** A text id that no other run has. */
  id(prefix: string): string;
  /** A number id, below 2^53, that no other run has. */
  number(): number;
};

const OPENING = 8;
const CLOSING = 20;
const HOUR_MS = 3_600_000;

/** Soon after midnight there is not much of today yet; a quarter of an hour still gives everything its second. */
const SHORTEST_MS = HOUR_MS / 4;
const SECOND_MS = 1000;

/**
 * A day that ends a few minutes before `nowMs`: ten hours of it, or what today has had so far (a quarter of an hour at least). Ids
 * carry the second in which the run began, so that the next run's are new.
 */
export function makeDay(nowMs: number): Day {
  const end = nowMs - 5 * 60 * SECOND_MS;
  const midnight = new Date(nowMs).setHours(0, 0, 0, 0);
  const begin = Math.min(end - SHORTEST_MS, Math.max(midnight, end - 10 * HOUR_MS));
  const run = Math.floor(nowMs / SECOND_MS);
  const taken = new Set<number>();
  let ids = 0;
  const next = () => String(ids++).padStart(4, '0');
  return {
    time: (hour) => {
      const exact = begin + ((hour - OPENING) / (CLOSING - OPENING)) * (end - begin);
      let second = Math.floor(exact / SECOND_MS);
      while (taken.has(second)) second += 1;
      taken.add(second);
      return second * SECOND_MS;
    },
    id: (prefix) => `${prefix}${run}${next()}`,
    number: () => Number(`1${run}${next()}`),
  };
}

/** Seconds, as Meta writes times outside messaging. */
export const seconds = (ms: number): number => Math.floor(ms / SECOND_MS);
