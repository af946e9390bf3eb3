import type { Bus, BusEvent } from '../../lambdas/foundation/core/doors.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';
import { detailCapBytes, detailOf } from '../../lambdas/foundation/runtime/bus.ts';
import { demandPromised } from './promised-detail.ts';

/** A bus that remembers what it announced, and `demand`s of each that it is what subscribers are promised. */
export function fakeBus(demand: (event: BusEvent) => void = demandPromised) {
  const announced: BusEvent[] = [];
  const bus: Bus = {
    async announce(event) {
      if (Buffer.byteLength(detailOf(event)) > detailCapBytes) {
        throw new Failure('bug', 'an event over 64 kB must carry a reference');
      }
      demand(event);
      announced.push(structuredClone(event));
    },
  };
  return { ...bus, announced };
}
