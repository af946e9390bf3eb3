import { systemClock } from '../foundation/core/clock.ts';
import { openGraph } from '../foundation/runtime/graph.ts';
import { conversionEdges } from '../foundation/runtime/graph-edges.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { queueHandler } from '../foundation/runtime/queue-handler.ts';
import { openSecrets } from '../foundation/runtime/secrets.ts';
import {
  assetsOf,
  connectionsOf,
  datasetQualitiesOf,
  qualityPollsOf,
  usageLedgerOf,
} from '../foundation/runtime/store-doors.ts';
import { openVault } from '../foundation/runtime/token-vault.ts';
import { pixelSpeakers } from './pixel-speakers.ts';
import { pollQuality } from './poll-quality.ts';

/** Each pixel whose day has come: what Meta says of its events. */
export const handler = queueHandler('capi/quality', (env) => {
  const kept = { assets: assetsOf(env), connections: connectionsOf(env), vault: openVault(env) };
  const sending = { secrets: openSecrets(env), outbox: openOutbox(env), clock: systemClock };
  const doors = {
    speakers: pixelSpeakers({ ...kept, ...sending }),
    polls: qualityPollsOf(env),
    qualities: datasetQualitiesOf(env),
  };
  const graphOf = openGraph(env, usageLedgerOf(env), conversionEdges);
  return {
    work: (item, context) => {
      const { notes, deadline } = context;
      const graph = graphOf({ notes, deadline, priority: 'backfill' });
      return pollQuality(item, { ...doors, graph }, context);
    },
  };
});
