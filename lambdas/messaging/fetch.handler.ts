import { systemClock } from '../foundation/core/clock.ts';
import { openGraph } from '../foundation/runtime/graph.ts';
import { fileEdges } from '../foundation/runtime/graph-edges.ts';
import { openMediaBucket } from '../foundation/runtime/media-bucket.ts';
import { metaFiles } from '../foundation/runtime/meta-files.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { openOutside } from '../foundation/runtime/outside.ts';
import { queueHandler } from '../foundation/runtime/queue-handler.ts';
import { openSecrets } from '../foundation/runtime/secrets.ts';
import * as stores from '../foundation/runtime/store-doors.ts';
import { openVault } from '../foundation/runtime/token-vault.ts';
import { fetchMedia } from './fetch-media.ts';
import { messageSpeakers } from './message-speakers.ts';

/** The media of people's messages: fetched while their links live. */
export const handler = queueHandler('messaging/fetch', (env) => {
  const outside = openOutside(env);
  const tokens = { vault: openVault(env), secrets: openSecrets(env), connections: stores.connectionsOf(env) };
  const speakers = messageSpeakers({
    ...tokens,
    assets: stores.assetsOf(env),
    outbox: openOutbox(env),
    clock: systemClock,
  });
  const graphOf = openGraph(env, stores.usageLedgerOf(env), fileEdges(outside));
  const kept = { messages: stores.messagesOf(env), bucket: openMediaBucket(env) };
  const doors = { ...kept, speakers, files: metaFiles(outside), clock: systemClock };
  return {
    work: (item, context) => {
      const { notes, deadline } = context;
      return fetchMedia(item, { ...doors, deadline, graph: graphOf({ notes, deadline }) }, context);
    },
  };
});
