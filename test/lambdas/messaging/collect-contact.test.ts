import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readEnvelope } from '../../../lambdas/foundation/meta/webhook-envelope.ts';
import { classifyItem } from '../../../lambdas/webhooks/classify-item.ts';
import { splitEnvelope } from '../../../lambdas/webhooks/split-envelope.ts';
import { describeWithShared } from '../../shared-material.ts';
import { expectations } from '../webhooks/sample-expectations/all.ts';
import { deliveryOf } from '../webhooks/sample-expectations/sample-payload.ts';
import {
  type CollectWorld,
  collectWorld,
  number,
  second,
  userId,
  waStatusOf,
  waTextOf,
  whatsapp,
} from './collect-world.ts';

const newNumber = '15550000002';
const newId = 'US.20000000000000000002';
const parents = { previousParentUserId: 'US.ENT.11', parentUserId: 'US.ENT.22' };

type Happening = readonly [kind: string, event: object, at: number, key: string];
const arrives = (w: CollectWorld, [kind, event, at, key]: Happening) =>
  w.arrives(kind, event, whatsapp(second(at), key));

const said = (key: string, waId: string | undefined, bsuid: string, at: number): Happening => {
  const contact = { ...(waId && { waId }), userId: bsuid };
  return ['message', waTextOf(key, { from: waId ?? bsuid, contact }), at, key];
};
const notice = (event: object, at = 20, key = 'notice'): Happening => ['identity-change', event, at, key];

const before = said('before', number, userId, 10);
const sameNumber = said('after', number, newId, 30);
const otherNumber = said('after', newNumber, newId, 30);
/** What WhatsApp sends in the same second (Meta's samples below): the first names only the new ids. */
const system = notice({ change: 'user_changed_user_id', userId: newId, parentUserId: 'US.ENT.22' }, 20, 'system');
const update = notice(
  { change: 'user_id_update', waId: number, previousUserId: userId, userId: newId, ...parents },
  20,
  'update',
);
const moved = notice({
  change: 'user_changed_number',
  ...{ previousWaId: number, waId: newNumber, previousUserId: userId, userId: newId },
});

const people = ({ doors }: CollectWorld) => doors.people.rows();
const held = (w: CollectWorld) =>
  people(w).map(({ aliases }) => aliases.flatMap(({ alias, until }) => (until === null ? [alias] : [])));
const conflicts = (w: CollectWorld) => people(w).flatMap((person) => person.conflicts.map(({ alias }) => alias));
const notices = (w: CollectWorld) => w.bus.announced.filter(({ type }) => type === 'contact.identity-changed');

/** Every message is announced with the person of its thread; answers how many were. */
function rightlyAnnounced(w: CollectWorld): number {
  const threads = new Map(w.doors.threads.rows().map(({ id, personId }) => [id, personId]));
  const told = w.bus.announced.filter(({ type }) => type === 'message.received');
  for (const { detail } of told) expect(detail.personId).toBe(threads.get(String(detail.threadId)));
  return told.length;
}

