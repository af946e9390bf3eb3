import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ledgerTable } from '../../../../bench/throttle-table.ts';
import { type Bucket, type BudgetStep, untouched } from '../../../../lambdas/foundation/core/budget-rule.ts';
import { priorities, type UseCase, useCases } from '../../../../lambdas/foundation/core/usage.ts';
import { budgetRule } from '../../../../lambdas/foundation/meta/budget.ts';
import { openUsageLedger } from '../../../../lambdas/foundation/store/dynamo-usage-ledger.ts';
import { dawn, reading } from '../../../arbitraries/budgets.ts';

/** Meta's numbers once more, read from the fact sheet's §4: calls, and in how many milliseconds. */
const sheet = [
  ['whatsapp_messages', 80, 1000],
  ['messenger_messages', 300, 1000],
  ['messenger_media', 10, 1000],
  ['instagram_messages', 300, 1000],
  ['instagram_media', 10, 1000],
  ['private_replies', 750, 3600_000],
] as const satisfies readonly (readonly [UseCase, number, number])[];

const wishOf = (useCase: UseCase, calls = 1) => ({ useCase, calls, priority: 'human-send', turn: 0 }) as const;
const numberSends = wishOf('whatsapp_messages');

/** Asks for calls at one moment until it must wait. */
function burst(bucket: Bucket, useCase: UseCase, now: number) {
  let [at, gone] = [bucket, 0];
  for (;;) {
    const verdict = budgetRule.decide(at, undefined, wishOf(useCase), now);
    const next = verdict.go ? budgetRule.take(at, verdict.step) : undefined;
    if (!next) return { bucket: at, gone, waitUntil: verdict.go ? 0 : verdict.waitUntil };
    at = next;
    gone += 1;
    if (gone > 1000) throw new Error('this never ends');
  }
}

