import { Failure } from '../core/failure.ts';
import type { Collector, Collectors } from './collectors.ts';
import { CollectorRow } from './entities/collector.ts';
import { CollectorOwner } from './entities/collector-owner.ts';
import { oneTable } from './one-table.ts';
import { pageByName } from './page-by-name.ts';
import type { TableCalls } from './table-calls.ts';

/** That the owner row is this workspace's. */
const isOwn = (workspace: string) => ({
  ConditionExpression: '#workspace = :workspace',
  ExpressionAttributeNames: { '#workspace': 'workspace' },
  ExpressionAttributeValues: { ':workspace': workspace },
});

/** That the owner row is this workspace's or nobody's. */
const isFree = (workspace: string) => ({
  ...isOwn(workspace),
  ConditionExpression: 'attribute_not_exists(#workspace) OR #workspace = :workspace',
});

/** The collectors on the `state` table; an adapter of the port `Collectors`. */
export function openCollectors(doors: { readonly calls: TableCalls; readonly tableName: string }): Collectors {
  const { calls, tableName: TableName } = doors;
  const table = oneTable(calls, TableName);

  async function get(workspace: string, id: string): Promise<Collector | undefined> {
    const { Item } = await table('GetItem', { Key: CollectorRow.key({ workspace, id }), ConsistentRead: true });
    return Item && CollectorRow.parse(Item);
  }

  return {
    get,
    async find(id) {
      const { Item } = await table('GetItem', { Key: CollectorOwner.key({ id }), ConsistentRead: true });
      return Item && get(CollectorOwner.parse(Item).workspace, id);
    },
    async put(collector) {
      const { id, workspace } = collector;
      const owner = { Put: { TableName, Item: CollectorOwner.write({ id, workspace }), ...isFree(workspace) } };
      const row = { Put: { TableName, Item: CollectorRow.write(collector) } };
      const { conditionFailed } = await calls('TransactWriteItems', { TransactItems: [owner, row] });
      if (conditionFailed) throw new Failure('conflict', 'this collector id is taken');
    },
    async list(workspace, { limit, after }) {
      const { pk } = CollectorRow.key({ workspace, id: '' });
      const { rows, more } = await pageByName(table, { pk, limit, after });
      const data = rows.map((row) => CollectorRow.parse(row));
      return { data, after: (more && data.at(-1)?.id) || null };
    },
    async remove(workspace, id) {
      const owner = { Delete: { TableName, Key: CollectorOwner.key({ id }), ...isOwn(workspace) } };
      const row = { Delete: { TableName, Key: CollectorRow.key({ workspace, id }) } };
      const { conditionFailed } = await calls('TransactWriteItems', { TransactItems: [owner, row] });
      return !conditionFailed;
    },
  };
}
