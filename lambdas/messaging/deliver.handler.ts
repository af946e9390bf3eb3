import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../foundation/core/clock.ts';
import { openBus } from '../foundation/runtime/bus.ts';
import { type GraphUnit, openGraph } from '../foundation/runtime/graph.ts';
import { messageEdges } from '../foundation/runtime/graph-edges.ts';
import { openMediaBucket } from '../foundation/runtime/media-bucket.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { queueHandler } from '../foundation/runtime/queue-handler.ts';
import { openSecrets } from '../foundation/runtime/secrets.ts';
import * as stores from '../foundation/runtime/store-doors.ts';
import { openVault } from '../foundation/runtime/token-vault.ts';
import { drainLane } from './drain-lane.ts';
import { mediaOver } from './media-for-meta.ts';
import { messageSpeakers } from './message-speakers.ts';
import { warnWindow } from './warn-window.ts';

/** Threads that have work: what waits in them is sent, and whose window is about to close is told. */
export const handler = queueHandler('messaging/deliver', (env) => {
  const rows = {
    outbound: stores.outboundMessagesOf(env),
    messages: stores.messagesOf(env),
    lanes: stores.lanesOf(env),
  };
  const known = { threads: stores.threadsOf(env), people: stores.peopleOf(env) };
  const out = { outbox: openOutbox(env), bus: openBus(env), clock: systemClock, pause };
  const tokens = { vault: openVault(env), secrets: openSecrets(env), connections: stores.connectionsOf(env) };
  const own = {
    ...rows,
    ...known,
    ...out,
    permits: { humanAgent: env.settings.humanAgent },
    speakers: messageSpeakers({ ...tokens, ...out, assets: stores.assetsOf(env) }),
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
      mostUploadBytes: Number.POSITIVE_INFINITY,
      mediaForMeta: mediaOver({ uploads, bucket, graph, clock: systemClock }),
    };
  };
  return {
    work: (item, { notes, deadline }) =>
      'lane' in item
        ? drainLane(item, doors({ notes, deadline, priority: 'webhook-follow-up' }))
        : warnWindow({ workspace: item.workspace, threadId: item.closing }, own),
  };
});
