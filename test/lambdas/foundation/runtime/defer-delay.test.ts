import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deferDelay } from '../../../../lambdas/foundation/runtime/defer-delay.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const hops = fc.nat({ max: 10_000 });

describe('the wait of a deferred copy', () => {
  it('is 5 s doubled with every hop, ±20 % by chance, at most what SQS can wait', () => {
    expect([0, 1, 2, 3, 7, 8, 50].map((hop) => deferDelay(hop, 0.5, 0))).toEqual([5, 10, 20, 40, 640, 900, 900]);
    expect([deferDelay(0, 0, 0), deferDelay(0, 0.999, 0)]).toEqual([4, 6]);
    expect([deferDelay(4, 0, 0), deferDelay(4, 0.999, 0)]).toEqual([64, 96]);
  });

  it('is a whole number of seconds from 1 to 900, whatever comes in', () => {
    const retryAt = fc.option(fc.integer({ min: -1e15, max: 1e15 }), { nil: undefined });
    fc.assert(
      fc.property(hops, chance, fc.nat({ max: 1e13 }), retryAt, (hop, drawn, now, at) => {
        const delay = deferDelay(hop, drawn, now, at);
        expect(Number.isInteger(delay) && delay >= 1 && delay <= 900).toBe(true);
      }),
    );
  });

  it('never ends before the time that the failure named, up to 900 s', () => {
    fc.assert(
      fc.property(hops, chance, fc.nat({ max: 900_000 }), (hop, drawn, ahead) => {
        const now = 1_700_000_000_000;
        expect(deferDelay(hop, drawn, now, now + ahead) * 1000).toBeGreaterThanOrEqual(ahead);
      }),
    );
  });

  it('does not shrink with hops', () => {
    fc.assert(
      fc.property(hops, chance, (hop, drawn) => {
        expect(deferDelay(hop + 1, drawn, 0)).toBeGreaterThanOrEqual(deferDelay(hop, drawn, 0));
      }),
    );
  });
});
