import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { PersonRows } from '../../lambdas/foundation/store/person-rows.ts';
import { aClaim, anEvent, fresh, handClock } from './store-under-test.ts';
import type { TiesMaker } from './ties-under-test.ts';

/** Walks to the end, as the room does. */
export async function eraseAll(rows: PersonRows, workspace: string, ids: readonly string[]) {
  const sum = { examined: 0, erased: 0 };
  for (let after: string | null | undefined; after !== null; ) {
    expect(sum.examined).toBeLessThan(1000);
    const page = await rows.erase(workspace, ids, after);
    sum.examined += page.examined;
    sum.erased += page.erased;
    after = page.next;
  }
  return sum;
}

/** A random number of 17 digits, as app-scoped ids are. */
export const aPerson = () => String(BigInt(`0x${randomUUID().replaceAll('-', '')}`)).slice(0, 17);

/** What a person's erasure finds and takes away. */
export function erasureSuite(make: TiesMaker): void {
  describe('the erasure of a person’s events', () => {
    const open = () => {
      const clock = handClock();
      const store = make(clock)();
      const workspace = fresh('w');
      const keep = async (over: Parameters<typeof anEvent>[1]) => {
        const event = anEvent(clock, { workspace, ...over });
        const claim = aClaim(clock);
        await store.events.claim(event, claim);
        await store.events.settle(event, claim);
        return event;
      };
      return { clock, store, workspace, keep };
    };

    it('takes what names them, wherever it does, and nothing else', async () => {
      const { store, workspace, keep } = open();
      const person = aPerson();
      const theirs = [
        await keep({ asset: { kind: 'user', id: person }, raw: {} }),
        await keep({ raw: { from: { id: person } } }),
        await keep({ raw: { text: { comment_id: `123_${person}` } } }),
        await keep({ raw: [`a\n${person}`] }),
        await keep({ raw: { id: Number(person.slice(0, 15)) }, event: { to: person } }),
        await keep({ dedupeKey: `${person}|17`, raw: {} }),
      ];
      const others = [
        await keep({ raw: { from: { id: `${person}0` } } }),
        await keep({ raw: { from: { id: `1${person}` } } }),
        await keep({ raw: { text: `x${person}` } }),
      ];
      expect(await eraseAll(store.eventsOfPerson, workspace, [person])).toEqual({ examined: 9, erased: 6 });
      for (const event of theirs) expect(await store.events.get(event)).toBeUndefined();
      for (const event of others) expect(await store.events.get(event)).toBeDefined();
      expect(await eraseAll(store.eventsOfPerson, workspace, [person])).toEqual({ examined: 3, erased: 0 });
      expect((await store.events.list(workspace, {}, 10)).events).toHaveLength(3);
    });

    it('goes through more than one page', async () => {
      const { store, workspace, keep, clock } = open();
      const person = aPerson();
      for (let at = 0; at < 130; at += 1) {
        await keep({ raw: at % 2 ? { person } : {}, time: Math.floor(clock.now() / 1000) - at * 60 });
      }
      expect(await eraseAll(store.eventsOfPerson, workspace, [person])).toEqual({ examined: 130, erased: 65 });
      expect((await store.events.list(workspace, {}, 100)).events).toHaveLength(65);
    }, 60_000);

    it('is not for everybody: without an id it is refused', async () => {
      const { store, workspace, keep } = open();
      await keep({});
      for (const ids of [[], ['']]) {
        await expect(store.eventsOfPerson.erase(workspace, ids)).rejects.toMatchObject({ kind: 'bug' });
      }
      expect((await store.events.list(workspace, {}, 10)).events).toHaveLength(1);
    });
  });

  describe('the erasure of a person’s parked items', () => {
    it('takes what names them, with its body in the bucket', async () => {
      const clock = handClock();
      const { parked, parkedOfPerson, blobs } = make(clock)();
      const [workspace, person] = [fresh('w'), aPerson()];
      const item = {
        workspace,
        queue: 'webhookEvents',
        kind: 'bug',
        blame: 'us',
        reason: 'unexpected TypeError',
        firstSeenAt: isoTime(clock.now()),
        parkedAt: isoTime(clock.now()),
      } as const;
      await parked.put({ ...item, id: 'theirs', items: [{ sender: { id: person } }] });
      await parked.put({ ...item, id: 'other', items: [{ sender: { id: `9${person}` } }] });
      await parked.put({ ...item, id: 'big', blob: `parked/${workspace.length}` });
      await parked.put({ ...item, id: 'lost', blob: 'parked/lost' });
      await blobs.put(`parked/${workspace.length}`, Buffer.from(JSON.stringify([{ id: person }])));
      expect(await eraseAll(parkedOfPerson, workspace, [person])).toEqual({ examined: 4, erased: 3 });
      expect((await parked.list(workspace, {}, 10)).items.map(({ id }) => id)).toEqual(['other']);
      expect(blobs.keys()).toEqual([]);
    });
  });
}
