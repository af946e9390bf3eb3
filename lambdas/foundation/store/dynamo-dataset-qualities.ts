import { type Clock, unixSeconds } from '../core/clock.ts';
import type { DatasetQualities, DatasetQuality } from './dataset-qualities.ts';
import { dayExpiry, rowsSince } from './day-rows.ts';
import { DatasetQualityRow } from './entities/dataset-quality.ts';
import { packJson, unpackText } from './event-body.ts';
import { oneTable } from './one-table.ts';
import type { TableCalls } from './table-calls.ts';

/** What the readings stand on; `tableName` is the physical name of `state`. */
export interface DatasetQualityDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
}

/** The quality of datasets on the `state` table; an adapter of the port `DatasetQualities`. */
export function openDatasetQualities({ calls, tableName, clock }: DatasetQualityDoors): DatasetQualities {
  const table = oneTable(calls, tableName);
  return {
    async put({ web, ...quality }) {
      await table('PutItem', {
        Item: DatasetQualityRow.write({ ...quality, web: packJson(web), expiresAt: dayExpiry(quality.day) }),
        ConditionExpression: 'attribute_not_exists(#pk) OR #readAt <= :readAt',
        ExpressionAttributeValues: { ':readAt': quality.readAt },
      });
    },
    async list(workspace, pixel, since) {
      const found: DatasetQuality[] = [];
      const now = unixSeconds(clock.now());
      const { pk } = DatasetQualityRow.key({ workspace, pixel, day: '' });
      for await (const row of rowsSince(table, pk, since)) {
        const { expiresAt, web, ...quality } = DatasetQualityRow.parse(row);
        if (expiresAt > now) found.push({ ...quality, web: JSON.parse(unpackText(web)) });
      }
      return found;
    },
  };
}
