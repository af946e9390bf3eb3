import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { Conversion, ConversionKey } from '../../lambdas/foundation/store/conversions.ts';
import { aConversion, type CapiMaker } from './capi-under-test.ts';
import { fresh, handClock } from './store-under-test.ts';

const dayMs = 24 * 3600_000;

const named = (rows: readonly ConversionKey[]) =>
  rows.map(({ eventId, pixel, eventName }) => JSON.stringify([eventId, pixel, eventName])).sort();

/** The log of conversion events. */
export function conversionSuite(make: CapiMaker): void {
  const open = () => {
    const clock = handClock();
    const process = make(clock);
    return { clock, process, ...process() };
  };

  describe('the log of conversion events', () => {
    it('gives rows back as they were put, in their own workspace alone', async () => {
      const { clock, conversions, process } = open();
      const row = aConversion(clock, { claimToken: 'a token', reason: 'why', matchKeys: [] });
      const other = aConversion(clock, { ...row, workspace: fresh('x'), payloadHash: 'ff' });
      await conversions.put([row]);
      expect(await process().conversions.find([row])).toEqual([row]);
      expect(await conversions.find([other])).toEqual([]);
      expect(await conversions.list(other.workspace, row.eventId)).toEqual([]);
      expect(await conversions.claim(other, 't')).toBe('absent');
      await conversions.put([other]);
      expect(await conversions.find([row])).toEqual([row]);
      expect(await conversions.list(other.workspace, row.eventId)).toEqual([other]);
      await conversions.put([{ ...row, state: 'delivered', claimToken: undefined }]);
      const [delivered] = await conversions.find([row]);
      expect(delivered).toMatchObject({ state: 'delivered' });
      expect(delivered).not.toHaveProperty('claimToken');
    });

    it('takes event ids that hold anything, and mixes up none', async () => {
      const { clock, conversions } = open();
      const workspace = fresh('w');
      const ids = ['a', 'a#b', 'a%0023b', ' ', '|', '\u0000', '"', 'ß', '€'.repeat(256), '-', '__proto__'];
      const rows = ids.map((eventId, at) => aConversion(clock, { workspace, eventId, payloadHash: String(at) }));
      await conversions.put(rows);
      for (const row of rows) {
        expect(await conversions.find([row])).toEqual([row]);
        expect(await conversions.list(workspace, row.eventId)).toEqual([row]);
      }
    });

    it('puts and finds a thousand, those that are kept', async () => {
      const { clock, conversions } = open();
      const workspace = fresh('w');
      const rows = Array.from({ length: 1000 }, (_, at) =>
        aConversion(clock, { workspace, eventId: `e${at}`, payloadHash: String(at) }),
      );
      await conversions.put(rows);
      const unknown = rows.slice(0, 70).map((row) => ({ ...row, eventName: 'Lead' }));
      const found = await conversions.find([...rows, ...unknown]);
      expect(named(found)).toEqual(named(rows));
      const byId = new Map(found.map((row) => [row.eventId, row]));
      for (const row of rows) expect(byId.get(row.eventId)).toEqual(row);
    }, 60_000);

    it('asks a doubled key once, and of doubled rows keeps the last', async () => {
      const { clock, conversions } = open();
      const row = aConversion(clock);
      const last = { ...row, payloadHash: 'the last' };
      const many = Array.from({ length: 30 }, (_, at) => ({ ...row, payloadHash: String(at) }));
      await conversions.put([row, ...many, last]);
      expect(await conversions.find([row, row, last, ...many])).toEqual([last]);
    });

    it('does nothing for nothing', async () => {
      const { conversions } = open();
      await conversions.put([]);
      expect(await conversions.find([])).toEqual([]);
    });

    it('lists an event id by pixel and event name', async () => {
      const { clock, conversions } = open();
      const row = aConversion(clock);
      const rows = [
        ['1', 'Lead'],
        ['1', 'Purchase'],
        ['2', 'Lead'],
        ['2', 'Zoo'],
      ].map(([pixel = '', eventName = '']) => ({ ...row, pixel, eventName }));
      await conversions.put([...rows].reverse());
      await conversions.put([{ ...row, eventId: `${row.eventId}#`, pixel: '1' }]);
      expect(await conversions.list(row.workspace, row.eventId)).toEqual(rows);
    });

    it('shows none that is over, though it still lies there', async () => {
      const { clock, conversions } = open();
      const row = aConversion(clock);
      await conversions.put([row]);
      clock.pass(30 * dayMs - 1000);
      expect(await conversions.find([row])).toEqual([row]);
      clock.pass(1000);
      expect(await conversions.find([row])).toEqual([]);
      expect(await conversions.list(row.workspace, row.eventId)).toEqual([]);
      expect(await conversions.claim(row, 't')).toBe('absent');
    });
  });

  describe('a sending that Meta does not dedupe', () => {
    const kept = async (over: Partial<Conversion> = {}) => {
      const opened = open();
      const row = aConversion(opened.clock, over);
      await opened.conversions.put([row]);
      const read = async () => (await opened.process().conversions.find([row]))[0];
      return { ...opened, row, read };
    };

    it('is one worker’s, of several at once', async () => {
      for (const state of ['accepted', 'parked'] as const) {
        const { process, row, read, clock } = await kept({ state });
        clock.pass(5000);
        const tokens = Array.from({ length: 6 }, () => randomUUID());
        const answers = await Promise.all(tokens.map((token) => process().conversions.claim(row, token)));
        expect([...answers].sort()).toEqual(['mine', ...Array.from({ length: 5 }, () => 'sending')]);
        const token = tokens[answers.indexOf('mine')] ?? '';
        const updatedAt = isoTime(clock.now());
        expect(await read()).toEqual({ ...row, state: 'sending', claimToken: token, updatedAt });
        expect(await process().conversions.claim(row, token)).toBe('mine');
        expect(await process().conversions.claim(row, randomUUID())).toBe('sending');
      }
    });

    it('is nobody’s once it is delivered, or when there is no such event', async () => {
      const { conversions, row, read } = await kept({ state: 'delivered', deliveredAt: '2026-11-21T10:00:00.000Z' });
      expect(await conversions.claim(row, 't')).toBe('delivered');
      expect(await read()).toEqual(row);
      const absent = { ...row, eventName: 'Lead' };
      expect(await conversions.claim(absent, 't')).toBe('absent');
      expect(await conversions.find([absent])).toEqual([]);
    });

    it('is given back by its holder alone', async () => {
      const { conversions, row, read, clock } = await kept();
      await conversions.claim(row, 'mine');
      await conversions.release(row, 'another');
      expect(await read()).toMatchObject({ state: 'sending', claimToken: 'mine' });
      clock.pass(3000);
      await conversions.release(row, 'mine');
      expect(await read()).toEqual({ ...row, updatedAt: isoTime(clock.now()) });
      await conversions.release(row, 'mine');
      expect(await conversions.claim(row, 'another')).toBe('mine');
      await conversions.put([{ ...row, state: 'delivered' }]);
      await conversions.release(row, 'another');
      expect(await read()).toEqual({ ...row, state: 'delivered' });
      const absent = { ...row, eventName: 'Lead' };
      await conversions.release(absent, 'mine');
      expect(await conversions.find([absent])).toEqual([]);
    });
  });
}

