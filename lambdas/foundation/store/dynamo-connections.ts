import { Failure } from '../core/failure.ts';
import type { Connection, Connections } from './connections.ts';
import { ConnectionRow } from './entities/connection.ts';
import { PersonConnection } from './entities/person-connection.ts';
import { everyRow } from './every-row.ts';
import { oneTable } from './one-table.ts';
import { pageByName } from './page-by-name.ts';
import { sameValue } from './same-value.ts';
import type { TableCalls } from './table-calls.ts';
import { putVersion } from './versioned-row.ts';

const personOf = ({ appId, metaUserId, workspace, id }: Connection) => ({ appId, userId: metaUserId, workspace, id });

/** That a row still is at this version; undefined: at whatever it is. */
const asSeen = (version: number | undefined) =>
  version === undefined
    ? {}
    : {
        ConditionExpression: 'attribute_not_exists(#pk) OR #version = :version',
        ExpressionAttributeNames: { '#pk': 'pk', '#version': 'version' },
        ExpressionAttributeValues: { ':version': version },
      };

const unless = {
  ConditionExpression: 'attribute_not_exists(#pk)',
  ExpressionAttributeNames: { '#pk': 'pk' },
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
} as const;

/** The connections on the `state` table; an adapter of the port `Connections`. */
export function openConnections(doors: { readonly calls: TableCalls; readonly tableName: string }): Connections {
  const { calls, tableName: TableName } = doors;
  const table = oneTable(calls, TableName);

  async function get(workspace: string, id: string) {
    const { Item } = await table('GetItem', { Key: ConnectionRow.key({ workspace, id }), ConsistentRead: true });
    return Item && ConnectionRow.parse(Item);
  }

  return {
    get,
    async create(connection) {
      const row = { Put: { TableName, Item: ConnectionRow.write(connection), ...unless } };
      const person = { Put: { TableName, Item: PersonConnection.write(personOf(connection)) } };
      const { conditionFailed } = await calls('TransactWriteItems', { TransactItems: [row, person] });
      if (!conditionFailed) return;
      // The same row is our own first try, whose answer was lost.
      const standing = await get(connection.workspace, connection.id);
      if (!sameValue(standing, connection)) throw new Failure('conflict', 'this connection stands already');
    },
    async list(workspace, { limit, after }) {
      const { pk } = ConnectionRow.key({ workspace, id: '' });
      const { rows, more } = await pageByName(table, { pk, limit, after });
      const data = rows.map((row) => ConnectionRow.parse(row));
      return { data, after: (more && data.at(-1)?.id) || null };
    },
    async change(connection, part) {
      const next: Connection = { ...connection, ...part, version: connection.version + 1 };
      await putVersion(table, ConnectionRow, next, connection.version);
      return ConnectionRow.schema.parse(next);
    },
    async remove(workspace, id, version) {
      const standing = await get(workspace, id);
      if (standing === undefined) return;
      const row = { Delete: { TableName, Key: ConnectionRow.key(standing), ...asSeen(version) } };
      const person = { Delete: { TableName, Key: PersonConnection.key(personOf(standing)) } };
      const { conditionFailed } = await calls('TransactWriteItems', { TransactItems: [row, person] });
      if (conditionFailed) throw new Failure('busy', 'the connection was changed meanwhile');
    },
    async ofPerson(appId, userId) {
      const found: { readonly workspace: string; readonly id: string }[] = [];
      const { pk } = PersonConnection.key({ appId, userId, workspace: '', id: '' });
      for await (const row of everyRow(table, pk)) {
        const { workspace, id } = PersonConnection.parse(row);
        found.push({ workspace, id });
      }
      return found;
    },
  };
}
