import { QualityPollRow } from './entities/quality-poll.ts';
import { oneTable } from './one-table.ts';
import type { QualityPoll, QualityPolls } from './quality-polls.ts';
import type { Row, TableCalls } from './table-calls.ts';

/** The polls on the `state` table; an adapter of the port `QualityPolls`. */
export function openQualityPolls(doors: { readonly calls: TableCalls; readonly tableName: string }): QualityPolls {
  const table = oneTable(doors.calls, doors.tableName);
  return {
    async ensure(workspace, pixel, dueAt) {
      const { conditionFailed } = await table('PutItem', {
        Item: rowOf({ workspace, pixel, dueAt, lastReadAt: null, failures: 0, reason: null }),
        ConditionExpression: 'attribute_not_exists(#pk)',
      });
      return !conditionFailed;
    },
    async get(workspace, pixel) {
      const { Item } = await table('GetItem', { Key: QualityPollRow.key({ workspace, pixel }), ConsistentRead: true });
      return Item && qualityPoll(Item);
    },
    async settle(poll) {
      await table('PutItem', { Item: rowOf(poll), ConditionExpression: 'attribute_exists(#pk)' });
    },
    async remove(workspace, pixel) {
      await table('DeleteItem', { Key: QualityPollRow.key({ workspace, pixel }) });
    },
  };
}

const rowOf = ({ dueAt, ...poll }: QualityPoll) => QualityPollRow.write({ ...poll, readDueAt: dueAt });

function qualityPoll(row: Row): QualityPoll {
  const { readDueAt, ...poll } = QualityPollRow.parse(row);
  return { ...poll, dueAt: readDueAt };
}
