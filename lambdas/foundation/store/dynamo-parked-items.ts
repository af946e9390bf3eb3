import { Failure } from '../core/failure.ts';
import { Parked } from './entities/parked.ts';
import { packJson, rowBodyLimit, unpackText } from './event-body.ts';
import { decodePart, encodePart } from './key-parts.ts';
import { type OneTable, oneTable } from './one-table.ts';
import type { ParkedFilter, ParkedItem, ParkedItems } from './parked-items.ts';
import type { Row, TableCalls } from './table-calls.ts';

/** Queries that one page may cost before it ends early. */
const pageQueries = 8;

const listed = [
  'pk',
  'sk',
  'queue',
  'kind',
  'blame',
  'reason',
  'receipt',
  'traceId',
  'firstSeenAt',
  'parkedAt',
  'blob',
];

/**
 * The parked list on the `state` table; an adapter of the port `ParkedItems`. `put` throws `Failure` `too-large` when
 * the items do not fit a row even when compressed: the caller puts them into the blobs bucket and gives `blob`.
 */
export function openParkedItems(doors: { readonly calls: TableCalls; readonly tableName: string }): ParkedItems {
  const table = oneTable(doors.calls, doors.tableName);

  return {
    async put({ items, ...item }) {
      const body = items && packJson(items);
      if (body && body.byteLength > rowBodyLimit)
        throw new Failure('too-large', 'parked items are too large for a row');
      await table('PutItem', { Item: Parked.write({ ...item, body }) });
    },
    async get(workspace, id) {
      const { Item } = await table('GetItem', { Key: Parked.key({ workspace, id }), ConsistentRead: true });
      return Item && parkedItem(Item);
    },
    async list(workspace, filter, limit, after) {
      const rows: Row[] = [];
      let from = after === undefined ? ' ' : encodePart(after);
      for (let query = 0; query < pageQueries; query += 1) {
        const { rows: found, reached } = await pageOf(table, { workspace, filter, limit, after: from });
        rows.push(...found);
        if (rows.length > limit || (rows.length === limit && reached !== undefined)) break;
        if (reached === undefined) return { items: rows.map(parkedItem), next: null };
        from = String(reached);
      }
      const items = rows.slice(0, limit).map(parkedItem);
      return { items, next: rows.length >= limit ? (items.at(-1)?.id ?? null) : decodePart(from) };
    },
    async remove({ parkedAt, ...key }) {
      const { conditionFailed } = await table('DeleteItem', {
        Key: Parked.key(key),
        ConditionExpression: 'attribute_not_exists(#pk) OR #parkedAt = :parkedAt',
        ExpressionAttributeValues: { ':parkedAt': parkedAt },
      });
      return conditionFailed ? 'stays' : 'removed';
    },
  };
}

interface PageWanted {
  readonly workspace: string;
  readonly filter: ParkedFilter;
  readonly limit: number;
  readonly after: string;
}

async function pageOf(table: OneTable, { workspace, filter, limit, after }: PageWanted) {
  const wanted = (['queue', 'kind', 'blame'] as const).filter((name) => filter[name] !== undefined);
  const answer = await table('Query', {
    KeyConditionExpression: '#pk = :pk AND #sk > :after',
    ...(wanted.length > 0 && { FilterExpression: wanted.map((name) => `#${name} = :${name}`).join(' AND ') }),
    ExpressionAttributeValues: {
      ':pk': Parked.key({ workspace, id: '' }).pk,
      ':after': after,
      ...Object.fromEntries(wanted.map((name) => [`:${name}`, filter[name]])),
    },
    ProjectionExpression: listed.map((name) => `#${name}`).join(', '),
    Limit: wanted.length > 0 ? 250 : limit,
  });
  return { rows: answer.Items ?? [], reached: answer.LastEvaluatedKey?.sk };
}

function parkedItem(row: Row): ParkedItem {
  const { body, ...item } = Parked.parse(row);
  if (body === undefined) return item;
  const items: readonly unknown[] = JSON.parse(unpackText(body));
  return { ...item, items };
}
