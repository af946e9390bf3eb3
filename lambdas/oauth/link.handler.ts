import { systemClock } from '../foundation/core/clock.ts';
import { openBus } from '../foundation/runtime/bus.ts';
import { openGraph } from '../foundation/runtime/graph.ts';
import { linkEdges } from '../foundation/runtime/graph-edges.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { queueHandler } from '../foundation/runtime/queue-handler.ts';
import { openSecrets } from '../foundation/runtime/secrets.ts';
import {
  assetRegistryOf,
  assetsOf,
  connectionsOf,
  subscriptionWishesOf,
  syncJobsOf,
  usageLedgerOf,
} from '../foundation/runtime/store-doors.ts';
import { openVault } from '../foundation/runtime/token-vault.ts';
import { linkAssets } from './link-assets.ts';

/** Each connection: its assets discovered, linked and subscribed. */
export const handler = queueHandler('oauth/link', (env) => {
  const connections = connectionsOf(env);
  const assets = assetsOf(env);
  const registry = assetRegistryOf(env);
  const wishes = subscriptionWishesOf(env);
  const jobs = syncJobsOf(env);
  const graphOf = openGraph(env, usageLedgerOf(env), linkEdges);
  const sending = { outbox: openOutbox(env), bus: openBus(env), secrets: openSecrets(env), vault: openVault(env) };
  const doors = { connections, assets, registry, wishes, jobs, ...sending, clock: systemClock };
  return {
    work: (item, context) => {
      const { notes, deadline } = context;
      const graph = graphOf({ notes, deadline, priority: 'today' });
      return linkAssets(item, { ...doors, graph }, context);
    },
  };
});
