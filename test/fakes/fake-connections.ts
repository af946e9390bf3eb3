import { Failure } from '../../lambdas/foundation/core/failure.ts';
import type { Connection, Connections } from '../../lambdas/foundation/store/connections.ts';
import { ConnectionRow } from '../../lambdas/foundation/store/entities/connection.ts';
import { sameValue } from '../../lambdas/foundation/store/same-value.ts';

/** The connections in memory: pass the same suite as the adapter, and show all their rows. */
export function fakeConnections() {
  const rows = new Map<string, Connection>();
  const nameOf = (workspace: string, id: string) => JSON.stringify([workspace, id]);
  const put = (connection: Connection) => {
    // As a row holds it: without what is undefined.
    const kept = ConnectionRow.schema.parse(JSON.parse(JSON.stringify(connection)));
    rows.set(nameOf(connection.workspace, connection.id), kept);
    return structuredClone(kept);
  };
  const connections: Connections = {
    async create(connection) {
      const standing = rows.get(nameOf(connection.workspace, connection.id));
      if (standing && !sameValue(standing, connection)) {
        throw new Failure('conflict', 'this connection stands already');
      }
      put(connection);
    },
    async get(workspace, id) {
      return structuredClone(rows.get(nameOf(workspace, id)));
    },
    async list(workspace, { limit, after }) {
      const found = [...rows.values()]
        .filter((row) => row.workspace === workspace && (after === undefined || row.id > after))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      const data = found.slice(0, limit).map((row) => structuredClone(row));
      return { data, after: found.length > limit ? (data.at(-1)?.id ?? null) : null };
    },
    async change(connection, part) {
      const standing = rows.get(nameOf(connection.workspace, connection.id));
      if (standing === undefined) throw new Failure('not-found', 'no such connection');
      if (standing.version !== connection.version) {
        throw new Failure('busy', 'another worker changed this connection meanwhile');
      }
      return put({ ...connection, ...part, version: connection.version + 1 });
    },
    async remove(workspace, id, version) {
      const standing = rows.get(nameOf(workspace, id));
      if (standing && version !== undefined && standing.version !== version) {
        throw new Failure('busy', 'the connection was changed meanwhile');
      }
      rows.delete(nameOf(workspace, id));
    },
    async ofPerson(appId, userId) {
      return [...rows.values()]
        .filter((row) => row.appId === appId && row.metaUserId === userId)
        .map(({ workspace, id }) => ({ workspace, id }))
        .sort((a, b) => (`${a.workspace}#${a.id}` < `${b.workspace}#${b.id}` ? -1 : 1));
    },
  };
  return { ...connections, rows: () => [...rows.values()].map((row) => structuredClone(row)) };
}
