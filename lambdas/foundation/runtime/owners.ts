import { type PlannedQueueName, type QueueName, queues } from '../contract/resources.ts';
import type { Owners, PassedOn } from '../core/doors.ts';
import { openSender, type SendingEnv } from './outbox.ts';
import type { AnyGroup } from './pack-groups.ts';
import type { SendGroups } from './queue-sender.ts';

/** Owners that know what work is under way, so that what it passes on can wait for one another. */
export interface JoiningOwners extends Owners {
  /** Work that may pass on; it ends as the work does. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

/** Milliseconds that a passed-on item waits for others at most: work that AWS makes wait holds nobody up for long. */
const longestWait = 250;

const stands = (queue: QueueName | PlannedQueueName): queue is QueueName => Object.hasOwn(queues, queue);

/**
 * Passing on over a sender; to a queue of a room to come nothing is sent. SQS is paid by the request, so an item
 * travels with all that are passed on until every work under way waits for that, or an earlier send has ended.
 */
export function makeOwners(send: SendGroups, isOpen = stands): JoiningOwners {
  const joins = new Map<QueueName, Join>();
  let underWay = 0;
  let waiting = 0;
  const look = () => {
    if (waiting >= underWay) for (const { leave } of joins.values()) leave();
  };
  const joinOf = (queue: QueueName) => {
    const join = joins.get(queue) ?? joinedSends((items) => send(queue, byAsset(items)));
    joins.set(queue, join);
    return join;
  };
  return {
    async during(work) {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
        look();
      }
    },
    async passOn(queue, item) {
      if (!isOpen(queue)) return 'off';
      const sent = joinOf(queue).add(item);
      waiting += 1;
      look();
      try {
        await sent;
      } finally {
        waiting -= 1;
      }
      return 'sent';
    },
  };
}

/** The owners that a function may send to. */
export const openOwners = (env: SendingEnv): JoiningOwners => makeOwners(openSender(env));

/** One group an asset: fair queues keep one asset's flood from making others wait. */
function byAsset(items: readonly PassedOn[]): readonly AnyGroup[] {
  const groups = new Map<string, PassedOn[]>();
  for (const item of items) groups.set(item.asset, [...(groups.get(item.asset) ?? []), item]);
  return [...groups].map(([group, some]) => ({ group, items: some }));
}

interface Join {
  /** Resolves, or rejects, with the send that carries the item. */
  add(item: PassedOn): Promise<void>;
  /** Nobody else is coming: what is gathered may leave, once the send before it has ended. */
  leave(): void;
}

function joinedSends(send: (items: readonly PassedOn[]) => Promise<void>): Join {
  let before: Promise<unknown> = Promise.resolve();
  let next: { readonly items: PassedOn[]; readonly sent: Promise<void> } | undefined;
  let leave = () => {};
  const gathered = async (items: readonly PassedOn[], earlier: Promise<unknown>) => {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, longestWait);
      leave = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    await earlier;
    // A turn of the loop more: answers of AWS's that came together have been read by then.
    await new Promise((resume) => setImmediate(resume));
    next = undefined;
    await send(items);
  };
  return {
    leave: () => leave(),
    add: (item) => {
      if (next === undefined) {
        const items: PassedOn[] = [];
        next = { items, sent: gathered(items, before) };
        before = next.sent.catch(() => undefined);
      }
      next.items.push(item);
      return next.sent;
    },
  };
}
