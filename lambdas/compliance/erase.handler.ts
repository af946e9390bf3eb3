import { systemClock } from '../foundation/core/clock.ts';
import { openBus } from '../foundation/runtime/bus.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { queueHandler } from '../foundation/runtime/queue-handler.ts';
import {
  assetRegistryOf,
  assetsOf,
  connectionsOf,
  deletionRequestsOf,
  eventsOfPersonOf,
  parkedOfPersonOf,
  unknownAssetsOf,
} from '../foundation/runtime/store-doors.ts';
import { erasePerson } from './erase-person.ts';

/** Deletes what is kept of a person who asked for it. */
export const handler = queueHandler('compliance/erase', (env) => {
  const requests = deletionRequestsOf(env);
  const connections = connectionsOf(env);
  const assets = assetsOf(env);
  const registry = assetRegistryOf(env);
  const unknown = unknownAssetsOf(env);
  const rows = { events: eventsOfPersonOf(env), parked: parkedOfPersonOf(env) };
  const doors = { requests, connections, assets, registry, unknown, ...rows, bus: openBus(env), clock: systemClock };
  return { work: (item, context) => erasePerson(item, { ...doors, outbox: openOutbox(env) }, context) };
});
