import type { Message } from '../../../../lambdas/foundation/core/messages.ts';
import type { WorkContext } from '../../../../lambdas/foundation/core/work.ts';
import { makeParking } from '../../../../lambdas/foundation/runtime/parking.ts';
import type { QueueDoors } from '../../../../lambdas/foundation/runtime/queue-doors.ts';
import { queueHandler } from '../../../../lambdas/foundation/runtime/queue-handler.ts';
import type { QueueRecord } from '../../../../lambdas/foundation/runtime/settle-record.ts';
import { fakeBlobs } from '../../../fakes/fake-blobs.ts';
import { fakeOutbox } from '../../../fakes/fake-outbox.ts';
import { fakeParkedItems } from '../../../fakes/fake-parked-items.ts';
import { contextOf, machineOf } from './machine-of.ts';

/** An item of the tests: what its work shall do is written in it. */
export const item = (text: string): Message<'webhookEvents'> => ({
  ...{ malformed: { text }, sha256: 'ab', reason: 'test', receivedAt: '2026-11-21T09:59:00.000Z' },
});
/** That text again. */
export const textOf = (one: unknown) => (one as { malformed: { text: string } }).malformed.text;

/** A record of `webhookEvents` as Lambda hands it over. */
export function recordOf(
  items: readonly unknown[],
  changes: Partial<QueueRecord['attributes']> & { id?: string; body?: string } = {},
) {
  const { id = 'message-1', body, ...attributes } = changes;
  const envelope = { firstSeenAt: '2026-11-21T09:59:00.000Z', hops: 0, items };
  const sent = String(Date.parse('2026-11-21T09:58:00.000Z'));
  return {
    messageId: id,
    body: body ?? JSON.stringify(envelope),
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: sent, MessageGroupId: '4711', ...attributes },
  } satisfies QueueRecord;
}

/** A worker over fakes: `work` gets an item's text. Doors can be replaced, to break them. */
export function workerOf(
  work: (text: string, context: WorkContext) => Promise<void>,
  replaced: (doors: QueueDoors) => Partial<QueueDoors> = () => ({}),
  atOnce?: number,
) {
  const machine = machineOf('webhooks/process');
  const parked = fakeParkedItems();
  const blobs = fakeBlobs();
  const outbox = fakeOutbox(machine.clock);
  const own: QueueDoors = {
    parking: makeParking({ parkedItems: parked, blobs: () => blobs, clock: machine.clock }),
    send: outbox.sendAny,
    blobs: () => blobs,
  };
  const doors = { ...own, ...replaced(own) };
  const handler = queueHandler(
    'webhooks/process',
    () => ({ work: (one, context) => work(textOf(one), context), doors, atOnce }),
    machine,
  );
  const run = async (records: readonly QueueRecord[], left: Parameters<typeof contextOf>[0] = 30_000) => {
    const { batchItemFailures } = await handler({ Records: records }, contextOf(left));
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  const done: string[] = [];
  return { run, machine, parked, blobs, outbox, done, lines: machine.lines };
}
