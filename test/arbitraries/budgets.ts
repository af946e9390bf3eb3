import fc from 'fast-check';
import {
  type Bucket,
  type BudgetMemory,
  type BudgetWish,
  untouched,
} from '../../lambdas/foundation/core/budget-rule.ts';
import { type BudgetKey, priorities, type UsageReading } from '../../lambdas/foundation/core/usage.ts';
import { budgetRule } from '../../lambdas/foundation/meta/budget.ts';

/** Where the time of generated buckets begins, milliseconds since 1970. */
export const dawn = Date.parse('2026-11-21T10:00:00.000Z');

const key: BudgetKey = { scope: 'app', id: '1234567890', useCase: 'platform' };

/** A reading of the one key. */
export const reading = (percent: number, readAt: number, regainAt?: number): UsageReading => ({
  key,
  percent,
  readAt,
  ...(regainAt !== undefined && { regainAt }),
});

/** A wish, its account's place in the round included. */
export const wish: fc.Arbitrary<BudgetWish> = fc.record({
  useCase: fc.constant('platform' as const),
  priority: fc.constantFrom(...priorities),
  calls: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 50 })),
  turn: fc.nat(2000),
});

/** What a bucket and its memory come to. */
export interface Lived {
  readonly bucket: Bucket;
  readonly memory: BudgetMemory | undefined;
  readonly now: number;
}

const happening = fc.record({
  afterMs: fc.oneof(fc.nat(2000), fc.nat(600_000), fc.nat(4 * 3600_000)),
  what: fc.oneof(
    { weight: 6, arbitrary: fc.record({ wish }) },
    { weight: 3, arbitrary: fc.record({ percent: fc.integer({ min: 0, max: 110 }) }) },
    { weight: 1, arbitrary: fc.record({ regainMs: fc.integer({ min: 1, max: 7200_000 }) }) },
  ),
});

/** A bucket after any history that the rule itself allows, with whatever Meta said meanwhile, true or not. */
export const lived: fc.Arbitrary<Lived> = fc.array(happening, { maxLength: 60 }).map((happenings) => {
  let [bucket, now]: [Bucket, number] = [untouched(dawn), dawn];
  let memory: BudgetMemory | undefined;
  for (const { afterMs, what } of happenings) {
    now += afterMs;
    if ('wish' in what) {
      const verdict = budgetRule.decide(bucket, memory, what.wish, now);
      bucket = (verdict.go && budgetRule.take(bucket, verdict.step)) || bucket;
    } else {
      const said = 'percent' in what ? reading(what.percent, now) : reading(100, now, now + what.regainMs);
      memory = budgetRule.learn(bucket, memory, said, now);
    }
  }
  return { bucket, memory, now };
});
