import { systemClock } from '../foundation/core/clock.ts';
import { openCursors } from '../foundation/runtime/cursors.ts';
import { type GraphUnit, openGraph } from '../foundation/runtime/graph.ts';
import { manageEdges } from '../foundation/runtime/graph-edges.ts';
import { httpHandler } from '../foundation/runtime/http-handler.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { openSecrets } from '../foundation/runtime/secrets.ts';
import * as stores from '../foundation/runtime/store-doors.ts';
import { openVault } from '../foundation/runtime/token-vault.ts';
import { manageRoutes } from './manage-routes.ts';
import { createTemplate, listTemplates } from './manage-templates.ts';
import { messageSpeakers } from './message-speakers.ts';
import { controlThread } from './thread-control.ts';

/** Message templates, and which app holds a conversation. */
export const handler = httpHandler('messaging/manage', manageRoutes, (env) => {
  const kept = { threads: stores.threadsOf(env), people: stores.peopleOf(env), idempotency: stores.idempotencyOf(env) };
  const own = { ...kept, cursors: openCursors(env), clock: systemClock };
  const tokens = { vault: openVault(env), secrets: openSecrets(env), connections: stores.connectionsOf(env) };
  const outbox = openOutbox(env);
  const speakers = messageSpeakers({ ...tokens, outbox, assets: stores.assetsOf(env), clock: systemClock });
  const graphOf = openGraph(env, stores.usageLedgerOf(env), manageEdges);
  const doors = (unit: GraphUnit) => ({ ...own, speakers, graph: graphOf(unit) });
  return {
    'GET /v1/whatsapp/templates': ({ caller, query, notes, deadline }) =>
      listTemplates(caller.workspace, 'whatsapp', query, doors({ notes, deadline })),
    'POST /v1/whatsapp/templates': ({ caller: { workspace }, body, headers, notes, deadline }) =>
      createTemplate({ workspace, channel: 'whatsapp', body, headers }, doors({ notes, deadline })),
    'GET /v1/messenger/templates': ({ caller, query, notes, deadline }) =>
      listTemplates(caller.workspace, 'messenger', query, doors({ notes, deadline })),
    'POST /v1/messenger/templates': ({ caller: { workspace }, body, headers, notes, deadline }) =>
      createTemplate({ workspace, channel: 'messenger', body, headers }, doors({ notes, deadline })),
    'POST /v1/threads/{id}/control': ({ caller: { workspace }, path: { id }, body, notes, deadline }) =>
      controlThread({ workspace, id }, body, doors({ notes, deadline, priority: 'webhook-follow-up' })),
  };
});
