import { beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { PassedOn } from '../../../lambdas/foundation/core/doors.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import type { Message } from '../../../lambdas/foundation/core/messages.ts';
import type { HeldReceipt, WorkContext } from '../../../lambdas/foundation/core/work.ts';
import { type ProcessDoors, processItem } from '../../../lambdas/webhooks/process-item.ts';
import { fakeAssetRegistry } from '../../fakes/fake-asset-registry.ts';
import { fakeBus } from '../../fakes/fake-bus.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';
import { fakeUnknownAssets } from '../../fakes/fake-unknown-assets.ts';
import { fakeWebhookEvents } from '../../fakes/fake-webhook-events.ts';

const leaseMs = 60_000;
const page = { kind: 'page', id: '700100200300' } as const;

const text = (mid: string, more: object = {}): Message<'webhookEvents'> => ({
  object: 'page',
  entry: { id: page.id, time: 1_790_000_000_500 },
  list: 'messaging',
  item: {
    sender: { id: '9001' },
    recipient: { id: page.id },
    timestamp: 1_790_000_000_123,
    message: { mid, text: 'hello' },
    ...more,
  },
  receivedAt: '2026-11-21T10:00:00.000Z',
});

async function world() {
  const clock = fakeClock(undefined, [0.11, 0.23, 0.37, 0.41, 0.59, 0.61, 0.73, 0.89]);
  const events = fakeWebhookEvents(clock);
  const registry = fakeAssetRegistry(clock);
  await registry.link(page, 'shop');
  const unknownAssets = fakeUnknownAssets(clock);
  const bus = fakeBus();
  const outbox = fakeOutbox(clock);
  const passed: PassedOn[] = [];
  const owners: ProcessDoors['owners'] = {
    passOn: async (_queue, item) => {
      passed.push(item);
      return 'sent';
    },
  };
  const notes = fakeNotes();
  const held: HeldReceipt[] = [];
  const context: WorkContext = {
    notes,
    clock,
    firstSeenAt: '2026-11-21T10:00:00.000Z',
    hops: 0,
    deadline: clock.now() + 30_000,
    claimed: (receipt) => void held.push(receipt),
  };
  const doors: ProcessDoors = { registry, unknownAssets, events, bus, outbox, owners, clock, leaseMs };
  return { clock, events, registry, unknownAssets, bus, outbox, passed, notes, held, context, doors };
}

let w: Awaited<ReturnType<typeof world>>;
beforeEach(async () => {
  w = await world();
});
const run = (item: Message<'webhookEvents'>) => processItem(item, w.doors, w.context);
const log = () => w.events.list('shop', {}, 100);

describe('an item of an owned asset', () => {
  it('is kept, announced, passed on and settled', async () => {
    await run(text('m_1'));
    const { events } = await log();
    expect(events).toMatchObject([
      { workspace: 'shop', channel: 'messenger', topic: 'messages', kind: 'message', state: 'done', dedupeKey: 'm_1' },
    ]);
    expect(w.bus.announced).toMatchObject([
      {
        id: events[0]?.id,
        type: 'webhook.message',
        time: '2026-09-21T14:13:20.123Z',
        detail: { kind: 'message', assetId: page.id },
      },
    ]);
    expect(w.passed).toMatchObject([{ eventId: events[0]?.id, receiptKey: events[0]?.id, workspace: 'shop' }]);
    expect(w.notes.total('WebhookEvents', { channel: 'messenger', outcome: 'stored' })).toBe(1);
    expect(w.notes.total('WebhookItems')).toBe(1);
    expect(w.notes.total('WebhookEventAge')).toBe(w.clock.now() - 1_790_000_000_123);
  });

  it('comes back in its envelope, so that a replay starts from what Meta sent', async () => {
    const item = text('m_1', { surprise: { deep: [1] } });
    await run(item);
    const { events } = await log();
    const kept = events[0] && (await w.events.get(events[0]));
    expect(kept?.raw).toEqual({
      object: 'page',
      entry: [{ id: page.id, time: 1_790_000_000_500, messaging: ['item' in item ? item.item : undefined] }],
    });
    expect(w.notes.total('WebhookUnknownFields')).toBe(1);
  });

  it('delivered again is a duplicate and nothing happens twice', async () => {
    for (let time = 0; time < 3; time += 1) await run(text('m_1'));
    expect((await log()).events).toHaveLength(1);
    expect(w.bus.announced).toHaveLength(1);
    expect(w.notes.total('WebhookEvents', { channel: 'messenger', outcome: 'duplicate' })).toBe(2);
  });

  it('waits while another worker holds it, and is taken over when the lease is over', async () => {
    const announce = w.doors.bus.announce;
    const hung = { ...w.doors, bus: { announce: () => new Promise<void>(() => undefined) } };
    void processItem(text('m_1'), hung, w.context);
    await new Promise((resolve) => setImmediate(resolve));
    await expect(run(text('m_1'))).rejects.toMatchObject({ kind: 'busy' });
    w.clock.advance(leaseMs + 1);
    await processItem(text('m_1'), { ...w.doors, bus: { announce } }, w.context);
    expect((await log()).events).toMatchObject([{ state: 'done' }]);
  });

  it('tells the queue door which receipt it holds, to be parked or given back', async () => {
    const doors = {
      ...w.doors,
      bus: { announce: async () => Promise.reject(new Failure('unavailable', 'the bus is full')) },
    };
    await expect(processItem(text('m_1'), doors, w.context)).rejects.toMatchObject({ kind: 'unavailable' });
    const { events } = await log();
    expect(w.held).toMatchObject([
      { key: `shop/${events[0]?.id}`, workspace: 'shop', ref: { entity: 'webhookEvent', id: events[0]?.id } },
    ]);
    await w.held[0]?.release?.();
    await run(text('m_1'));
    expect((await log()).events).toMatchObject([{ state: 'done' }]);
  });
});

describe('an item of an asset that nobody owns', () => {
  it('is counted by its id and dropped', async () => {
    const stranger = { ...text('m_1'), entry: { id: '42', time: 1 } };
    await run(stranger);
    await run(stranger);
    expect(await w.unknownAssets.list()).toMatchObject([{ asset: { kind: 'page', id: '42' }, count: 2 }]);
    expect(w.bus.announced).toEqual([]);
    expect(w.notes.total('WebhookEvents', { channel: 'messenger', outcome: 'unknown-asset' })).toBe(2);
  });
});

describe('a body that holds no items', () => {
  const malformed = (body: string, reason = 'not JSON') => ({
    malformed: { text: body },
    sha256: 'ab'.repeat(32),
    reason,
    receivedAt: '2026-11-21T10:00:00.000Z',
  });

  it('is parked as nobody’s under the hash of its bytes', async () => {
    await expect(run(malformed('{'))).rejects.toMatchObject({ kind: 'malformed', message: 'signed, but not JSON' });
    expect(w.held).toEqual([{ key: 'ab'.repeat(32), workspace: '-' }]);
  });

  it('goes its way when the code of today reads it', async () => {
    const body = JSON.stringify({ object: 'page', entry: [{ id: page.id, messaging: [{ message: { mid: 'm' } }] }] });
    await run(malformed(body));
    expect(w.outbox.items('webhookEvents')).toMatchObject([{ object: 'page', list: 'messaging' }]);
  });
});

describe('a replayed row', () => {
  const replay = (eventId: string, jobId: string, force: boolean) => ({
    replay: { jobId, force },
    workspace: 'shop',
    eventId,
  });
  const keep = async () => {
    await run(text('m_1'));
    return (await log()).events[0]?.id ?? '';
  };

  it('stays as it is without force when it is done', async () => {
    await run(replay(await keep(), 'job-1', false));
    expect(w.bus.announced).toHaveLength(1);
  });

  it('is announced with the same id and the job’s, once a job', async () => {
    const id = await keep();
    await run(replay(id, 'job-1', true));
    await run(replay(id, 'job-1', true));
    await run(replay(id, 'job-2', true));
    expect(w.bus.announced.map((event) => [event.id, event.detail.replayId])).toEqual([
      [id, undefined],
      [id, 'job-1'],
      [id, 'job-2'],
    ]);
    expect(w.passed.map(({ receiptKey }) => receiptKey)).toEqual([id, `${id}/job-1`, `${id}/job-2`]);
    expect((await log()).events).toMatchObject([{ id, state: 'done', replayId: 'job-2' }]);
  });

  it('that has expired meanwhile is counted and forgotten', async () => {
    const id = await keep();
    w.clock.advance(40 * 24 * 3_600_000);
    await run(replay(id, 'job-1', true));
    expect(w.notes.total('WebhookEvents', { channel: '-', outcome: 'expired' })).toBe(1);
  });

  it('whose content was taken away for good is forgotten, and nothing is brought back', async () => {
    const id = await keep();
    const [kept] = (await log()).events;
    if (kept) await w.events.blank(kept);
    await run(replay(id, 'job-1', true));
    await run(text('m_1'));
    expect(w.notes.total('WebhookEvents', { channel: 'messenger', outcome: 'expired' })).toBe(1);
    expect(w.notes.total('WebhookEvents', { channel: 'messenger', outcome: 'duplicate' })).toBe(1);
    expect([w.bus.announced.length, w.passed.length]).toEqual([1, 1]);
    expect(w.events.rows()).toMatchObject([{ id, state: 'done', raw: null, event: {} }]);
  });

  it('of another workspace is not found', async () => {
    const id = await keep();
    await run({ ...replay(id, 'job-1', true), workspace: 'other' });
    expect(w.bus.announced).toHaveLength(1);
  });
});

/** Counts calls on every door and throws at the n-th, before or after the real call took effect. */
function crashing<T extends object>(door: T, crash: { left: number; after: boolean }): T {
  return new Proxy(door, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || name === 'idOf' || name === 'keyOf') return value;
      return async (...args: unknown[]) => {
        crash.left -= 1;
        if (crash.left === 0 && !crash.after) throw new Error('killed before');
        const answer: unknown = await value.apply(target, args);
        if (crash.left === 0) throw new Error('killed after');
        return answer;
      };
    },
  });
}

