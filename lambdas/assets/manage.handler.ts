import { systemClock } from '../foundation/core/clock.ts';
import type { Notes } from '../foundation/core/notes.ts';
import { openCursors } from '../foundation/runtime/cursors.ts';
import { openGraph } from '../foundation/runtime/graph.ts';
import { assetEdges } from '../foundation/runtime/graph-edges.ts';
import { httpHandler } from '../foundation/runtime/http-handler.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { openSecrets } from '../foundation/runtime/secrets.ts';
import {
  assetRegistryOf,
  assetsOf,
  auditLogOf,
  connectionsOf,
  subscriptionWishesOf,
  syncJobsOf,
  usageLedgerOf,
} from '../foundation/runtime/store-doors.ts';
import { openVault } from '../foundation/runtime/token-vault.ts';
import { declareSubscriptions, listSubscriptions } from './declare-subscriptions.ts';
import { examineAsset } from './examine-asset.ts';
import { linkAsset, unlinkAsset } from './link-asset.ts';
import { listAgencies } from './list-agencies.ts';
import { listAssets, showAsset } from './list-assets.ts';
import { routes } from './routes.ts';
import { shareAsset, unshareAsset } from './share-asset.ts';
import { cancelSync, requestSync, showSync } from './sync-assets.ts';

/** What the connections reach: listed, linked, examined, shared, subscribed. */
export const handler = httpHandler('assets/manage', routes, (env) => {
  const assets = assetsOf(env);
  const connections = connectionsOf(env);
  const jobs = syncJobsOf(env);
  const audit = auditLogOf(env);
  const wishes = subscriptionWishesOf(env);
  const own = { outbox: openOutbox(env), cursors: openCursors(env), secrets: openSecrets(env), clock: systemClock };
  const { publicUrl } = env;
  const kept = { assets, connections, jobs, audit, wishes, registry: assetRegistryOf(env), vault: openVault(env) };
  const graphFor = openGraph(env, usageLedgerOf(env), assetEdges);
  const doors = ({ notes, deadline }: { readonly notes: Notes; readonly deadline: number }) => ({
    ...kept,
    ...own,
    publicUrl,
    graph: graphFor({ notes, deadline, priority: 'rule-action' }),
  });
  return {
    'GET /v1/assets': (request) => listAssets(request.caller.workspace, request.query, doors(request)),
    'POST /v1/assets/sync': (request) =>
      requestSync(request.caller.workspace, request.headers['idempotency-key'], doors(request)),
    'GET /v1/assets/syncs/{id}': (request) => showSync(request.caller.workspace, request.path.id, doors(request)),
    'DELETE /v1/assets/syncs/{id}': (request) => cancelSync(request.caller.workspace, request.path.id, doors(request)),
    'GET /v1/assets/{id}': (request) => showAsset(request.caller.workspace, request.path.id, doors(request)),
    'PUT /v1/assets/{id}/link': (request) => linkAsset(request.caller, request.path.id, doors(request)),
    'DELETE /v1/assets/{id}/link': (request) =>
      unlinkAsset(request.caller, request.path.id, doors(request), request.notes),
    'GET /v1/assets/{id}/doctor': (request) => examineAsset(request.caller.workspace, request.path.id, doors(request)),
    'GET /v1/assets/{id}/agencies': (request) =>
      listAgencies(request.caller.workspace, request.path.id, request.query.as, doors(request)),
    'POST /v1/assets/{id}/agencies': (request) =>
      shareAsset(request.caller, request.path.id, request.body, doors(request)),
    'DELETE /v1/assets/{id}/agencies/{business}': (request) =>
      unshareAsset(request.caller, request.path.id, request.path.business, doors(request)),
    'GET /v1/webhooks/subscriptions': (request) =>
      listSubscriptions(request.caller.workspace, request.query, doors(request)),
    'PUT /v1/webhooks/subscriptions': (request) => declareSubscriptions(request.caller, request.body, doors(request)),
  };
});
