import { systemClock } from '../foundation/core/clock.ts';
import { openBus } from '../foundation/runtime/bus.ts';
import { openGraph } from '../foundation/runtime/graph.ts';
import { conversionEdges } from '../foundation/runtime/graph-edges.ts';
import { httpHandler } from '../foundation/runtime/http-handler.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { openSecrets } from '../foundation/runtime/secrets.ts';
import * as stores from '../foundation/runtime/store-doors.ts';
import { openVault } from '../foundation/runtime/token-vault.ts';
import { pixelSpeakers } from './pixel-speakers.ts';
import { routes } from './routes.ts';
import { sendConversions, validateConversions } from './send-conversions.ts';

/** Conversions: taken, explained, and sent at once where the caller waits. */
export const handler = httpHandler('capi/accept', routes, (env) => {
  const kept = { conversions: stores.conversionsOf(env), days: stores.conversionDaysOf(env) };
  const own = { settings: stores.workspaceSettingsOf(env), registry: stores.assetRegistryOf(env) };
  const sending = { outbox: openOutbox(env), bus: openBus(env), clock: systemClock };
  const tokens = { vault: openVault(env), secrets: openSecrets(env), connections: stores.connectionsOf(env) };
  const speakers = pixelSpeakers({ ...tokens, ...sending, assets: stores.assetsOf(env) });
  const doors = { ...kept, ...own, ...sending, speakers, idempotency: stores.idempotencyOf(env) };
  const graphOf = openGraph(env, stores.usageLedgerOf(env), conversionEdges);
  return {
    'POST /v1/conversions': ({ caller, body, headers, notes, deadline }) => {
      const graph = graphOf({ notes, deadline, priority: 'webhook-follow-up' });
      return sendConversions({ workspace: caller.workspace, body, headers }, { ...doors, graph }, notes);
    },
    'POST /v1/conversions/validate': ({ caller, body }) => validateConversions(caller.workspace, body.data, doors),
  };
});
