import { queues } from '../foundation/contract/resources.ts';
import { systemClock } from '../foundation/core/clock.ts';
import { openBus } from '../foundation/runtime/bus.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { openOwners } from '../foundation/runtime/owners.ts';
import { queueHandler } from '../foundation/runtime/queue-handler.ts';
import { assetRegistryOf, unknownAssetsOf, webhookEventsOf } from '../foundation/runtime/store-doors.ts';
import { processItem } from './process-item.ts';

/** Each webhook item: kept, announced, settled. */
export const handler = queueHandler('webhooks/process', (env) => {
  const registry = assetRegistryOf(env);
  const unknownAssets = unknownAssetsOf(env);
  const events = webhookEventsOf(env);
  const leaseMs = queues.webhookEvents.leaseSeconds * 1000;
  const sending = { bus: openBus(env), outbox: openOutbox(env), owners: openOwners(env) };
  const doors = { registry, unknownAssets, events, ...sending, clock: systemClock, leaseMs };
  return { work: (item, context) => processItem(item, doors, context) };
});
