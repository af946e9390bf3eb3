import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QueueName } from '../../../lambdas/foundation/contract/resources.ts';
import type { Requeue } from '../../../lambdas/foundation/core/doors.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import type { ParkedItem } from '../../../lambdas/foundation/store/parked-items.ts';
import type { NewEvent } from '../../../lambdas/foundation/store/webhook-events.ts';
import { dropParked, listParked, showParked } from '../../../lambdas/parking/list-parked.ts';
import { redriveParked } from '../../../lambdas/parking/redrive-parked.ts';
import { Parked, ParkedDetail } from '../../../lambdas/parking/routes.ts';
import { fakeBlobs } from '../../fakes/fake-blobs.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeCursors } from '../../fakes/fake-cursors.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';
import { fakeParkedItems } from '../../fakes/fake-parked-items.ts';
import { fakeWebhookEvents } from '../../fakes/fake-webhook-events.ts';

function world() {
  const clock = fakeClock();
  const sent: { queue: QueueName; items: readonly unknown[]; group: string }[] = [];
  const requeue: Requeue = {
    send: async (queue, items, group) => {
      sent.push({ queue, items, group });
    },
  };
  const parkedItems = fakeParkedItems();
  return {
    sent,
    clock,
    doors: { parkedItems, requeue, blobs: fakeBlobs(), events: fakeWebhookEvents(clock), cursors: fakeCursors },
  };
}

let w: ReturnType<typeof world>;
beforeEach(() => {
  w = world();
});

const item = (id: string, more: Partial<ParkedItem> = {}): ParkedItem => ({
  id,
  workspace: 'shop',
  queue: 'webhookEvents',
  kind: 'bug',
  blame: 'us',
  reason: 'unexpected TypeError',
  firstSeenAt: '2026-11-21T09:00:00.000Z',
  parkedAt: '2026-11-21T10:00:00.000Z',
  items: [{ body: id }],
  ...more,
});

const asset = { kind: 'page', id: '7' } as const;
const key = { workspace: 'shop', asset, time: 1, field: 'messages', dedupeKey: 'm' };

/** A parked item that holds the receipt of a parked event shut. */
async function withReceipt() {
  const typed = {
    channel: 'messenger',
    topic: 'messages',
    kind: 'message',
    event: {},
    source: 'webhook',
    raw: {},
  } as const;
  const event: NewEvent = { ...key, ...typed, occurredAt: null, receivedAt: '2026-11-21T10:00:00.000Z' };
  const claim = { token: 't', now: w.clock.now(), leaseMs: 1000 };
  await w.doors.events.claim(event, claim);
  await w.doors.events.park(key, claim);
  const parked = item('a', { receipt: { entity: 'webhookEvent', id: w.doors.events.idOf(key) } });
  await w.doors.parkedItems.put(parked);
  return { parked, claim, event };
}

const redrive = (asked: Parameters<typeof redriveParked>[1]) => redriveParked('shop', asked, w.doors, fakeNotes());

