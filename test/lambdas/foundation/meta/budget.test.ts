import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { metaAllowance } from '../../../../bench/throttle-meta.ts';
import {
  type Bucket,
  type BudgetMemory,
  type BudgetWish,
  untouched,
} from '../../../../lambdas/foundation/core/budget-rule.ts';
import { priorities } from '../../../../lambdas/foundation/core/usage.ts';
import { budgetRule } from '../../../../lambdas/foundation/meta/budget.ts';
import { dawn, lived, reading, wish } from '../../../arbitraries/budgets.ts';

const hourMs = 3600_000;
const human: BudgetWish = { useCase: 'platform', priority: 'human-send', calls: 1, turn: 0 };

/** Asks for one call again and again at one moment; how many go. */
function burst(bucket: Bucket, memory: BudgetMemory | undefined, now: number, over: Partial<BudgetWish> = {}) {
  let [at, gone] = [bucket, 0];
  for (; gone < 5000; gone += 1) {
    const verdict = budgetRule.decide(at, memory, { ...human, turn: at.turn, ...over }, now);
    const next = verdict.go ? budgetRule.take(at, verdict.step) : undefined;
    if (!next) break;
    at = next;
  }
  return { bucket: at, gone };
}

/** A memory that knows its allowance well, of a bucket that was not used for an hour. */
function known(allowance: number, percent = 0): { bucket: Bucket; memory: BudgetMemory; now: number } {
  const marks = [[dawn, 0]] as const;
  const memory = { percent, readAt: dawn, blockedUntil: 0, allowance, others: (percent / 100) * allowance, marks };
  return { bucket: untouched(dawn - 2 * hourMs), memory, now: dawn };
}

describe('what Meta has not told', () => {
  it('does not hold anybody back', () => {
    expect(burst(untouched(dawn), undefined, dawn).gone).toBe(5000);
  });

  it('is learned from percentages: the highest share that our calls can have been', () => {
    let [bucket, now] = [untouched(dawn), dawn];
    let memory: BudgetMemory | undefined;
    for (let call = 1; call <= 400; call += 1) {
      now += 1000;
      bucket = { ...bucket, used: call };
      memory = budgetRule.learn(bucket, memory, reading(Math.floor(call / 10), now), now);
    }
    expect(memory?.allowance).toBeLessThanOrEqual(1000);
    expect(memory?.allowance).toBeGreaterThan(970);
  });

  it('is never thought smaller than the smallest allowance there is, so that a lone call under others’ load may go', () => {
    const bucket = { ...untouched(dawn), used: 1 };
    const memory = budgetRule.learn(bucket, undefined, reading(50, dawn + 5000), dawn + 5000);
    expect(memory.allowance).toBe(200);
    expect(budgetRule.decide(bucket, memory, human, dawn + 5000).go).toBe(true);
  });

  it('is forgotten over an hour: an allowance that shrank is learned anew', () => {
    const { memory } = known(10_000);
    const bucket = { ...untouched(dawn), used: 100 };
    const later = budgetRule.learn(bucket, memory, reading(50, dawn + hourMs / 2), dawn + hourMs / 2);
    expect(later.allowance).toBeCloseTo(5000, -1);
  });
});

describe('what Meta told', () => {
  it.each([
    ['human-send', 98.5],
    ['webhook-follow-up', 98],
    ['rule-action', 90],
    ['today', 85],
    ['backfill', 75],
  ] as const)('lets %s use no more than %d percent, at once or later', (priority, percent) => {
    const { bucket, memory, now } = known(1000);
    let [at, gone] = [bucket, 0];
    for (let minute = 0; minute < 60; minute += 1) {
      const more = burst(at, memory, now + minute * 60_000, { priority });
      at = more.bucket;
      gone += more.gone;
    }
    expect(gone).toBeLessThanOrEqual(percent * 10);
    expect(gone).toBeGreaterThanOrEqual(percent * 10 - 25);
  });

  it('slows nobody below 75 percent, and paces what comes after', () => {
    const { bucket, memory, now } = known(1000);
    const first = burst(bucket, memory, now, { priority: 'today' });
    expect(first.gone).toBeGreaterThanOrEqual(750);
    expect(first.gone).toBeLessThan(765);
    const minute = burst(first.bucket, memory, now + 60_000, { priority: 'today' });
    expect(minute.gone).toBeLessThan(20);
  });

  it('keeps room for the urgent: a person goes when everything else must wait', () => {
    const { bucket, memory, now } = known(1000, 96);
    const goes = priorities.filter((priority) => budgetRule.decide(bucket, memory, { ...human, priority }, now).go);
    expect(goes).toEqual(['human-send', 'webhook-follow-up']);
  });

  it('blocks all until the time at which Meta says that calls work again', () => {
    const { bucket, memory, now } = known(1000);
    const refused = budgetRule.learn(bucket, memory, reading(100, now, now + 600_000), now);
    for (const priority of priorities) {
      expect(budgetRule.decide(bucket, refused, { ...human, priority }, now)).toEqual({
        go: false,
        waitUntil: now + 600_000,
      });
    }
    expect(budgetRule.decide(bucket, refused, human, now + 600_000).go).toBe(true);
    const fresh = budgetRule.learn(untouched(now), undefined, reading(100, now, now + 600_000), now);
    expect(budgetRule.decide(untouched(now), fresh, human, now + 599_999).go).toBe(false);
    expect(budgetRule.decide(untouched(now), fresh, human, now + 600_000).go).toBe(true);
  });

  it('lets the accounts of a full allowance go in turns: who has had less goes first', () => {
    const { bucket, memory, now } = known(1000);
    const { bucket: filled } = burst({ ...bucket, turn: 10 }, memory, now, { priority: 'webhook-follow-up' });
    const full = { ...filled, arrival: filled.arrival + 1000 };
    const first = { ...human, priority: 'webhook-follow-up' } as const;
    const [behind, ahead] = [0, 20].map((turn) => budgetRule.decide(full, memory, { ...first, turn }, now));
    if (behind?.go || ahead?.go) throw new Error('the bucket is not full');
    expect(behind?.waitUntil).toBeLessThan(ahead?.waitUntil ?? 0);
  });

  it('of an hour that is gone speaks for no bucket that came after it', () => {
    const old = { ...known(200).memory, marks: [[dawn - 1000, 5000]] as const };
    const { gone } = burst(untouched(dawn), old, dawn);
    expect(gone).toBeLessThanOrEqual(196);
  });

  it('is news by a block, a threshold, a better known allowance, or after a while', () => {
    const before = known(1000, 60).memory;
    const news = (over: Partial<BudgetMemory>) => budgetRule.isNews(before, { ...before, ...over });
    expect(budgetRule.isNews(undefined, before)).toBe(true);
    expect(news({})).toBe(false);
    expect(news({ percent: 74, readAt: dawn + 4999 })).toBe(false);
    expect(news({ percent: 75 })).toBe(true);
    expect(news({ percent: 100 })).toBe(true);
    expect(news({ blockedUntil: dawn + 1 })).toBe(true);
    expect(news({ allowance: 1300 })).toBe(true);
    expect(news({ readAt: dawn + 5000 })).toBe(true);
    expect(news({ readAt: dawn - 1, percent: 99 })).toBe(false);
  });
});

