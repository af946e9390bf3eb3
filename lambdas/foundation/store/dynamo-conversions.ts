import { type Clock, isoTime, unixSeconds } from '../core/clock.ts';
import { putRows, readRows } from './batches.ts';
import type { Conversion, Conversions } from './conversions.ts';
import { ConversionRow } from './entities/conversion.ts';
import { everyRow } from './every-row.ts';
import { type OneTable, oneTable } from './one-table.ts';
import type { Row, TableCalls } from './table-calls.ts';

/** What the log stands on; `tableName` is the physical name of `state`. */
export interface ConversionDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
  readonly retentionDays: number;
}

const dayMs = 24 * 3600_000;

/** The log of conversion events on the `state` table; an adapter of the port `Conversions`. */
export function openConversions(doors: ConversionDoors): Conversions {
  const { calls, tableName, clock, retentionDays } = doors;
  const table = oneTable(calls, tableName);
  const now = () => unixSeconds(clock.now());
  const expiryOf = (acceptedAt: string) => unixSeconds(Date.parse(acceptedAt) + retentionDays * dayMs);

  return {
    async find(keys) {
      return conversions(await readRows(doors, keys.map(ConversionRow.key)), now());
    },
    async put(rows) {
      const write = (row: Conversion) => ConversionRow.write({ ...row, expiresAt: expiryOf(row.acceptedAt) });
      await putRows(doors, rows.map(write));
    },
    async list(workspace, eventId) {
      const rows: Row[] = [];
      const { pk } = ConversionRow.key({ workspace, eventId, pixel: '', eventName: '' });
      for await (const row of everyRow(table, pk)) rows.push(row);
      return conversions(rows, now());
    },
    ...sendings(table, clock),
  };
}

/** Taking one row for a sending, and giving it back. */
function sendings(table: OneTable, clock: Clock): Pick<Conversions, 'claim' | 'release'> {
  return {
    async claim(key, token) {
      const { conditionFailed, Item } = await table('UpdateItem', {
        Key: ConversionRow.key(key),
        UpdateExpression: 'SET #state = :sending, #claimToken = :token, #updatedAt = :at',
        ConditionExpression:
          '#expiresAt > :now AND (#state IN (:accepted, :parked) OR (#state = :sending AND #claimToken = :token))',
        ExpressionAttributeValues: {
          ':sending': 'sending',
          ':accepted': 'accepted',
          ':parked': 'parked',
          ':token': token,
          ':at': isoTime(clock.now()),
          ':now': unixSeconds(clock.now()),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      if (!conditionFailed) return 'mine';
      const [standing] = Item ? conversions([Item], unixSeconds(clock.now())) : [];
      if (standing === undefined) return 'absent';
      return standing.state === 'delivered' ? 'delivered' : 'sending';
    },
    async release(key, token) {
      await table('UpdateItem', {
        Key: ConversionRow.key(key),
        UpdateExpression: 'SET #state = :accepted, #updatedAt = :at REMOVE #claimToken',
        ConditionExpression: '#state = :sending AND #claimToken = :token',
        ExpressionAttributeValues: {
          ':accepted': 'accepted',
          ':sending': 'sending',
          ':token': token,
          ':at': isoTime(clock.now()),
        },
      });
    },
  };
}

/** Rows that are not over at `now` (Unix seconds); DynamoDB deletes what is over late. */
function conversions(rows: readonly Row[], now: number): readonly Conversion[] {
  return rows.map(ConversionRow.parse).flatMap(({ expiresAt, ...row }) => (expiresAt > now ? [row] : []));
}
