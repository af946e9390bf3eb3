import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import type { NewEvent } from '../../../lambdas/foundation/store/webhook-events.ts';
import { callsAtOnce, fewAtOnce } from '../../../lambdas/webhooks/few-at-once.ts';
import type { ProcessDoors } from '../../../lambdas/webhooks/process-item.ts';
import { fakeAssetRegistry } from '../../fakes/fake-asset-registry.ts';
import { fakeBus } from '../../fakes/fake-bus.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';
import { fakeUnknownAssets } from '../../fakes/fake-unknown-assets.ts';
import { fakeWebhookEvents } from '../../fakes/fake-webhook-events.ts';

const page = { kind: 'page', id: '700100200300' } as const;
const count = 40;

const eventOf = (nth: number): NewEvent => ({
  ...{ workspace: 'shop', asset: page, time: 1_790_000_000, field: 'messages', dedupeKey: `m_${nth}` },
  ...{ channel: 'messenger', topic: 'messages', kind: 'message', event: {} },
  ...{ occurredAt: null, receivedAt: '2026-11-21T10:00:00.000Z', source: 'webhook', raw: {} },
});

/** Doors whose slow calls tell how many of them run at once. */
async function world() {
  const clock = fakeClock();
  const [registry, unknown, events, bus] = [
    fakeAssetRegistry(clock),
    fakeUnknownAssets(clock),
    fakeWebhookEvents(clock),
    fakeBus(() => {}),
  ];
  await registry.link(page, 'shop');
  let running = 0;
  let most = 0;
  const slow = async <T>(work: () => Promise<T>): Promise<T> => {
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
    return work();
  };
  const plain: ProcessDoors = {
    registry: { ownerOf: (asset) => slow(() => registry.ownerOf(asset)) },
    unknownAssets: { count: (asset, now) => slow(() => unknown.count(asset, now)) },
    events: {
      ...events,
      get: (key) => slow(() => events.get(key)),
      claim: (event, claim) => slow(() => events.claim(event, claim)),
      claimForReplay: (key, typed, claim) => slow(() => events.claimForReplay(key, typed, claim)),
      settle: (key, claim) => slow(() => events.settle(key, claim)),
    },
    bus: { announce: (event) => slow(() => bus.announce(event)) },
    owners: { passOn: () => slow(async () => 'sent' as const) },
    outbox: fakeOutbox(clock),
    clock,
    leaseMs: 60_000,
  };
  return { doors: fewAtOnce(plain), events, bus, unknown, clock, most: () => most };
}

const each = <T>(work: (nth: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, nth) => work(nth)));

describe('the doors of many items at once', () => {
  const busEvent = {
    id: 'e',
    workspace: 'shop',
    type: 'webhook.message',
    time: '2026-11-21T10:00:00.000Z',
    detail: {},
  };

  it('let ten calls through at a time, of whatever kind, and do what they did', async () => {
    const { doors, events, bus, most, clock } = await world();
    const claim = { token: 't', now: clock.now(), leaseMs: 60_000 };
    const answers = await each(async (nth) => {
      const owner = await doors.registry.ownerOf(page);
      const claimed = await doors.events.claim(eventOf(nth), claim);
      await doors.bus.announce(busEvent);
      await doors.unknownAssets.count(page, clock.now());
      const replayed = await doors.events.claimForReplay(
        eventOf(nth),
        { channel: 'messenger', topic: 'messages', kind: 'message', event: {} },
        { ...claim, replayId: 'job-1', force: false },
      );
      const row = await doors.events.get(eventOf(nth));
      return [owner, claimed, replayed, row?.dedupeKey, await doors.events.settle(eventOf(nth), claim)];
    });
    expect(most()).toBe(callsAtOnce);
    expect(new Set(answers.map(([owner, claimed]) => `${owner} ${claimed}`))).toEqual(new Set(['shop mine']));
    expect(answers.map(([, , , key]) => key)).toEqual(Array.from({ length: count }, (_, nth) => `m_${nth}`));
    expect(answers.filter(([, , , , settled]) => settled === true)).toHaveLength(count);
    expect(bus.announced).toHaveLength(count);
    expect((await events.list('shop', {}, 100)).events).toHaveLength(count);
  });

  it('hold back nobody who passes on: those wait for one another', async () => {
    const { doors, most } = await world();
    const item = { workspace: 'shop', receiptKey: 'r', eventId: 'e', asset: 'page:1', channel: 'messenger' };
    const rest = { topic: 'messages', kind: 'message', occurredAt: null, receivedAt: 'x', event: {} };
    await each(() => doors.owners.passOn('inboundMessages', { ...item, ...rest }));
    expect(most()).toBe(count);
  });

  it('hand a failure on, and its place to the next', async () => {
    const { doors } = await world();
    const refusing = fewAtOnce({
      ...doors,
      bus: { announce: () => Promise.reject(new Failure('unavailable', 'the bus refuses')) },
    });
    const answers = await Promise.allSettled(Array.from({ length: count }, () => refusing.bus.announce(busEvent)));
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(count);
    await expect(refusing.registry.ownerOf(page)).resolves.toBe('shop');
  });
});
