import { type Clock, unixSeconds } from '../core/clock.ts';
import { type ConversionDay, type ConversionDays, movingCounts } from './conversion-days.ts';
import { dayExpiry, rowsSince } from './day-rows.ts';
import { ConversionDayRow } from './entities/conversion-day.ts';
import { inTurns } from './in-turns.ts';
import { oneTable } from './one-table.ts';
import type { Row, TableCalls } from './table-calls.ts';

/** What the counts stand on; `tableName` is the physical name of `state`. */
export interface ConversionDayDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
}

/** Updates at once. */
const atOnce = 10;

/** The daily counts on the `state` table; an adapter of the port `ConversionDays`. */
export function openConversionDays({ calls, tableName, clock }: ConversionDayDoors): ConversionDays {
  const table = oneTable(calls, tableName);
  return {
    async add(days) {
      const updates = days.map(updateOf).filter((update) => update !== undefined);
      await inTurns(updates, atOnce, async (update) => {
        await table('UpdateItem', update);
      });
    },
    async list(workspace, pixel, since) {
      const days: ConversionDay[] = [];
      const now = unixSeconds(clock.now());
      const { pk } = ConversionDayRow.key({ workspace, pixel, day: '', eventName: '' });
      for await (const row of rowsSince(table, pk, since)) {
        const day = conversionDay(row, now);
        if (day) days.push(day);
      }
      return days;
    },
  };
}

/** The update that counts a day; undefined when nothing moves. */
function updateOf({ counts, ...key }: ConversionDay): Row | undefined {
  const moving = movingCounts(counts);
  if (moving.length === 0) return undefined;
  return {
    Key: ConversionDayRow.key(key),
    UpdateExpression: `SET #expiresAt = :expiresAt ADD ${moving.map(([name]) => `#${name} :${name}`).join(', ')}`,
    ExpressionAttributeValues: {
      ':expiresAt': dayExpiry(key.day),
      ...Object.fromEntries(moving.map(([name, by]) => [`:${name}`, by])),
    },
  };
}

/** What a row says; undefined when it is over at `now` (Unix seconds), because DynamoDB deletes late. */
function conversionDay(row: Row, now: number): ConversionDay | undefined {
  const { workspace, pixel, day, eventName, expiresAt, ...rest } = ConversionDayRow.parse(row);
  const counts: Record<string, number> = {};
  for (const [name, count] of Object.entries(rest)) if (typeof count === 'number' && count !== 0) counts[name] = count;
  return expiresAt > now ? { workspace, pixel, day, eventName, counts } : undefined;
}
