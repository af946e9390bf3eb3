import { isDeepStrictEqual } from 'node:util';
import { allAnnounced } from '../../bin/openapi/events.ts';
import type { BusEvent } from '../../lambdas/foundation/core/doors.ts';
import { detailOf } from '../../lambdas/foundation/runtime/bus.ts';

const promises = new Map(Object.values(allAnnounced).flatMap((events) => Object.entries(events)));

/** Throws when subscribers get what no `announced.ts` promises: a detail-type, a member, or another sort of member. */
export function demandPromised(event: BusEvent): void {
  const promise = promises.get(event.type);
  if (promise === undefined) throw new Error(`no announced.ts promises ${event.type}`);
  const text: unknown = JSON.parse(detailOf(event));
  const { success, data, error } = promise.detail().safeParse(text);
  if (!success) throw new Error(`${event.type} is not what announced.ts promises: ${error.message}`);
  // What the schema does not know it leaves out.
  if (!isDeepStrictEqual(data, text)) {
    throw new Error(`${event.type} has more than announced.ts promises: ${JSON.stringify(text).slice(0, 500)}`);
  }
}
