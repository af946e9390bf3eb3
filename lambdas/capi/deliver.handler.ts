import { systemClock } from '../foundation/core/clock.ts';
import { openBus } from '../foundation/runtime/bus.ts';
import { openGraph } from '../foundation/runtime/graph.ts';
import { conversionEdges } from '../foundation/runtime/graph-edges.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { queueHandler } from '../foundation/runtime/queue-handler.ts';
import { openSecrets } from '../foundation/runtime/secrets.ts';
import * as stores from '../foundation/runtime/store-doors.ts';
import { openVault } from '../foundation/runtime/token-vault.ts';
import { deliverEvents } from './deliver-events.ts';
import { pollEnsurer } from './ensure-poll.ts';
import { pixelSpeakers } from './pixel-speakers.ts';

/** What waits for Meta: merged by pixel, sent, cut up where it is refused. */
export const handler = queueHandler('capi/deliver', (env) => {
  const kept = { conversions: stores.conversionsOf(env), days: stores.conversionDaysOf(env) };
  const ensurePoll = pollEnsurer(stores.qualityPollsOf(env), systemClock);
  const tokens = { vault: openVault(env), secrets: openSecrets(env), connections: stores.connectionsOf(env) };
  const sending = { outbox: openOutbox(env), clock: systemClock };
  const speakers = pixelSpeakers({ ...tokens, ...sending, assets: stores.assetsOf(env) });
  const doors = { ...kept, speakers, ensurePoll, bus: openBus(env), clock: systemClock };
  const graphOf = openGraph(env, stores.usageLedgerOf(env), conversionEdges);
  return {
    workAll: (items, { notes, deadline }) =>
      deliverEvents(items, { notes }, { ...doors, graph: graphOf({ notes, deadline, priority: 'today' }) }),
  };
});
