import * as z from 'zod';
import type { ConversionRow } from '../conversions/conversion-record.ts';
import { conversionTotals } from '../conversions/totals.ts';
import { ok, type Routes, refused } from './route.ts';

const QualityOrder = z.strictObject({
  pixel: z.string().regex(/^\d+$/),
  /** The rows to answer; null returns to those that are counted. */
  web: z
    .array(z.looseObject({ event_name: z.string() }))
    .max(1000)
    .nullable(),
});

/** What the Conversions API took, and what is said of its quality. */
export const CONVERSION_ROUTES: Routes = {
  'GET /_sim/conversions': ({ meta }, { query }) => {
    const wanted = (name: string) => query.get(name) ?? undefined;
    const filter = { pixel: wanted('pixel'), eventName: wanted('eventName'), eventId: wanted('eventId') };
    const rows = meta.conversions.rows(filter);
    const isFull = query.get('full') === '1';
    return ok({ data: rows.map((row) => shown(row, isFull)), totals: conversionTotals(rows) });
  },
  'DELETE /_sim/conversions': ({ meta }) => {
    meta.conversions.clear();
    meta.quality.clear();
    return ok({ data: [], totals: conversionTotals([]) });
  },
  'POST /_sim/dataset-quality': ({ meta }, { body }) => {
    const { pixel, web } = QualityOrder.parse(body);
    if (meta.world.find(pixel)?.kind !== 'pixel') return refused(409, 'pixel: no pixel of this id');
    meta.quality.set(pixel, web);
    return ok({ pixel, web });
  },
};

const timeOf = (ms: number): string => new Date(ms).toISOString();

function shown(row: ConversionRow, isFull: boolean) {
  const { pixel, eventName, eventId, actionSource, commits, kept, calls, firstAt, lastAt, event } = row;
  const { testEventCode, lostAnswers } = row;
  const times = { firstAt: timeOf(firstAt), lastAt: timeOf(lastAt) };
  const facts = { pixel, eventName, eventId, actionSource, commits, kept, calls, ...times, testEventCode, lostAnswers };
  const whole: unknown = isFull && event !== null ? JSON.parse(event) : null;
  return { ...facts, ...(isFull ? { event: whole } : {}) };
}