describe('a change of ids', () => {
  it('keeps the person and the thread', async () => {
    const w = collectWorld();
    await arrives(w, before);
    const item = await arrives(w, update);
    await w.collect(item);
    await arrives(w, sameNumber);
    expect(held(w)).toEqual([[`wa:${number}`, `bsuid:${newId}`, 'parent-bsuid:US.ENT.22']]);
    const threads = w.doors.threads.rows();
    expect(threads.map(({ lastAt }) => lastAt)).toEqual([second(30)]);
    expect(notices(w).map(({ id }) => id)).toEqual(Array(2).fill(`${item.receiptKey}/contact.identity-changed`));
    expect(notices(w)[0]?.detail).toMatchObject({
      ...{ change: 'user_id_update', previous: [`bsuid:${userId}`, 'parent-bsuid:US.ENT.11'], conflict: false },
      ...{ current: [`bsuid:${newId}`, `wa:${number}`, 'parent-bsuid:US.ENT.22'], personId: threads[0]?.personId },
    });
    expect(w.notes.total('IdentityConflicts')).toBe(0);
  });

  it('of ids that nobody is known by makes nobody, and is told', async () => {
    for (const one of [system, update, moved]) {
      const w = collectWorld();
      await arrives(w, one);
      expect([people(w), w.doors.threads.rows()]).toEqual([[], []]);
      expect(notices(w).map(({ detail }) => [detail.personId, detail.conflict])).toEqual([[null, false]]);
      expect(w.notes.total('InboundMessages', { channel: 'whatsapp', outcome: 'noted' })).toBe(1);
    }
  });

  it('finds the person by what did not change, or by any id of before', async () => {
    const byNumber = collectWorld();
    await arrives(byNumber, ['message', waTextOf('w1', { contact: undefined }), 10, 'w1']);
    await arrives(byNumber, update);
    expect(held(byNumber)).toEqual([[`wa:${number}`, `bsuid:${newId}`, 'parent-bsuid:US.ENT.22']]);

    const byUserId = collectWorld();
    await arrives(byUserId, said('w1', undefined, userId, 10));
    const change = { change: 'user_changed_number', previousWaId: number, waId: newNumber, previousUserId: userId };
    await arrives(byUserId, notice(change));
    expect(held(byUserId)).toEqual([[`wa:${newNumber}`]]);
    await arrives(byUserId, otherNumber);
    expect([held(byUserId), conflicts(byUserId)]).toEqual([[[`wa:${newNumber}`, `bsuid:${newId}`]], []]);
  });

  it('of the device leaves all ids', async () => {
    const w = collectWorld();
    await arrives(w, before);
    await arrives(w, notice({ change: 'customer_identity_changed', waId: number, previousUserId: userId }));
    expect(held(w)).toEqual([[`bsuid:${userId}`, `wa:${number}`]]);
    expect(notices(w)[0]?.detail).toMatchObject({ previous: [], current: [`bsuid:${userId}`, `wa:${number}`] });
  });

  it('to ids of somebody else merges nobody, and ends what was', async () => {
    const w = collectWorld();
    for (const one of [before, otherNumber, moved, moved]) await arrives(w, one);
    expect(held(w)).toEqual([[], [`bsuid:${newId}`, `wa:${newNumber}`]]);
    expect(conflicts(w)).toEqual([`bsuid:${newId}`, `wa:${newNumber}`]);
    expect(notices(w).map(({ detail }) => detail.conflict)).toEqual([true, true]);
    expect(w.notes.total('IdentityConflicts')).toBe(1);
  });

  it('of two people ends what either had', async () => {
    const w = collectWorld();
    await arrives(w, said('one', undefined, userId, 10));
    await arrives(w, ['message', waTextOf('other', { contact: undefined }), 11, 'other']);
    for (const one of [moved, moved]) await arrives(w, one);
    expect(held(w)).toEqual([[`bsuid:${newId}`, `wa:${newNumber}`], []]);
    expect(conflicts(w)).toEqual([`wa:${number}`]);
  });
});

describe('what is told late', () => {
  it('is about whoever held the ids then', async () => {
    const w = collectWorld();
    const item = await arrives(w, before);
    for (const one of [moved, otherNumber]) await arrives(w, one);
    await w.collect(item);
    await arrives(w, said('late', number, userId, 20));
    await arrives(w, ['status', waStatusOf('out', 'sent'), 12, 'status']);
    await arrives(w, moved);
    expect(held(w)).toEqual([[`bsuid:${newId}`, `wa:${newNumber}`]]);
    expect(w.doors.threads.rows()).toHaveLength(1);
    expect(rightlyAnnounced(w)).toBe(4);
    expect(notices(w).map(({ detail }) => detail.conflict)).toEqual([false, false]);
    expect(w.notes.total('IdentityConflicts')).toBe(0);
  });

  it('has the person of the thread in which the message stands', async () => {
    const w = collectWorld();
    const item = await arrives(w, ['message', waTextOf('w1', { contact: undefined }), 10, 'w1']);
    const [first] = w.doors.threads.rows();
    // By now Meta names whose message it was otherwise, and the id is another person's.
    await arrives(w, said('w2', undefined, userId, 11));
    await w.collect({ ...item, event: { kind: 'message', ...waTextOf('w1', { from: userId, contact: undefined }) } });
    expect(w.doors.threads.rows()).toHaveLength(2);
    const told = w.bus.announced.filter(({ detail }) => detail.metaId === 'w1');
    expect(told.map(({ detail }) => [detail.threadId, detail.personId])).toEqual(
      Array(2).fill([first?.id, first?.personId]),
    );
  });
});

describe('a number that went to somebody else', () => {
  const stranger = said('stranger', number, 'US.99999999999999999999', 40);

  it.each([
    ['after the notice', [before, moved, otherNumber], 1],
    ['after a notice that came after the new number', [before, otherNumber, moved], 2],
  ])('is the stranger’s, %s', async (_when, known, count) => {
    const w = collectWorld();
    for (const one of [...known, stranger, before, moved, stranger]) await arrives(w, one);
    expect(people(w)).toHaveLength(count + 1);
    expect(w.doors.threads.rows()).toHaveLength(count + 1);
    expect(held(w)).toContainEqual(['bsuid:US.99999999999999999999', `wa:${number}`]);
    expect(rightlyAnnounced(w)).toBe(5);
  });

  it('without a notice is recorded and counted: one human has two user ids', async () => {
    const w = collectWorld();
    for (const one of [before, stranger, stranger]) await arrives(w, one);
    expect(people(w)).toHaveLength(1);
    expect(conflicts(w)).toEqual(['bsuid:US.99999999999999999999']);
    expect(w.notes.total('IdentityConflicts')).toBe(1);
  });
});

