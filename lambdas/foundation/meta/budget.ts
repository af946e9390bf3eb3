import type { Bucket, BudgetMemory, BudgetRule, BudgetStep, BudgetVerdict, BudgetWish } from '../core/budget-rule.ts';
import { type Priority, priorities } from '../core/usage.ts';
import { isNews, learn } from './budget-learning.ts';
import { ceilingOf, paceUnder, whenAtLeast, windowMs } from './budget-window.ts';
import { fixedPaces, fixedTerms, whenPaced } from './fixed-paces.ts';

/**
 * Up to which share of an allowance each class may go. Meta throttles at 100 % and advises to stop at 95 (fact sheet
 * §4): beyond that only what a person waits for goes on, and what a webhook just asked for. The last two percent are for
 * what nobody sees: calls on their way, percentages rounded down.
 */
const ceilings: Readonly<Record<Priority, number>> = {
  'human-send': 0.985,
  'webhook-follow-up': 0.98,
  'rule-action': 0.9,
  today: 0.85,
  backfill: 0.75,
};

/** Below this share of the allowance nobody is slowed; above, calls keep a pace (fact sheet §4: from 75 %). */
const slowFrom = 0.75;

/** Where the pace leads under overload: below the ceilings of the urgent, so that their order is the pace's. */
const cruise = 0.975;

/** The slowest pace, in calls' times of a whole hour: the hour is over its cruise and empties. */
const slowest = 4;

/**
 * How many calls' times a call may be before the pace. Classes and the round of accounts are one ladder: who is ahead
 * of the other accounts stands below all who are not.
 */
const rungOf = (priority: Priority, isAhead: boolean) =>
  priorities.length - 1 - priorities.indexOf(priority) + (isAhead ? 0 : priorities.length);

/** Terms that nothing fails. */
const unbounded: Pick<BudgetStep, 'cost' | 'earliest' | 'latest' | 'usedAtMost'> = {
  cost: 0,
  earliest: 0,
  latest: Number.MAX_SAFE_INTEGER,
  usedAtMost: Number.MAX_SAFE_INTEGER,
};

function decide(bucket: Bucket, memory: BudgetMemory | undefined, wish: BudgetWish, now: number): BudgetVerdict {
  const turn = Math.max(bucket.turn, wish.turn);
  const { terms, room } = judged(bucket, memory, wish, rungOf(wish.priority, turn > bucket.turn), now);
  const step = { calls: wish.calls, turn, at: now, ...terms };
  const blockedUntil = memory?.blockedUntil ?? 0;
  if (blockedUntil <= now && take(bucket, step)) return { go: true, step };
  return { go: false, waitUntil: Math.max(now + 1, blockedUntil, room()) };
}

/** A fixed pace is judged by itself alone; else what was learned, and what nobody told holds nobody back. */
function judged(bucket: Bucket, memory: BudgetMemory | undefined, wish: BudgetWish, rung: number, now: number) {
  const pace = fixedPaces[wish.useCase];
  if (pace) return { terms: fixedTerms(pace, wish, now), room: () => whenPaced(pace, wish, bucket) };
  if (!memory || memory.allowance <= 0) return { terms: unbounded, room: () => 0 };
  const room = () => whenRoom(bucket, memory, wish, rung, now);
  return { terms: termsOf(bucket, memory, wish, rung, now), room };
}

/** One call's time at the pace of a whole hour. */
const beatOf = ({ allowance }: BudgetMemory) => windowMs / (cruise * allowance);

/** No batch is bigger than the hour, or it would wait for ever. */
const roomFor = ({ calls, priority }: BudgetWish, { allowance }: BudgetMemory) =>
  Math.min(calls, ceilings[priority] * allowance);

/** Sums of fractions of calls are never exact. */
const hair = 1e-6;

function termsOf(bucket: Bucket, memory: BudgetMemory, wish: BudgetWish, rung: number, now: number) {
  const beat = beatOf(memory);
  const own = ceilingOf(bucket, memory, ceilings[wish.priority], now);
  const paced = ceilingOf(bucket, memory, cruise, now);
  const pace = Math.min(paceUnder(paced, bucket.used, now), slowest * beat);
  const unslowed = Math.max(0, paced.at(now) - (cruise - slowFrom) * memory.allowance - bucket.used);
  const free = Math.min(wish.calls, unslowed);
  return {
    cost: Math.round((free * beat + (wish.calls - free) * pace) * 1000) / 1000,
    earliest: Math.floor(now - unslowed * beat),
    latest: Math.floor(now + rung * beat),
    usedAtMost: Math.floor(own.at(now) - roomFor(wish, memory) + hair),
  };
}

/** When pace and ceiling would let it go if nobody else called. */
function whenRoom(bucket: Bucket, memory: BudgetMemory, wish: BudgetWish, rung: number, now: number): number {
  const own = ceilingOf(bucket, memory, ceilings[wish.priority], now);
  const needed = bucket.used + roomFor(wish, memory);
  const paced = Math.ceil(bucket.arrival - rung * beatOf(memory)) + 1;
  return Math.max(paced, own.at(now) >= needed ? 0 : whenAtLeast(own, needed, now));
}

function take(bucket: Bucket, step: BudgetStep): Bucket | undefined {
  if (bucket.used > step.usedAtMost || bucket.arrival > step.latest || bucket.turn > step.turn) return undefined;
  const arrival = Math.max(bucket.arrival, step.earliest) + step.cost;
  return { ...bucket, used: bucket.used + step.calls, arrival, turn: step.turn, lastAt: step.at };
}

/**
 * May this call be made now? A rolling hour whose allowance is learned says how much, GCRA how fast, the class how far,
 * the round of the accounts who first; of what has a fixed pace, the pace alone. `waitUntil` is when it could go if nobody else called.
 */
export const budgetRule: BudgetRule = { decide, take, learn, isNews };
