import type { Bus, BusEvent } from '../../lambdas/foundation/core/doors.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';
import { detailCapBytes, detailOf } from '../../lambdas/foundation/runtime/bus.ts';

/** A bus that remembers what it announced. */
export function fakeBus() {
  const announced: BusEvent[] = [];
  const bus: Bus = {
    async announce(event) {
      if (Buffer.byteLength(detailOf(event)) > detailCapBytes) {
        throw new Failure('bug', 'an event over 64 kB must carry a reference');
      }
      announced.push(structuredClone(event));
    },
  };
  return { ...bus, announced };
}
