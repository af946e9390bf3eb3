import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Living } from '../../../lambdas/oauth/inspect-connection.ts';
import { endOf, warnExpiry, warningAt } from '../../../lambdas/oauth/warn-expiry.ts';
import { fakeBus } from '../../fakes/fake-bus.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';
import { rowOf } from './connection-row.ts';

const day = 24 * 3600_000;
const at = (clock: { now(): number }, days: number) => new Date(clock.now() + days * day).toISOString();
const living = (expiresAt: string | null, dataAccessExpiresAt: string | null = null) =>
  ({ alive: true, expiresAt, dataAccessExpiresAt, granted: [] }) satisfies Living;

describe('the warnings of an end', () => {
  it.each([
    [15, null],
    [14.01, null],
    [14, 14],
    [7.5, 14],
    [7, 7],
    [3.1, 7],
    [3, 3],
    [1, 1],
    [0, 1],
    [-5, 1],
  ])('%d days before: %s', (days, warning) => {
    expect(warningAt(days * day)).toBe(warning);
  });

  it('are of what ends first', () => {
    const [early, late] = ['2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'];
    expect(endOf({ expiresAt: late, dataAccessExpiresAt: early })).toEqual({ what: 'data-access', at: early });
    expect(endOf({ expiresAt: early, dataAccessExpiresAt: null })).toEqual({ what: 'token', at: early });
    expect(endOf({ expiresAt: null, dataAccessExpiresAt: null })).toBeUndefined();
  });

  it('come once each on the way to an end, however often one looks, with 14, 7, 3, 1 in this order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0.01, max: 3, noNaN: true }), { minLength: 1, maxLength: 40 }),
        async (steps) => {
          const [clock, bus, notes] = [fakeClock(), fakeBus(), fakeNotes()];
          const end = at(clock, 20);
          let row = rowOf();
          for (const step of steps) {
            clock.advance(step * day);
            row = { ...row, warnedDays: await warnExpiry(row, living(end), { bus, clock }, notes) };
          }
          const warned = notes.counts
            .filter(({ metric }) => metric === 'TokenWarnings')
            .map(({ tags }) => Number(tags.outcome));
          expect(warned).toEqual([...new Set(warned)].sort((a, b) => b - a));
          expect(bus.announced.map(({ type }) => type)).toEqual(warned.map(() => 'token.expiring'));
        },
      ),
    );
  });

  it('begin again for a token that was renewed, and are named by the end', async () => {
    const [clock, bus, notes] = [fakeClock(), fakeBus(), fakeNotes()];
    const warn = (days: number, warnedDays: number | null) =>
      warnExpiry(rowOf({ warnedDays }), living(at(clock, days)), { bus, clock }, notes);
    expect([await warn(2, null), await warn(2, 3), await warn(60, 3), await warn(10, 3)]).toEqual([3, 3, null, 14]);
    const [first, second] = bus.announced;
    expect(bus.announced).toHaveLength(2);
    expect(first?.id).not.toBe(second?.id);
    expect(first?.detail).toMatchObject({ what: 'token', daysLeft: 2, connectionId: rowOf().id });
  });

  it('measure the time left of what has an end, and of nothing else', async () => {
    const [clock, bus, notes] = [fakeClock(), fakeBus(), fakeNotes()];
    await warnExpiry(rowOf(), living(null), { bus, clock }, notes);
    expect(notes.counts).toEqual([]);
    await warnExpiry(rowOf(), living(at(clock, 30)), { bus, clock }, notes);
    expect(notes.counts).toEqual([{ metric: 'TokenTimeLeft', value: 30 * 86_400, tags: {} }]);
  });
});
