import type { Priority, UsageReading, UseCase } from './usage.ts';

/** What all functions count together of one allowance. Calls are those that were let through, refused later or not. */
export interface Bucket {
  /** Calls since `since`; it only grows. */
  readonly used: number;
  /** GCRA's one number: when the next call would come if all kept the pace, milliseconds since 1970. */
  readonly arrival: number;
  /** How far the round of the accounts is, in calls (start-time fair queueing): who has had less goes first. */
  readonly turn: number;
  readonly since: number;
  /** When the last call was let through. */
  readonly lastAt: number;
}

/** `used` as it was at a moment, milliseconds since 1970. */
export type Mark = readonly [at: number, used: number];

/** What Meta's newest words taught of one allowance. Times are milliseconds since 1970. */
export interface BudgetMemory extends Omit<UsageReading, 'key' | 'regainAt'> {
  /** Nobody calls before; 0: nothing was refused. */
  readonly blockedUntil: number;
  /** Calls an hour, never more than Meta's own number as far as we can tell; 0: not known yet. */
  readonly allowance: number;
  /** Calls inside the hour before `readAt` that were not ours. */
  readonly others: number;
  /** Oldest first, a minute apart, for a little more than an hour. */
  readonly marks: readonly Mark[];
}

/** One wish: `turn` is how far the asking account has come in the round. */
export interface BudgetWish {
  /** Of the allowance that is asked: some have a fixed pace. */
  readonly useCase: UseCase;
  readonly priority: Priority;
  readonly calls: number;
  readonly turn: number;
}

/**
 * A call's step and the terms under which a bucket may take it, whatever happened to the bucket meanwhile. The terms
 * are such that steps of many callers at once need not know of one another.
 */
export interface BudgetStep {
  readonly calls: number;
  /** By so much `arrival` moves on, in milliseconds. */
  readonly cost: number;
  /** An `arrival` before counts as this: how much of an idle time may be made up for. */
  readonly earliest: number;
  /** An `arrival` after refuses. */
  readonly latest: number;
  /** A higher `used` refuses. */
  readonly usedAtMost: number;
  readonly at: number;
  /** Where the round stands afterwards; a bucket whose `turn` is beyond refuses. */
  readonly turn: number;
}

/** What the rule says to a wish. `waitUntil` is in milliseconds since 1970, in whole ones and in the future. */
export type BudgetVerdict =
  | { readonly go: true; readonly step: BudgetStep }
  | { readonly go: false; readonly waitUntil: number };

/** The rule of Meta's limits as the ledger asks it: pure, `now` in milliseconds since 1970. */
export interface BudgetRule {
  /** May it, as far as this bucket and memory know? No memory: Meta has said nothing yet. */
  decide(bucket: Bucket, memory: BudgetMemory | undefined, wish: BudgetWish, now: number): BudgetVerdict;
  /** The bucket after a step; undefined when its terms refuse. */
  take(bucket: Bucket, step: BudgetStep): Bucket | undefined;
  /** What is known after a reading; `now` is when `bucket` was looked at. */
  learn(bucket: Bucket, memory: BudgetMemory | undefined, reading: UsageReading, now: number): BudgetMemory;
  /** Whether what was learned is worth a write: it says something new, or the last write is a while ago. */
  isNews(before: BudgetMemory | undefined, after: BudgetMemory): boolean;
}

/** A bucket that nobody has touched. */
export const untouched = (now: number): Bucket => ({ used: 0, arrival: 0, turn: 0, since: now, lastAt: now });
