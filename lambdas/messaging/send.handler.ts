import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../foundation/core/clock.ts';
import { openBus } from '../foundation/runtime/bus.ts';
import { type GraphUnit, openGraph } from '../foundation/runtime/graph.ts';
import { messageEdges } from '../foundation/runtime/graph-edges.ts';
import { httpHandler } from '../foundation/runtime/http-handler.ts';
import { openMediaBucket } from '../foundation/runtime/media-bucket.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { openSecrets } from '../foundation/runtime/secrets.ts';
import * as stores from '../foundation/runtime/store-doors.ts';
import { openVault } from '../foundation/runtime/token-vault.ts';
import { cancelMessage } from './cancel-message.ts';
import { mediaOver } from './media-for-meta.ts';
import { messageSpeakers } from './message-speakers.ts';
import { sendRoutes } from './send-routes.ts';
import { serveSend, viewOf } from './serve-send.ts';

/** Bytes. What is bigger is brought to WhatsApp by the worker: a caller shall not wait, and ask again, for that. */
const mostUploadBytes = 5_000_000;

/** Messages: sent at once where nothing waits, else taken; and taken back while they wait. */
export const handler = httpHandler('messaging/send', sendRoutes, (env) => {
  const rows = {
    outbound: stores.outboundMessagesOf(env),
    messages: stores.messagesOf(env),
    lanes: stores.lanesOf(env),
  };
  const known = { threads: stores.threadsOf(env), people: stores.peopleOf(env), assets: stores.assetsOf(env) };
  const out = { outbox: openOutbox(env), bus: openBus(env), clock: systemClock, pause };
  const permits = { humanAgent: env.settings.humanAgent };
  const tokens = { vault: openVault(env), secrets: openSecrets(env), connections: stores.connectionsOf(env) };
  const own = {
    ...rows,
    ...known,
    ...out,
    permits,
    speakers: messageSpeakers({ ...tokens, ...out, assets: known.assets }),
  };
  const graphOf = openGraph(env, stores.usageLedgerOf(env), messageEdges);
  const [uploads, bucket] = [stores.mediaUploadsOf(env), openMediaBucket(env)];
  const doors = (unit: Required<GraphUnit>) => {
    const graph = graphOf(unit);
    return {
      ...own,
      ...unit,
      graph,
      uploads,
      mostUploadBytes,
      mediaForMeta: mediaOver({ uploads, bucket, graph, clock: systemClock }),
    };
  };
  return {
    'POST /v1/messages': ({ caller: { workspace }, body, headers, notes, deadline }) =>
      serveSend({ workspace, body, headers }, doors({ notes, deadline, priority: 'webhook-follow-up' })),
    'DELETE /v1/messages/{id}': async ({ caller: { workspace }, path: { id }, notes }) =>
      viewOf(await cancelMessage({ workspace, id }, { ...rows, outbox: out.outbox, clock: systemClock, notes })),
  };
});
