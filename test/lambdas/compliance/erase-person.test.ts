import { beforeEach, describe, expect, it } from '@jest/globals';
import { erasePerson } from '../../../lambdas/compliance/erase-person.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import type { AssetRef } from '../../../lambdas/foundation/core/ids.ts';
import type { Found } from '../../../lambdas/foundation/store/assets.ts';
import { eventsOfPerson, parkedOfPerson } from '../../../lambdas/foundation/store/erase-person-rows.ts';
import { fakeBlobs } from '../../fakes/fake-blobs.ts';
import { fakeParkedItems } from '../../fakes/fake-parked-items.ts';
import { fakeWebhookEvents } from '../../fakes/fake-webhook-events.ts';
import { connection } from '../assets/world.ts';
import { complianceWorld } from './world.ts';

const person = { code: 'c0de', appId: '10001', userId: '7700', requestedAt: '2026-11-21T09:00:00.000Z' };

let w: ReturnType<typeof complianceWorld>;
beforeEach(() => {
  w = complianceWorld();
});

const run = () => erasePerson(person, w.doors, w.context());
const status = () => w.doors.requests.rows().find(({ code }) => code === person.code);

/** The person is connected in two workspaces, owned as an asset in a third, and named in rows of all of them. */
async function everywhere() {
  const { connections, assets, registry, unknown } = w.doors;
  for (const workspace of ['shop', 'rival']) {
    const id = `of-${workspace}`;
    await connections.create(connection(id, { workspace, metaUserId: person.userId }));
    await assets.discovered(workspace, id, [found(`${workspace.length}`)]);
    w.events.set(workspace, ['event of 7700', 'event of 8800', 'other', 'again 7700', 'and 7700']);
    w.parked.set(workspace, ['parked 7700']);
  }
  await connections.create(connection('neighbour', { metaUserId: '8800' }));
  await assets.discovered('shop', 'neighbour', [found('4'), found('9')]);
  await registry.link({ kind: 'user', id: person.userId }, 'third');
  await unknown.count({ kind: 'user', id: person.userId }, w.clock.now());
  w.events.set('third', ['event of 7700']);
  w.parked.set('-', ['malformed 7700', 'malformed 8800']);
}

const found = (id: string): Found => ({
  asset: { kind: 'page', id },
  ...{
    name: null,
    ownerBusiness: null,
    access: 'direct',
    tasks: [],
    parent: null,
    discoveredAt: '2026-11-01T00:00:00Z',
  },
});

/** What `oauth/care` does when it is told. */
async function wiped() {
  for (const one of w.doors.connections.rows()) {
    if (one.metaUserId === person.userId) await w.doors.connections.change(one, { state: 'disconnected', tokens: [] });
  }
}

async function left(): Promise<string> {
  const { connections, assets, registry, unknown } = w.doors;
  const workspaces = ['shop', 'rival', 'third'];
  const lists = await Promise.all(workspaces.map((one) => assets.list(one, { limit: 100 })));
  const owned = await Promise.all(workspaces.map((one) => registry.list(one)));
  return JSON.stringify([[...w.events], [...w.parked], connections.rows(), lists, owned, await unknown.list()]);
}

describe('erasing a person', () => {
  it('waits until the tokens are wiped, and then leaves nothing of them in any table', async () => {
    await everywhere();
    await expect(run()).rejects.toMatchObject({ kind: 'busy' });
    expect(w.doors.outbox.items('connectionCare')).toEqual([
      { deauthorised: { appId: '10001', userId: '7700', at: '2026-11-21T10:00:00.000Z' } },
    ]);
    expect(w.doors.connections.rows()).toHaveLength(3);
    expect(status()?.state).toBe('erasing');
    await wiped();
    await run();
    expect(await left()).not.toContain(person.userId);
    expect(await left()).toContain('8800');
    expect(status()).toMatchObject({
      state: 'done',
      finishedAt: '2026-11-21T10:00:00.000Z',
      cursor: null,
      counts: { events: 7, parked: 3, connections: 2, assets: 1 },
    });
    expect(JSON.stringify(status())).not.toContain(person.userId);
    expect(w.doors.connections.rows().map(({ id }) => id)).toEqual(['neighbour']);
    const { data } = await w.doors.assets.list('shop', { limit: 100 });
    expect(data.map(({ asset }) => asset.id)).toEqual(['4', '9']);
  });

  it('announces it once for each workspace, under ids that a repeated run has too', async () => {
    await everywhere();
    await wiped();
    await run();
    expect(w.doors.bus.announced.map(({ id, workspace, type }) => [id, workspace, type])).toEqual([
      ['c0de.rival', 'rival', 'person.erased'],
      ['c0de.shop', 'shop', 'person.erased'],
      ['c0de.third', 'third', 'person.erased'],
    ]);
    const ended = status();
    w.clock.advance(1000);
    await run();
    expect(w.doors.bus.announced).toHaveLength(3);
    expect(status()).toEqual(ended);
  });

  it('of whom nothing is kept is done at once, also when the row of the request was never written', async () => {
    await run();
    expect(status()).toMatchObject({ state: 'done', counts: { events: 0, parked: 0 } });
    expect([w.doors.bus.announced, w.doors.outbox.sent]).toEqual([[], []]);
  });

  it('goes on where it was when its time was up', async () => {
    await everywhere();
    await wiped();
    const { events } = w.doors;
    let pages = 0;
    const slow = {
      erase: (...args: Parameters<typeof events.erase>) => {
        pages += 1;
        w.clock.advance(150_000);
        return events.erase(...args);
      },
    };
    let runs = 0;
    for (; status()?.state !== 'done' && runs < 20; runs += 1) {
      await erasePerson(person, { ...w.doors, events: slow }, w.context()).catch((thrown: unknown) => {
        expect(thrown).toMatchObject({ kind: 'busy' });
      });
    }
    expect(runs).toBeGreaterThan(2);
    expect(await left()).not.toContain(person.userId);
    expect(status()?.counts).toMatchObject({ events: 7, parked: 3 });
    expect(pages).toBeLessThanOrEqual(10);
  });

  it('says on its page when it failed for good, and not when it only waits', async () => {
    await everywhere();
    await wiped();
    const broken = (kind: Failure['kind']) => ({
      erase: async () => {
        throw new Failure(kind, 'no');
      },
    });
    await expect(erasePerson(person, { ...w.doors, events: broken('unavailable') }, w.context())).rejects.toThrow();
    expect(status()?.state).toBe('received');
    await expect(erasePerson(person, { ...w.doors, events: broken('misconfigured') }, w.context())).rejects.toThrow();
    expect(status()?.state).toBe('failed');
    await run();
    expect(status()?.state).toBe('done');
  });

  it('names its parked item by the code, nobody’s, so that it is one however often it fails', async () => {
    await run();
    expect(w.claimed).toEqual(['c0de']);
  });
});