describe('the list', () => {
  it('says what, why and who must act, page by page', async () => {
    for (const id of ['a', 'b', 'c']) await w.doors.parkedItems.put(item(id));
    const first = await listParked('shop', { limit: 2 }, w.doors);
    const second = await listParked('shop', { limit: 2, cursor: first.nextCursor ?? '' }, w.doors);
    const all = [...first.data, ...second.data];
    expect(all.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
    expect(second.nextCursor).toBeNull();
    for (const one of all)
      expect(Parked.parse(one)).toMatchObject({
        queue: 'webhookEvents',
        kind: 'bug',
        blame: 'us',
        reason: 'unexpected TypeError',
      });
  });

  it('shows nothing of another workspace, nor of nobody', async () => {
    await w.doors.parkedItems.put(item('a', { workspace: 'other' }));
    await w.doors.parkedItems.put(item('b', { workspace: '-' }));
    expect((await listParked('shop', { limit: 10 }, w.doors)).data).toEqual([]);
    await expect(showParked('shop', 'a', w.doors)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(dropParked('shop', 'b', w.doors)).rejects.toMatchObject({ kind: 'not-found' });
    expect(await redrive({ ids: ['a', 'b'], dryRun: false })).toMatchObject({
      data: [{ outcome: 'not-found' }, { outcome: 'not-found' }],
    });
  });

  it('shows a body wherever it lies', async () => {
    await w.doors.blobs.put('parked/b', Buffer.from(JSON.stringify([{ big: true }])));
    await w.doors.parkedItems.put(item('a'));
    await w.doors.parkedItems.put(item('b', { items: undefined, blob: 'parked/b' }));
    expect(ParkedDetail.parse(await showParked('shop', 'a', w.doors)).items).toEqual([{ body: 'a' }]);
    expect(ParkedDetail.parse(await showParked('shop', 'b', w.doors)).items).toEqual([{ big: true }]);
    await dropParked('shop', 'b', w.doors);
    expect(w.doors.blobs.keys()).toEqual([]);
  });
});

describe('a redrive', () => {
  it('reopens the receipt, sends the body, removes the row', async () => {
    const { event } = await withReceipt();
    expect(await redrive({ ids: ['a'], dryRun: false })).toEqual({ data: [{ id: 'a', outcome: 'sent' }], more: false });
    expect(w.sent).toEqual([{ queue: 'webhookEvents', items: [{ body: 'a' }], group: 'shop' }]);
    expect(await w.doors.parkedItems.get('shop', 'a')).toBeUndefined();
    expect(await w.doors.events.claim(event, { token: 't2', now: w.clock.now(), leaseMs: 1000 })).toBe('mine');
  });

  it('only removes an item whose work was done meanwhile', async () => {
    const { claim, event } = await withReceipt();
    await w.doors.events.reopen(key);
    const again = { ...claim, token: 't2' };
    await w.doors.events.claim(event, again);
    await w.doors.events.settle(key, again);
    expect(await redrive({ ids: ['a'], dryRun: false })).toMatchObject({ data: [{ outcome: 'already-done' }] });
    expect(w.sent).toEqual([]);
    expect(await w.doors.parkedItems.get('shop', 'a')).toBeUndefined();
  });

  it('keeps the row when its queue refuses, and tells so beside the others', async () => {
    await w.doors.parkedItems.put(item('a'));
    await w.doors.parkedItems.put(item('b'));
    const { send } = w.doors.requeue;
    w.doors.requeue.send = async (queue, items, group) => {
      if (w.sent.length === 0) {
        w.sent.push({ queue, items, group });
        throw new Failure('unavailable', 'sqs SendMessageBatch: throttled');
      }
      return send(queue, items, group);
    };
    const { data } = await redrive({ ids: ['a', 'b'], dryRun: false });
    expect(data).toEqual([
      { id: 'a', outcome: 'failed', reason: 'sqs SendMessageBatch: throttled' },
      { id: 'b', outcome: 'sent' },
    ]);
    expect(await w.doors.parkedItems.get('shop', 'a')).toBeDefined();
  });

  it('does not remove what was parked again in between', async () => {
    await w.doors.parkedItems.put(item('a'));
    w.doors.requeue.send = async () => w.doors.parkedItems.put(item('a', { parkedAt: '2026-11-21T10:00:05.000Z' }));
    await redrive({ ids: ['a'], dryRun: false });
    expect(await w.doors.parkedItems.get('shop', 'a')).toMatchObject({ parkedAt: '2026-11-21T10:00:05.000Z' });
  });

  it('takes a filter, and a dry run touches nothing', async () => {
    await w.doors.parkedItems.put(item('a'));
    await w.doors.parkedItems.put(item('b', { kind: 'malformed', blame: 'meta' }));
    const asked = { filter: { kind: 'bug' }, dryRun: true };
    expect(await redrive(asked)).toEqual({ data: [{ id: 'a', outcome: 'would-send' }], more: false });
    expect(w.sent).toEqual([]);
  });
});
