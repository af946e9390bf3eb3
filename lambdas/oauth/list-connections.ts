import type * as z from 'zod/mini';
import type { Cursors } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { Connection, Connections } from '../foundation/store/connections.ts';
import type { ConnectionView } from './routes.ts';

/** What reading connections may touch. */
export interface ListDoors {
  readonly connections: Pick<Connections, 'get' | 'list'>;
  readonly cursors: Cursors;
}

/** A connection as the API shows it: whose app-scoped id it is, and where a link stands inside, stays here. */
export function connectionView(connection: Connection): z.input<typeof ConnectionView> {
  const { workspace, version, metaUserId, createdBy, warnedDays, careDueAt, granular, ...shown } = connection;
  const { cursor, ...progress } = shown.progress;
  return { ...shown, progress, tokens: shown.tokens.map(({ subject, ...kept }) => kept) };
}

/** One connection; throws `Failure` `not-found` for another workspace's too. */
export async function demandConnection(workspace: string, id: string, connections: Pick<Connections, 'get'>) {
  const found = await connections.get(workspace, id);
  if (!found) throw new Failure('not-found', 'no such connection');
  return found;
}

/** One connection as the API shows it; `Failure` `not-found`. */
export const showConnection = async (workspace: string, id: string, { connections }: Pick<ListDoors, 'connections'>) =>
  connectionView(await demandConnection(workspace, id, connections));

/** One page of a workspace's connections; throws `Failure` `invalid-request` on a cursor that is not ours. */
export async function listConnections(
  workspace: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  { connections, cursors }: ListDoors,
) {
  const after = cursor === undefined ? {} : { after: await cursors.open(workspace, cursor) };
  const page = await connections.list(workspace, { limit, ...after });
  const nextCursor = page.after === null ? null : await cursors.seal(workspace, page.after);
  return { data: page.data.map(connectionView), nextCursor };
}
