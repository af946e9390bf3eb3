import { describe, expect, it } from '@jest/globals';
import { figuresOf, overloaded } from '../../bench/throttle.ts';
import { simulate, simulatedClock } from '../../bench/throttle-hour.ts';
import { metaAllowance } from '../../bench/throttle-meta.ts';
import type { UsageLedger } from '../../lambdas/foundation/core/usage.ts';

const start = Date.parse('2026-11-21T10:00:00.000Z');
const hourMs = 3600_000;
const small = { allowance: 600, accounts: 5, times: 4, hours: 2 };

describe('the model of Meta', () => {
  it('tells rounded-down percentages of a rolling hour, and refuses at a hundred', () => {
    const meta = metaAllowance(200);
    const answers = Array.from({ length: 201 }, (_, at) => meta.call(start + at * 1000));
    expect(answers.map(({ percent }) => percent).slice(0, 12)).toEqual([...Array(9).fill(undefined), 5, 5, 6]);
    expect(answers.filter(({ refused }) => refused)).toHaveLength(1);
    expect(answers[200]).toEqual({ refused: true, percent: 100, regainMinutes: 57 });
    expect(meta.call(start + hourMs + 10_000).refused).toBe(false);
  });

  it('lets whoever keeps calling wait longer', () => {
    const meta = metaAllowance(10);
    for (let at = 0; at < 10; at += 1) meta.call(start);
    const waits = [1, 2, 3].map((minute) => meta.call(start + minute * 60_000).regainMinutes + minute);
    expect(waits).toEqual([60, 60, 60]);
    for (let more = 0; more < 20; more += 1) meta.call(start + 1800_000);
    expect(meta.call(start + hourMs).refused).toBe(true);
  });
});

describe('the throttle benchmark', () => {
  it('holds for a small allowance as well', async () => {
    const { hours } = await overloaded(small);
    for (const hour of hours) {
      const { used, throttled } = figuresOf(hour, small);
      expect(used).toBeGreaterThan(94);
      expect(throttled).toBe(0);
    }
    expect(figuresOf(hours[1]!, small).share).toBeLessThan(1.1);
  });

  it('sees a ledger that lets everything go, and one that lets one account starve', async () => {
    const all: UsageLedger = {
      ask: async () => ({ go: true }),
      record: async () => undefined,
      readings: async () => [],
    };
    const [wild] = await simulate({ ...small, hours: 1 }, simulatedClock(start), () => all);
    expect(figuresOf(wild!, small).throttled).toBeGreaterThan(50);
    const clock = simulatedClock(start);
    const one: UsageLedger = {
      ...all,
      ask: async ({ account }) =>
        account === 'account-0' ? { go: true } : { go: false, waitUntil: clock.now() + 60_000 },
    };
    const [unfair] = await simulate({ ...small, hours: 1 }, clock, () => one);
    expect(() => figuresOf(unfair!, small)).toThrow('only 1 of 5 accounts called');
  });
});
