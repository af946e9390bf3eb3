import { limited } from '../foundation/core/limited.ts';
import type { ProcessDoors } from './process-item.ts';

/** Items under way at once: as many as one send passes on. More than `callsAtOnce`, since most of them wait in turn. */
export const itemsAtOnce = 50;

/** Calls to the tables and the bus at once: each has a connection, for which DynamoDB asks the customer key. */
export const callsAtOnce = 10;

/** The same doors, through which at most `callsAtOnce` calls go at a time, in the order in which they came. */
export function fewAtOnce(doors: ProcessDoors): ProcessDoors {
  const gate = limited(callsAtOnce);
  const { registry, unknownAssets, events, bus } = doors;
  return {
    ...doors,
    registry: { ownerOf: (asset) => gate(() => registry.ownerOf(asset)) },
    unknownAssets: { count: (asset, now) => gate(() => unknownAssets.count(asset, now)) },
    events: {
      ...events,
      get: (key) => gate(() => events.get(key)),
      claim: (event, claim) => gate(() => events.claim(event, claim)),
      claimForReplay: (key, typed, claim) => gate(() => events.claimForReplay(key, typed, claim)),
      settle: (key, claim) => gate(() => events.settle(key, claim)),
    },
    bus: { announce: (event) => gate(() => bus.announce(event)) },
  };
}