describe('killed at any await and redelivered after the lease', () => {
  const expected = async (items: readonly Message<'webhookEvents'>[]) => {
    w = await world();
    for (const item of items) await run(item);
    const { events } = await log();
    return {
      rows: events.map(({ id, state, kind }) => ({ id, state, kind })),
      announced: w.bus.announced.map(({ id }) => id).sort(),
    };
  };

  it('leaves the same facts and the same announced ids', async () => {
    let crashes = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 16 }),
        fc.boolean(),
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
        async (left, after, mids) => {
          const items = mids.map((mid) => text(`m_${mid}`));
          const want = await expected(items);
          w = await world();
          const crash = { left, after };
          const { registry, events, bus, owners, unknownAssets } = w.doors;
          const doors = {
            ...w.doors,
            registry: crashing(registry, crash),
            events: crashing(events, crash),
            bus: crashing(bus, crash),
            owners: crashing(owners, crash),
            unknownAssets: crashing(unknownAssets, crash),
          };
          for (const item of items) {
            await processItem(item, doors, w.context).catch(() => {
              crashes += 1;
            });
          }
          w.clock.advance(leaseMs + 1);
          for (const item of items) await run(item);
          const { events: rows } = await log();
          expect(rows.map(({ id, state, kind }) => ({ id, state, kind }))).toEqual(want.rows);
          expect([...new Set(w.bus.announced.map(({ id }) => id))].sort()).toEqual(want.announced);
          expect([...new Set(w.passed.map(({ eventId }) => eventId))].sort()).toEqual(want.announced);
        },
      ),
      { numRuns: 300 },
    );
    expect(crashes).toBeGreaterThan(100);
  });
});