describe('over the store’s own walks', () => {
  it('takes events, parked items and their blobs, and what is another’s stays', async () => {
    const events = fakeWebhookEvents(w.clock);
    const blobs = fakeBlobs();
    const parked = fakeParkedItems();
    const typed = { channel: 'user', topic: 'email', kind: 'user-change', event: {}, source: 'webhook' } as const;
    const keep = async (asset: AssetRef, dedupeKey: string, raw: unknown) => {
      const key = { workspace: 'shop', asset, time: 1_800_000_000, field: 'email', dedupeKey };
      const event = { ...key, ...typed, raw, occurredAt: null, receivedAt: '2026-11-21T10:00:00.000Z' };
      await events.claim(event, { token: 't', now: w.clock.now(), leaseMs: 1000 });
      return key;
    };
    const theirs = await keep({ kind: 'user', id: '7700' }, 'a', {});
    const named = await keep({ kind: 'page', id: '9' }, 'b', { from: { id: '7700' } });
    const other = await keep({ kind: 'page', id: '9' }, 'c', { from: { id: '77001' } });
    await blobs.put('parked/big', Buffer.from(JSON.stringify([{ from: '7700' }])));
    const item = { workspace: 'shop', queue: 'webhookEvents', kind: 'bug', blame: 'us', reason: 'r' } as const;
    const times = { firstSeenAt: '2026-11-21T09:00:00.000Z', parkedAt: '2026-11-21T10:00:00.000Z' };
    await parked.put({ ...item, ...times, id: 'p1', blob: 'parked/big' });
    await parked.put({ ...item, ...times, id: 'p2', items: [{ from: '8800' }] });
    await w.doors.connections.create(connection('c1', { metaUserId: '7700', state: 'disconnected' }));
    const rows = { events: eventsOfPerson(events), parked: parkedOfPerson(parked, blobs) };
    await erasePerson(person, { ...w.doors, ...rows }, w.context());
    const left = await Promise.all([theirs, named, other].map((key) => events.get(key)));
    expect(left.map((row) => row?.dedupeKey)).toEqual([undefined, undefined, 'c']);
    expect([parked.rows().map(({ id }) => id), blobs.keys()]).toEqual([['p2'], []]);
    expect(status()).toMatchObject({ state: 'done', counts: { events: 2, parked: 1, connections: 1 } });
  });
});

describe('killed anywhere', () => {
  /** Doors of which the `at`th call of all throws. */
  function killing(at: number) {
    let calls = 0;
    const wrapped = (door: object): object =>
      new Proxy(door, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return (...args: unknown[]) => {
            calls += 1;
            if (calls === at) throw new Error('killed');
            return Reflect.apply(member, target, args);
          };
        },
      });
    const { clock, publicUrl, secrets, ...doors } = w.doors;
    const some = Object.entries(doors).map(([name, door]) => [name, wrapped(door)]);
    return { doors: { ...Object.fromEntries(some), clock } as typeof w.doors, ended: () => calls < at };
  }

  it('and run again, ends the same', async () => {
    let at = 1;
    for (let ended = false; !ended; at += 1) {
      w = complianceWorld();
      await everywhere();
      await wiped();
      const kill = killing(at);
      await erasePerson(person, kill.doors, w.context()).catch(() => undefined);
      await run();
      ended = kill.ended();
      expect(await left()).not.toContain(person.userId);
      expect(status()?.state).toBe('done');
      const ids = new Set(w.doors.bus.announced.map(({ id }) => id));
      expect([...ids].sort()).toEqual(['c0de.rival', 'c0de.shop', 'c0de.third']);
    }
    expect(at).toBeGreaterThan(30);
  });
});
