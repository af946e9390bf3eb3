import { systemClock } from '../foundation/core/clock.ts';
import { openBus } from '../foundation/runtime/bus.ts';
import { openGraph } from '../foundation/runtime/graph.ts';
import { careEdges } from '../foundation/runtime/graph-edges.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { queueHandler } from '../foundation/runtime/queue-handler.ts';
import { openSecrets } from '../foundation/runtime/secrets.ts';
import { connectionsOf, usageLedgerOf } from '../foundation/runtime/store-doors.ts';
import { openVault } from '../foundation/runtime/token-vault.ts';
import { careFor } from './care-for-connection.ts';

/** Each connection that is due, and each person who took the app off. */
export const handler = queueHandler('oauth/care', (env) => {
  const connections = connectionsOf(env);
  const usageLedger = usageLedgerOf(env);
  const graphOf = openGraph(env, usageLedger, careEdges);
  const sending = { outbox: openOutbox(env), bus: openBus(env), secrets: openSecrets(env), vault: openVault(env) };
  const doors = { connections, ...sending, clock: systemClock };
  return {
    work: (item, context) => {
      const { notes, deadline } = context;
      const graph = graphOf({ notes, deadline, priority: 'backfill' });
      return careFor(item, { ...doors, graph }, notes);
    },
  };
});
