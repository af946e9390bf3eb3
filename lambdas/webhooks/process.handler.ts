import { queues } from '../foundation/contract/resources.ts';
import { systemClock } from '../foundation/core/clock.ts';
import { openBus } from '../foundation/runtime/bus.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { openOwners } from '../foundation/runtime/owners.ts';
import { queueHandler } from '../foundation/runtime/queue-handler.ts';
import { assetRegistryOf, unknownAssetsOf, webhookEventsOf } from '../foundation/runtime/store-doors.ts';
import { fewAtOnce, itemsAtOnce } from './few-at-once.ts';
import { processItem } from './process-item.ts';

/** Each webhook item: kept, announced, settled. */
export const handler = queueHandler('webhooks/process', (env) => {
  const tables = { registry: assetRegistryOf(env), unknownAssets: unknownAssetsOf(env), events: webhookEventsOf(env) };
  const owners = openOwners(env);
  const sending = { bus: openBus(env), outbox: openOutbox(env), owners };
  const leaseMs = queues.webhookEvents.leaseSeconds * 1000;
  const doors = fewAtOnce({ ...tables, ...sending, clock: systemClock, leaseMs });
  return { atOnce: itemsAtOnce, work: (item, context) => owners.during(() => processItem(item, doors, context)) };
});
