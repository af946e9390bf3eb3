import { type PlannedQueueName, type QueueName, queues } from '../contract/resources.ts';
import type { Owners } from '../core/doors.ts';
import { openSender, type SendingEnv } from './outbox.ts';
import type { SendGroups } from './queue-sender.ts';

const stands = (queue: QueueName | PlannedQueueName): queue is QueueName => Object.hasOwn(queues, queue);

/** Passing on over a sender; to a queue of a room to come nothing is sent. */
export const makeOwners = (send: SendGroups, isOpen = stands): Owners => ({
  async passOn(queue, item) {
    if (!isOpen(queue)) return 'off';
    await send(queue, [{ group: item.asset, items: [item] }]);
    return 'sent';
  },
});

/** The owners that a function may send to. */
export const openOwners = (env: SendingEnv): Owners => makeOwners(openSender(env));
