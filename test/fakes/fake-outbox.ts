import type { QueueName } from '../../lambdas/foundation/contract/resources.ts';
import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { Blobs, GroupOutbox } from '../../lambdas/foundation/core/doors.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';
import type { Envelope } from '../../lambdas/foundation/core/messages.ts';
import { checkIn } from '../../lambdas/foundation/runtime/claim-checks.ts';
import { makeOutbox } from '../../lambdas/foundation/runtime/outbox.ts';
import { packMessages, safeJson } from '../../lambdas/foundation/runtime/pack-messages.ts';
import type { SendGroups } from '../../lambdas/foundation/runtime/queue-sender.ts';
import { fakeBlobs } from './fake-blobs.ts';
import { fakeClock } from './fake-clock.ts';

/** One message as its queue holds it. */
export interface SentMessage {
  readonly queue: QueueName;
  readonly group: string;
  readonly delaySeconds: number;
  readonly body: string;
  readonly envelope: Envelope<unknown>;
}

/** An outbox whose queues are a list in memory; it packs and checks in as the real one does. `refuse` makes the next send fail. */
export function fakeOutbox(clock: Clock = fakeClock(), blobs: Pick<Blobs, 'put'> = fakeBlobs()) {
  const sent: SentMessage[] = [];
  let refusing = 0;
  const send: SendGroups = async (queue, groups, options = {}) => {
    const { firstSeenAt = isoTime(clock.now()), hops = 0, delaySeconds = 0 } = options;
    const text = (item: unknown) => checkIn(queue, safeJson(JSON.stringify(item)), () => blobs);
    const texts = await Promise.all(
      groups.map(async ({ group = '', items }) => ({ group, items: await Promise.all(items.map(text)) })),
    );
    const packed = packMessages(texts, `{"firstSeenAt":${JSON.stringify(firstSeenAt)},"hops":${hops},"items":[`, ']}');
    if (refusing > 0) {
      refusing -= 1;
      throw new Failure('unavailable', 'sqs SendMessageBatch: 1 of 1 refused');
    }
    sent.push(...packed.map((message) => ({ queue, delaySeconds, ...message, envelope: JSON.parse(message.body) })));
  };
  const outbox: GroupOutbox = makeOutbox(send);
  const refuse = (times = 1) => {
    refusing = times;
  };
  /** Every item that lies in a queue, in its order. */
  const items = (queue: QueueName) =>
    sent.filter((one) => one.queue === queue).flatMap(({ envelope }) => envelope.items);
  return { ...outbox, sendAny: send, sent, items, refuse };
}