/** The daily counts. */
export function conversionDaySuite(make: CapiMaker): void {
  const open = () => {
    const clock = handClock();
    const today = isoTime(clock.now()).slice(0, 10);
    const dayBefore = (days: number) => isoTime(Date.parse(today) - days * dayMs).slice(0, 10);
    const key = { workspace: fresh('w'), pixel: fresh('pixel'), day: today, eventName: 'Purchase' };
    return { clock, key, dayBefore, process: make(clock), ...make(clock)() };
  };

  describe('the daily counts', () => {
    it('are sums, whoever counts at the same time', async () => {
      const { process, key } = open();
      const counts = { accepted: 2, key_em: 1, constructor: 3 };
      await Promise.all(Array.from({ length: 8 }, () => process().days.add([{ ...key, counts }])));
      await process().days.add([
        { ...key, counts: { parked: 1, delivered: 0 } },
        { ...key, counts: { parked: 1 } },
      ]);
      const sums = { accepted: 16, key_em: 8, constructor: 24, parked: 2 };
      expect(await process().days.list(key.workspace, key.pixel, key.day)).toEqual([{ ...key, counts: sums }]);
    });

    it('are listed from a day on, oldest first, by their own workspace and pixel', async () => {
      const { days, key, dayBefore } = open();
      const counts = { accepted: 1 };
      const all = [3, 2, 1, 0].flatMap((before) =>
        ['A b', 'Purchase', 'Ü#%'].map((eventName) => ({ ...key, day: dayBefore(before), eventName, counts })),
      );
      await days.add([...all].reverse());
      const found = await days.list(key.workspace, key.pixel, dayBefore(2));
      expect(found.map(({ day }) => day)).toEqual(all.slice(3).map(({ day }) => day));
      expect(found).toHaveLength(9);
      expect(found).toEqual(expect.arrayContaining(all.slice(3)));
      expect(await days.list(fresh('x'), key.pixel, dayBefore(9))).toEqual([]);
      expect(await days.list(key.workspace, fresh('x'), dayBefore(9))).toEqual([]);
    });

    it('know no counter that nothing moved', async () => {
      const { days, key } = open();
      await days.add([
        { ...key, counts: {} },
        { ...key, counts: { accepted: 0 } },
      ]);
      expect(await days.list(key.workspace, key.pixel, key.day)).toEqual([]);
    });

    it.each([
      ['keyEm', 1],
      ['', 1],
      ['pk', 1],
      ['sk', 1],
      ['__proto__', 1],
      ['key-em', 1],
      ['k'.repeat(61), 1],
      ['accepted', 1.5],
      ['accepted', Number.NaN],
    ])('take no counter “%s” of %d, and nothing beside it', async (name, by) => {
      const { days, key } = open();
      const wrong = Object.fromEntries([[name, by]]);
      const both = [
        { ...key, counts: { delivered: 1 } },
        { ...key, counts: wrong },
      ];
      await expect(days.add(both)).rejects.toMatchObject({ kind: 'bug' });
      expect(await days.list(key.workspace, key.pixel, key.day)).toEqual([]);
    });

    it('are over 400 days after their day', async () => {
      const { days, key, clock } = open();
      await days.add([{ ...key, counts: { accepted: 1 } }]);
      clock.pass(399 * dayMs);
      expect(await days.list(key.workspace, key.pixel, key.day)).toHaveLength(1);
      clock.pass(dayMs);
      expect(await days.list(key.workspace, key.pixel, key.day)).toEqual([]);
    });
  });
}
