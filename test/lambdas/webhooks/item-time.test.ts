import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isoOf, itemTime, momentOf } from '../../../lambdas/webhooks/item-time.ts';

describe('a time of Meta’s', () => {
  it.each([
    [1457764197, '2016-03-12T06:29:57.000Z'],
    ['1457764197', '2016-03-12T06:29:57.000Z'],
    [1457764197627, '2016-03-12T06:29:57.627Z'],
    ['1457764197627', '2016-03-12T06:29:57.627Z'],
    [12341, '1970-01-01T03:25:41.000Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    [99_999_999_999, '5138-11-16T09:46:39.000Z'],
    [100_000_000_000, '1973-03-03T09:46:40.000Z'],
    [1653253313.5, '2022-05-22T21:01:53.500Z'],
    ['2026-11-21T09:00:00Z', '2026-11-21T09:00:00.000Z'],
    ['2026-11-21T09:00:00.25+01:00', '2026-11-21T08:00:00.250Z'],
    ['2026-11-21T09:00:00+0000', '2026-11-21T09:00:00.000Z'],
    [253_402_300_799_999, '9999-12-31T23:59:59.999Z'],
  ])('%j is %s', (value, iso) => expect(isoOf(value)).toBe(iso));

  it.each([
    [-1],
    [-1457764197627],
    [253_402_300_800_000],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    ['TIMESTAMP'],
    [''],
    [' 1457764197'],
    ['-5'],
    ['1e3'],
    ['2026-11-21'],
    ['2026-13-21T09:00:00Z'],
    ['٣'],
    [null],
    [undefined],
    [true],
    [{}],
    [[1457764197]],
  ])('%j is none', (value) => expect(isoOf(value)).toBeUndefined());

  it('is the item’s own, else the entry’s, else unknown', () => {
    expect(itemTime(1457764197627, 5)).toEqual({ itemTime: 1457764197, occurredAt: '2016-03-12T06:29:57.627Z' });
    expect(itemTime('TIMESTAMP', 1457764198246)).toEqual({
      itemTime: 1457764198,
      occurredAt: '2016-03-12T06:29:58.246Z',
    });
    expect(itemTime(undefined, undefined)).toEqual({ itemTime: 0, occurredAt: null });
  });

  it('is within the years 1970 to 9999, whatever was sent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.double(), fc.integer(), fc.string(), fc.nat().map(String)), (value) => {
        const moment = momentOf(value);
        if (moment === undefined) return;
        expect(Number.isInteger(moment)).toBe(true);
        expect(isoOf(value)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      }),
    );
  });
});
