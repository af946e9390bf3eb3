import type { Requeue } from '../core/doors.ts';
import { openSender, type SendingEnv } from './outbox.ts';

/** Sends items back that were parsed when they first came; a redriven item is new again: no hops, seen now. */
export function openRequeue(env: SendingEnv): Requeue {
  const send = openSender(env);
  return { send: (queue, items, group) => send(queue, [{ group, items }]) };
}
