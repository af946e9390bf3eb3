/** How much of it: sends over threads of one Page, and which troubles. */
export interface ChaosPlan {
  readonly sends: number;
  readonly threads: number;
  /** Of the calls of Meta's `messages` edge, 0 to 1 each: answered with a limit, by Meta's outage page, cut after the commit. */
  readonly throttled: number;
  readonly outage: number;
  readonly cut: number;
  /** Further copies of every webhook. */
  readonly duplicates: number;
  /** How often the workers that send are killed, and how long after the last time (milliseconds). */
  readonly kills: number;
  readonly killEveryMs: number;
  /** Requests of the shop at the same time. */
  readonly atOnce: number;
  /** Within which every message must come to its end after the last one was handed in, milliseconds. */
  readonly withinMs: number;
  /** The same numbers suffer for the same seed. */
  readonly seed: number;
}

/** What `npm test` can afford. */
export const smallChaos: ChaosPlan = {
  ...{ sends: 200, threads: 20, throttled: 0.05, outage: 0.03, cut: 0.05, duplicates: 2 },
  ...{ kills: 2, killEveryMs: 4_000, atOnce: 8, withinMs: 120_000, seed: 7 },
};

/** `npm run chaos`. */
export const bigChaos: ChaosPlan = {
  ...smallChaos,
  ...{ sends: 2_000, threads: 200, kills: 24, killEveryMs: 15_000, withinMs: 5 * 60_000 },
};