describe('the rule, whatever happened', () => {
  it('says when: whoever waits until then goes, if nobody else called', () => {
    let waits = 0;
    fc.assert(
      fc.property(lived, wish, ({ bucket, memory, now }, one) => {
        const verdict = budgetRule.decide(bucket, memory, one, now);
        if (verdict.go) return;
        waits += 1;
        expect(Number.isInteger(verdict.waitUntil)).toBe(true);
        expect(verdict.waitUntil).toBeGreaterThan(now);
        expect(budgetRule.decide(bucket, memory, one, verdict.waitUntil)).toMatchObject({ go: true });
      }),
      { numRuns: 2000 },
    );
    expect(waits).toBeGreaterThan(100);
  });

  it('never lets the less urgent wait less long', () => {
    fc.assert(
      fc.property(lived, wish, ({ bucket, memory, now }, one) => {
        const waits = priorities.map((priority) => {
          const verdict = budgetRule.decide(bucket, memory, { ...one, priority, calls: 1 }, now);
          return verdict.go ? 0 : verdict.waitUntil;
        });
        expect([...waits].sort((a, b) => a - b)).toEqual(waits);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes what it lets go, and the bucket only moves on', () => {
    fc.assert(
      fc.property(lived, wish, ({ bucket, memory, now }, one) => {
        const verdict = budgetRule.decide(bucket, memory, one, now);
        if (!verdict.go) return;
        const after = budgetRule.take(bucket, verdict.step);
        if (!after) throw new Error('it refuses its own step');
        expect(after.used).toBe(bucket.used + one.calls);
        expect(after.arrival).toBeGreaterThanOrEqual(bucket.arrival);
        expect(after.turn).toBeGreaterThanOrEqual(bucket.turn);
      }),
    );
  });

  it('never passes Meta’s ceiling, whatever the allowance, the load and the breaks between', () => {
    let most = 0;
    const load = fc.array(
      fc.record({ pauseMs: fc.oneof(fc.nat(3000), fc.nat(900_000)), calls: fc.integer({ min: 1, max: 40 }) }),
      {
        minLength: 50,
        maxLength: 120,
      },
    );
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 3000 }), load, (allowance, happenings) => {
        const meta = metaAllowance(allowance);
        let [bucket, now]: [Bucket, number] = [untouched(dawn), dawn];
        let memory: BudgetMemory | undefined;
        for (const { pauseMs, calls } of happenings) {
          now += pauseMs;
          for (let call = 0; call < calls; call += 1) {
            const verdict = budgetRule.decide(bucket, memory, { ...human, turn: bucket.turn }, now);
            const next = verdict.go ? budgetRule.take(bucket, verdict.step) : undefined;
            if (!next) break;
            bucket = next;
            const { refused, percent } = meta.call(now);
            expect(refused).toBe(false);
            most = Math.max(most, meta.counted(now) / allowance);
            now += 300;
            if (percent === undefined) continue;
            const after = budgetRule.learn(bucket, memory, reading(percent, now), now);
            if (budgetRule.isNews(memory, after)) memory = after;
          }
        }
      }),
      { numRuns: 25 },
    );
    expect(most).toBeGreaterThan(0.75);
    expect(most).toBeLessThan(1);
  });
});