/** The most of these moments within one stretch of that length. */
function mostWithin(moments: readonly number[], lengthMs: number): number {
  const sorted = [...moments].sort((a, b) => a - b);
  let [most, from] = [0, 0];
  for (const [to, at] of sorted.entries()) {
    while ((sorted[from] ?? at) <= at - lengthMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

describe('a fixed pace', () => {
  it.each(sheet)('of %s is used up to four fifths and never passed: %d calls in %d ms', (useCase, calls, perMs) => {
    let bucket = untouched(dawn);
    const gone: number[] = [];
    const step = perMs / 1000;
    for (let now = dawn; now < dawn + 4 * perMs; now += step) {
      const more = burst(bucket, useCase, now);
      bucket = more.bucket;
      gone.push(...Array<number>(more.gone).fill(now));
    }
    expect(mostWithin(gone, perMs)).toBeLessThanOrEqual(calls);
    const last = gone.filter((at) => at >= dawn + 3 * perMs).length;
    expect(last / calls).toBeGreaterThan(0.78);
    expect(last / calls).toBeLessThanOrEqual(0.81);
  });

  it('has every use case of the sheet that has one, and no other', () => {
    const fixed = useCases.filter((useCase) => !burstsFreely(useCase));
    expect([...fixed].sort()).toEqual(sheet.map(([useCase]) => useCase).sort());
  });

  it('says when the next may go: in milliseconds, and then it may', () => {
    const { bucket, gone, waitUntil } = burst(untouched(dawn), 'whatsapp_messages', dawn);
    expect([gone, waitUntil - dawn]).toEqual([16, 16]);
    expect(budgetRule.decide(bucket, undefined, numberSends, waitUntil - 1).go).toBe(false);
    expect(budgetRule.decide(bucket, undefined, numberSends, waitUntil).go).toBe(true);
  });

  it('knows no classes: a backfill goes as soon as a person', () => {
    const { bucket } = burst(untouched(dawn), 'messenger_media', dawn);
    const waits = priorities.map((priority) =>
      budgetRule.decide(bucket, undefined, { ...wishOf('messenger_media'), priority }, dawn),
    );
    expect(new Set(waits.map((verdict) => JSON.stringify(verdict))).size).toBe(1);
  });

  it('lets a batch go that is bigger than the burst, once nothing is borrowed', () => {
    const big = wishOf('whatsapp_messages', 100);
    const idle = budgetRule.decide(untouched(dawn), undefined, big, dawn);
    expect(idle.go).toBe(true);
    const after = idle.go ? budgetRule.take(untouched(dawn), idle.step) : undefined;
    if (!after) throw new Error('it was not taken');
    expect(budgetRule.decide(after, undefined, big, dawn)).toEqual({ go: false, waitUntil: dawn + 1563 });
  });

  it('waits for Meta’s block as everything does, and goes on at its pace afterwards', () => {
    const blocked = budgetRule.learn(untouched(dawn), undefined, reading(100, dawn, dawn + 5000), dawn);
    const ask = (now: number) => budgetRule.decide(untouched(dawn), blocked, numberSends, now);
    expect([ask(dawn), ask(dawn + 4999), ask(dawn + 5000).go]).toEqual([
      { go: false, waitUntil: dawn + 5000 },
      { go: false, waitUntil: dawn + 5000 },
      true,
    ]);
  });
});

const burstsFreely = (useCase: UseCase) => {
  let [at, gone] = [untouched(dawn), 0];
  for (; gone < 400; gone += 1) {
    const verdict = budgetRule.decide(at, undefined, wishOf(useCase), dawn);
    const next = verdict.go ? budgetRule.take(at, verdict.step) : undefined;
    if (!next) return false;
    at = next;
  }
  return true;
};

describe('a fixed pace under many callers', () => {
  const happening = fc.record({
    caller: fc.nat(4),
    what: fc.constantFrom('look', 'decide', 'take', 'take', 'take', 'take'),
    pauseMs: fc.oneof({ weight: 200, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: fc.nat(2000) }),
  });

  it('is never passed, however old their views and whoever is first', () => {
    let [most, late] = [0, 0];
    fc.assert(
      fc.property(fc.constantFrom(...sheet), fc.array(happening, { minLength: 200, maxLength: 800 }), (one, all) => {
        const [useCase, calls, perMs] = one;
        let [bucket, now] = [untouched(dawn), dawn];
        const views = new Map<number, Bucket>();
        const steps = new Map<number, BudgetStep>();
        const gone: number[] = [];
        for (const { caller, what, pauseMs } of all) {
          now += pauseMs * (perMs / 1000);
          if (what === 'look') views.set(caller, bucket);
          const verdict = budgetRule.decide(views.get(caller) ?? bucket, undefined, wishOf(useCase), now);
          if (what !== 'take' && verdict.go) steps.set(caller, verdict.step);
          const step = what === 'take' ? (steps.get(caller) ?? (verdict.go ? verdict.step : undefined)) : undefined;
          const next = step && budgetRule.take(bucket, step);
          if (what !== 'take') continue;
          steps.delete(caller);
          views.set(caller, next ?? bucket);
          if (!step || !next) continue;
          if (step.at < now) late += 1;
          bucket = next;
          gone.push(step.at);
        }
        most = Math.max(most, mostWithin(gone, perMs) / calls);
        expect(mostWithin(gone, perMs)).toBeLessThanOrEqual(calls);
      }),
      { numRuns: 100 },
    );
    expect(late).toBeGreaterThan(100);
    expect(most).toBeGreaterThan(0.8);
  });
});

describe('the ledger of five processes over one table', () => {
  it('keeps the pace of a number, and uses it', async () => {
    let now = dawn;
    const clock = { now: () => now, chance: () => 0.5 };
    const { calls, counted } = ledgerTable();
    const processes = Array.from({ length: 5 }, () =>
      openUsageLedger({ calls, tableName: 'ledger', clock, rule: budgetRule }),
    );
    const key = { scope: 'object', id: '66', useCase: 'whatsapp_messages' } as const;
    const ask = { keys: [key], priority: 'human-send', account: 'connection', calls: 1 } as const;
    const gone: number[] = [];
    const waits: number[] = [];
    for (; now < dawn + 3000; now += 5) {
      const answers = await Promise.all(processes.map((ledger) => ledger.ask(ask)));
      for (const answer of answers) {
        if (answer.go) gone.push(now);
        else waits.push(answer.waitUntil - now);
      }
    }
    expect(mostWithin(gone, 1000)).toBeLessThanOrEqual(80);
    expect(gone.length).toBeGreaterThanOrEqual(3 * 64);
    expect(gone.length).toBeLessThanOrEqual(3 * 64 + 17);
    expect(Math.max(...waits)).toBeLessThan(20);
    // One write for each that went; the others are tries that came at the same instant.
    expect(counted.writes - counted.refused).toBe(gone.length);
  });
});
