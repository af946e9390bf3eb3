import type { Bucket, BudgetStep, BudgetWish } from '../core/budget-rule.ts';
import type { UseCase } from '../core/usage.ts';

/** So many calls in a time, milliseconds, as Meta says it. */
export interface FixedPace {
  readonly calls: number;
  readonly perMs: number;
}

const second = 1000;
const hour = 3600_000;

/**
 * The paces that Meta tells (fact sheet §4): WhatsApp's for a number, the others for a Page or an Instagram account. A
 * number may have more (1,000 after an upgrade) or less (20, in coexistence), which nobody tells us here: Meta's 130429
 * then blocks it for a while.
 */
export const fixedPaces: Readonly<Partial<Record<UseCase, FixedPace>>> = {
  whatsapp_messages: { calls: 80, perMs: second },
  messenger_messages: { calls: 300, perMs: second },
  messenger_media: { calls: 10, perMs: second },
  instagram_messages: { calls: 300, perMs: second },
  instagram_media: { calls: 10, perMs: second },
  private_replies: { calls: 750, perMs: hour },
};

/**
 * This part of Meta's number may go at once, the rest is the steady pace: together they are never more than its number
 * in any stretch of its time, wherever Meta's own seconds begin.
 */
const atOncePart = 0.2;

/** The largest burst, in calls. */
const burstOf = ({ calls }: FixedPace) => Math.floor(atOncePart * calls);

/** One call's time, in thousandths of a millisecond rounded up, so that a sum of them is never too small. */
const beatOf = (pace: FixedPace) => Math.ceil((1000 * pace.perMs) / (pace.calls - burstOf(pace))) / 1000;

/** How far ahead of the clock `arrival` may be for so many calls. A batch that is bigger than the burst waits for all of it. */
const aheadFor = (pace: FixedPace, calls: number) => (burstOf(pace) - Math.min(calls, burstOf(pace))) * beatOf(pace);

/** GCRA's terms: no count and no class matters, only when the next call would come. */
export const fixedTerms = (
  pace: FixedPace,
  { calls }: BudgetWish,
  now: number,
): Omit<BudgetStep, 'calls' | 'turn' | 'at'> => ({
  cost: Math.round(1000 * calls * beatOf(pace)) / 1000,
  earliest: now,
  latest: now + aheadFor(pace, calls),
  usedAtMost: Number.MAX_SAFE_INTEGER,
});

/** When the pace would let it go if nobody else called, in whole milliseconds since 1970. */
export const whenPaced = (pace: FixedPace, { calls }: BudgetWish, { arrival }: Bucket) =>
  Math.ceil(arrival - aheadFor(pace, calls));
