import { randomUUID } from 'node:crypto';
import { type Clock, unixSeconds } from '../core/clock.ts';
import type { AuditLine, AuditLog } from './audit-log.ts';
import { AuditLineRow } from './entities/audit-line.ts';
import { top } from './event-hours.ts';
import { oneTable } from './one-table.ts';
import type { Row, TableCalls } from './table-calls.ts';

/** What the log stands on; `tableName` is the physical name of `state`. */
export interface AuditDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
}

/** A year, and a month in which last year's can still be looked at. */
const lifeMs = 400 * 24 * 3600_000;

/** The audit log on the `state` table; an adapter of the port `AuditLog`. */
export function openAuditLog({ calls, tableName, clock }: AuditDoors): AuditLog {
  const table = oneTable(calls, tableName);
  return {
    async append(line) {
      const expiresAt = unixSeconds(Date.parse(line.at) + lifeMs);
      await table('PutItem', { Item: AuditLineRow.write({ ...line, id: randomUUID(), expiresAt }) });
    },
    async list(workspace, limit, after) {
      const { Items = [], LastEvaluatedKey } = await table('Query', {
        KeyConditionExpression: '#pk = :pk AND #sk < :after',
        ExpressionAttributeValues: {
          ':pk': AuditLineRow.key({ workspace, at: '', id: '' }).pk,
          ':after': after ?? top,
        },
        ScanIndexForward: false,
        Limit: limit,
      });
      const now = unixSeconds(clock.now());
      const lines = Items.map((row) => auditLine(row, now)).filter((line) => line !== undefined);
      return { lines, next: LastEvaluatedKey === undefined ? null : String(LastEvaluatedKey.sk) };
    },
  };
}

function auditLine(row: Row, now: number): AuditLine | undefined {
  const { id, expiresAt, ...line } = AuditLineRow.parse(row);
  return expiresAt > now ? line : undefined;
}
