import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pairPace, pairPenalty } from '../../../lambdas/messaging/pair-pace.ts';

const dawn = Date.parse('2026-11-21T10:00:00.000Z');
const whatsapp = 'whatsapp';

/** Sends whenever it may, at each of these moments up to `most` times; the moments at which messages went. */
function went(moments: readonly number[], most: number, from = 0): readonly number[] {
  const gone: number[] = [];
  let paceAt = from;
  for (const now of moments) {
    for (let tries = 0; tries < most; tries += 1) {
      const pace = pairPace(whatsapp, paceAt, now);
      if (!pace.go) break;
      paceAt = pace.paceAt;
      gone.push(now);
    }
  }
  return gone;
}

describe('the pace of one pair on WhatsApp', () => {
  it('lets 45 go at once, and then one in six seconds', () => {
    const moments = Array.from({ length: 61 }, (_, second) => dawn + second * 1000);
    const gone = went(moments, 100);
    expect(gone.filter((at) => at === dawn)).toHaveLength(45);
    expect(gone.slice(45).map((at) => at - dawn)).toEqual([6, 12, 18, 24, 30, 36, 42, 48, 54, 60].map((s) => s * 1000));
  });

  it('has paid a burst back after 45 beats, not before', () => {
    const first = went([dawn], 45).length;
    const early = went([dawn, dawn + 44 * 6000], 100).length - 45;
    const late = went([dawn, dawn + 45 * 6000], 100).length - 45;
    expect([first, early, late]).toEqual([45, 44, 45]);
  });

  it('says when the next may go: then, and not a millisecond before', () => {
    let waited = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(30_000), (count, pauseMs) => {
        const paceAt = dawn + count * 6000;
        const now = dawn + pauseMs;
        const pace = pairPace(whatsapp, paceAt, now);
        if (pace.go) {
          expect(paceAt - now).toBeLessThanOrEqual(44 * 6000);
          return;
        }
        waited += 1;
        expect(pairPace(whatsapp, paceAt, pace.waitUntil - 1).go).toBe(false);
        expect(pairPace(whatsapp, paceAt, pace.waitUntil).go).toBe(true);
      }),
    );
    expect(waited).toBeGreaterThan(30);
  });

  it('never lets more than 45 and one a beat go, in any stretch of time', () => {
    let most = 0;
    const pauses = fc.array(fc.oneof(fc.nat(500), fc.nat(20_000), fc.nat(600_000)), { minLength: 20, maxLength: 200 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 60 }), (steps, eager) => {
        let now = dawn;
        const gone = went(
          steps.map((step) => {
            now += step;
            return now;
          }),
          eager,
        );
        for (const [from, at] of gone.entries()) {
          for (const [to, last] of gone.entries()) {
            if (to < from) continue;
            const count = to - from + 1;
            most = Math.max(most, count);
            if (count > 45 + (last - at) / 6000) throw new Error(`${count} in ${last - at} ms`);
          }
        }
      }),
      { numRuns: 50 },
    );
    expect(most).toBeGreaterThan(45);
  });

  it.each(['messenger', 'instagram'] as const)('is no matter of %s, whose number stays as it is', (channel) => {
    expect(pairPace(channel, dawn + 999_999_999, dawn)).toEqual({ go: true, paceAt: dawn + 999_999_999 });
    expect(pairPace(channel, 0, dawn)).toEqual({ go: true, paceAt: 0 });
  });
});

describe('Meta’s 131056', () => {
  const waits = (attempts: number) => {
    const pace = pairPace(whatsapp, pairPenalty(0, dawn, attempts), dawn);
    return pace.go ? 0 : pace.waitUntil - dawn;
  };

  it('waits 4^X seconds, an hour at most', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 50].map(waits)).toEqual([1, 4, 16, 64, 256, 1024, 3600, 3600].map((s) => s * 1000));
  });

  it('takes the rest of the burst: after the wait one goes, the next a beat later', () => {
    const from = pairPenalty(0, dawn, 2);
    expect(went([dawn + 15_999, dawn + 16_000, dawn + 21_999, dawn + 22_000], 9, from).map((at) => at - dawn)).toEqual([
      16_000, 22_000,
    ]);
  });

  it('never shortens a wait', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(20), (ahead, attempts) => {
        expect(pairPenalty(dawn + ahead, dawn, attempts)).toBeGreaterThanOrEqual(dawn + ahead);
      }),
    );
  });
});
