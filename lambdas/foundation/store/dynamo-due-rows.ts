import { dueIndex } from '../contract/resources.ts';
import { dueShards } from './due-members.ts';
import type { DueRow, DueRows } from './due-rows.ts';
import { joinParts, splitParts } from './key-parts.ts';
import { oneTable } from './one-table.ts';
import type { Row, TableCalls } from './table-calls.ts';

/** What the due rows stand on; `tableName` is the physical name of `state`. */
export interface DueRowDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
}

/** The due index of the `state` table; an adapter of the port `DueRows`. */
export function openDueRows({ calls, tableName }: DueRowDoors): DueRows {
  const table = oneTable(calls, tableName);
  return {
    shards: Array.from({ length: dueShards }, (_, shard) => shard),
    async due(shard, until, limit, after) {
      const { Items = [], LastEvaluatedKey } = await table('Query', {
        IndexName: dueIndex.name,
        KeyConditionExpression: '#dueShard = :shard AND #dueAt <= :until',
        ExpressionAttributeValues: { ':shard': String(shard), ':until': until },
        Limit: limit,
        ExclusiveStartKey: after,
      });
      return { rows: Items.map(dueRow), next: LastEvaluatedKey };
    },
    async putOff({ entity, pk, sk, dueAt }, to) {
      const { conditionFailed } = await table('UpdateItem', {
        Key: { pk: joinParts([entity, ...pk]), sk: joinParts(sk) },
        UpdateExpression: 'SET #dueAt = :to',
        ConditionExpression: '#dueAt = :seen',
        ExpressionAttributeValues: { ':to': to, ':seen': dueAt },
      });
      return !conditionFailed;
    },
  };
}

function dueRow(row: Row): DueRow {
  const [entity = '', ...pk] = splitParts(String(row.pk));
  return { entity, pk, sk: splitParts(String(row.sk)), dueAt: String(row.dueAt) };
}