/** Everything twice, in any order. */
const orderOf = (items: readonly Happening[]) =>
  fc.shuffledSubarray([...items, ...items], { minLength: 2 * items.length });

async function lifeOf(order: readonly Happening[]): Promise<CollectWorld> {
  const w = collectWorld();
  for (const one of order) await arrives(w, one);
  return w;
}

describe('messages and notices of a change, twice and in any order', () => {
  it('are one person and one thread where the number stays', async () => {
    let explained = 0;
    await fc.assert(
      fc.asyncProperty(orderOf([before, system, update, sameNumber]), async (order) => {
        const w = await lifeOf(order);
        expect(people(w)).toHaveLength(1);
        expect(w.doors.threads.rows()).toHaveLength(1);
        expect(rightlyAnnounced(w)).toBe(4);
        expect(notices(w).map(({ detail }) => detail.conflict)).toEqual(Array(4).fill(false));
        // A notice about nobody known says nothing; the number alone ties the two user ids then.
        const known = Math.min(order.indexOf(before), order.indexOf(sameNumber));
        const isExplained = order.lastIndexOf(update) > known;
        explained += Number(isExplained);
        expect(held(w).flat().includes(`bsuid:${userId}`)).toBe(!isExplained);
        expect(conflicts(w).length).toBeLessThanOrEqual(isExplained ? 0 : 1);
      }),
      { numRuns: 200 },
    );
    expect(explained).toBeGreaterThan(100);
  });

  it('are one person and one thread where all ids change, if the notice comes between the messages', async () => {
    const seen = { one: 0, two: 0 };
    await fc.assert(
      fc.asyncProperty(orderOf([before, moved, otherNumber]), async (order) => {
        const w = await lifeOf(order);
        const [first, last] = [order.indexOf(before), order.indexOf(otherNumber)].sort((a, b) => a - b);
        const isBetween = order.slice(first, last).includes(moved);
        seen[isBetween ? 'one' : 'two'] += 1;
        expect(people(w)).toHaveLength(isBetween ? 1 : 2);
        expect(w.doors.threads.rows()).toHaveLength(isBetween ? 1 : 2);
        expect(rightlyAnnounced(w)).toBe(4);
        const late = order.lastIndexOf(moved) > (last ?? 0);
        expect(notices(w).some(({ detail }) => detail.conflict)).toBe(!isBetween && late);
        expect(conflicts(w)).toHaveLength(!isBetween && late ? 2 : 0);
        // Who was told of has given up the old ids.
        expect(held(w).flat().includes(`wa:${number}`)).toBe(!isBetween && !late);
      }),
      { numRuns: 200 },
    );
    expect(seen.one).toBeGreaterThan(50);
    expect(seen.two).toBeGreaterThan(50);
  });
});

describeWithShared('Meta’s samples of one rotation', () => {
  const files = ['wa_system_bsuid.json', 'wa_user_id_update.json'];
  const [oldId, rotated, phone] = ['US.10101010101010101010', 'US.13491208655302741918', '16505551234'];

  function itemOf(file: string): Happening {
    const expected = expectations[file];
    const envelope = expected && readEnvelope(JSON.stringify(deliveryOf(file, expected)));
    if (typeof envelope !== 'object') throw new Error(`${file} is no delivery`);
    const [item, ...more] = splitEnvelope(envelope, second(900)).flatMap(({ items }) => items);
    if (item === undefined || more.length > 0) throw new Error(`${file} has not one item`);
    const { kind, event } = classifyItem(item);
    return [kind, JSON.parse(JSON.stringify(event)), 20, file];
  }

  it.each([
    ['as they are', files],
    ['the other way round', files.toReversed()],
  ])('%s are one person and one thread', async (_order, order) => {
    const items = order.map(itemOf);
    for (const contact of [phone, undefined]) {
      const told = [said('before', contact, oldId, 10), ...items, said('after', contact, rotated, 30)];
      const w = await lifeOf([...told, ...told]);
      expect([people(w).length, w.doors.threads.rows().length, conflicts(w)]).toEqual([1, 1, []]);
      expect(held(w)[0]).toContain(`bsuid:${rotated}`);
      expect(held(w)[0]).not.toContain(`bsuid:${oldId}`);
      expect(rightlyAnnounced(w)).toBe(4);
    }
  });
});
