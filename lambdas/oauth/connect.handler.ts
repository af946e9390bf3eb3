import { systemClock } from '../foundation/core/clock.ts';
import type { Notes } from '../foundation/core/notes.ts';
import { openBus } from '../foundation/runtime/bus.ts';
import { openCursors } from '../foundation/runtime/cursors.ts';
import { openDialog } from '../foundation/runtime/dialog.ts';
import { openGraph } from '../foundation/runtime/graph.ts';
import { connectEdges } from '../foundation/runtime/graph-edges.ts';
import { httpHandler } from '../foundation/runtime/http-handler.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { openSecrets } from '../foundation/runtime/secrets.ts';
import { assetsOf, connectionsOf, oauthStatesOf, usageLedgerOf } from '../foundation/runtime/store-doors.ts';
import { openVault } from '../foundation/runtime/token-vault.ts';
import { authorize, startConnect } from './begin-connect.ts';
import { disconnect } from './disconnect.ts';
import { finishConnect } from './finish-connect.ts';
import { importConnection } from './import-connection.ts';
import { listConnections, showConnection } from './list-connections.ts';
import { routes } from './routes.ts';
import { verifyConnection } from './verify-connection.ts';

/** Connections: begun, finished, imported, shown, verified, taken off. */
export const handler = httpHandler('oauth/connect', routes, (env) => {
  const states = oauthStatesOf(env);
  const usageLedger = usageLedgerOf(env);
  const connections = connectionsOf(env);
  const assets = assetsOf(env);
  const graphOf = openGraph(env, usageLedger, connectEdges);
  const { returnOrigins } = env.settings;
  const base = { states, connections, assets, returnOrigins, publicUrl: env.publicUrl, dialog: openDialog(env) };
  const sending = { outbox: openOutbox(env), bus: openBus(env), secrets: openSecrets(env) };
  const doors = { ...base, ...sending, vault: openVault(env), cursors: openCursors(env), clock: systemClock };
  const calling = ({ notes, deadline }: { readonly notes: Notes; readonly deadline: number }) => ({
    ...doors,
    graph: graphOf({ notes, deadline, priority: 'webhook-follow-up' }),
  });
  return {
    'POST /v1/connections/authorize': ({ caller, body }) => authorize(caller, body, doors),
    'GET /oauth/start': ({ query, cookies, notes }) => startConnect(query.start, cookies, doors, notes),
    'GET /oauth/callback': (request) => finishConnect(request.query, request.cookies, calling(request), request.notes),
    'GET /v1/connections': ({ caller, query }) => listConnections(caller.workspace, query, doors),
    'POST /v1/connections': (request) => importConnection(request.caller, request.body, calling(request)),
    'GET /v1/connections/{id}': ({ caller, path }) => showConnection(caller.workspace, path.id, doors),
    'POST /v1/connections/{id}/verify': (request) =>
      verifyConnection(request.caller.workspace, request.path.id, calling(request), request.notes),
    'DELETE /v1/connections/{id}': (request) =>
      disconnect(request.caller.workspace, request.path.id, calling(request), request.notes),
  };
});
