import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../../lambdas/foundation/core/failure.ts';
import type { Message } from '../../../../lambdas/foundation/core/messages.ts';
import type { BatchItem } from '../../../../lambdas/foundation/core/work.ts';
import { makeParking } from '../../../../lambdas/foundation/runtime/parking.ts';
import { queueHandler } from '../../../../lambdas/foundation/runtime/queue-handler.ts';
import { fakeBlobs } from '../../../fakes/fake-blobs.ts';
import { fakeOutbox } from '../../../fakes/fake-outbox.ts';
import { fakeParkedItems } from '../../../fakes/fake-parked-items.ts';
import { contextOf, machineOf } from './machine-of.ts';
import { item, recordOf, textOf } from './queue-bench.ts';

type Item = BatchItem<Message<'webhookEvents'>>;

/** A worker that gets whole batches. */
function batchWorker(workAll: (items: readonly Item[]) => Promise<void>) {
  const machine = machineOf('webhooks/process');
  const parked = fakeParkedItems();
  const blobs = fakeBlobs();
  const outbox = fakeOutbox(machine.clock);
  const doors = {
    parking: makeParking({ parkedItems: parked, blobs: () => blobs, clock: machine.clock }),
    send: outbox.sendAny,
    blobs: () => blobs,
  };
  const handler = queueHandler('webhooks/process', () => ({ workAll, doors }), machine);
  const run = async (records: Parameters<typeof handler>[0]['Records'], left = 30_000) => {
    const { batchItemFailures } = await handler({ Records: records }, contextOf(left));
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  return { run, parked, outbox, machine };
}

const records = [
  recordOf([item('a'), item('b')], { id: 'm1' }),
  recordOf([item('c')], { id: 'm2' }),
  recordOf([item('d')], { id: 'm3' }),
];

describe('a batch that is worked on as a whole', () => {
  it('sees the items of all its records at once, in their order', async () => {
    const seen: string[][] = [];
    const worker = batchWorker(async (items) => {
      seen.push(items.map(({ item: one }) => textOf(one)));
      for (const one of items) one.settle();
    });
    expect(await worker.run(records)).toEqual([]);
    expect(seen).toEqual([['a', 'b', 'c', 'd']]);
  });

  it('gives each item its own verb', async () => {
    const verbs: Readonly<Record<string, Failure | undefined>> = {
      b: new Failure('rate-limited', 'wait'),
      c: new Failure('meta-rejected', 'no'),
      d: new Failure('bug', 'boom'),
    };
    const worker = batchWorker(async (items) => {
      for (const one of items) one.settle(verbs[textOf(one.item)]);
    });
    expect(await worker.run(records)).toEqual(['m3']);
    expect(worker.outbox.items('webhookEvents').map(textOf)).toEqual(['b']);
    expect(worker.parked.rows().map(({ kind }) => kind)).toEqual(['meta-rejected']);
  });

  it('holds the first word on an item, and what it throws for those without one', async () => {
    const worker = batchWorker(async ([first]) => {
      first?.settle();
      first?.settle(new Failure('bug', 'later'));
      throw new Failure('unavailable', 'the table is away');
    });
    expect(await worker.run(records)).toEqual([]);
    expect(worker.outbox.items('webhookEvents').map(textOf)).toEqual(['b', 'c', 'd']);
  });

  it('brings back what the work forgot, as the bug that it is', async () => {
    const worker = batchWorker(async ([first]) => first?.settle());
    expect(await worker.run(records)).toEqual(['m1', 'm2', 'm3']);
  });

  it('does not hand over what is unreadable, nor begin without time', async () => {
    const seen: number[] = [];
    const worker = batchWorker(async (items) => {
      seen.push(items.length);
      for (const one of items) one.settle();
    });
    expect(
      await worker.run([
        recordOf([{ nonsense: true }, item('a')], { id: 'm1' }),
        recordOf([], { id: 'm2', body: '{' }),
      ]),
    ).toEqual([]);
    expect(seen).toEqual([1]);
    expect(worker.parked.rows()).toHaveLength(2);
    expect(await worker.run(records, 1_000)).toEqual([]);
    expect(seen).toEqual([1]);
    expect(worker.outbox.items('webhookEvents')).toHaveLength(4);
  });
});
