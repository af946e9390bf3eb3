import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Kill, killedAt } from '../../fakes/killed-at.ts';
import {
  collectWorld,
  echoOf,
  factsOf,
  number,
  page,
  psid,
  second,
  textOf,
  userId,
  waStatusOf,
  waTextOf,
  whatsapp,
} from './collect-world.ts';

const parties = { from: psid, to: page };
const at = (seconds: number, key: string) => ({ at: second(seconds), key });

/** What may happen in two conversations; every line is one item of the queue. */
const happenings = [
  ['message', textOf('m1'), at(1, 'm1')],
  ['echo', echoOf('e1'), at(2, 'e1')],
  ['edit', { messageId: 'm1', ...parties, text: 'hallo', edits: 1 }, at(3, 'edit')],
  ['reaction', { messageId: 'e1', ...parties, action: 'react', emoji: '👍' }, at(4, 'reaction')],
  ['delivery', { ...parties, messageIds: ['e1', 'e2'], watermark: Date.parse(second(5)) }, at(6, 'delivery')],
  ['read', { ...parties, watermark: Date.parse(second(6)) }, at(7, 'read')],
  ['postback', { ...parties, title: 'Yes' }, at(8, 'postback')],
  ['referral', { ...parties, ref: 'r' }, at(9, 'referral')],
  ['handover', { ...parties, action: 'pass', newOwnerAppId: '7' }, at(10, 'pass')],
  ['message', textOf('m2', 'a secret'), at(11, 'm2')],
  ['edit', { messageId: 'm2', ...parties, text: 'two secrets', edits: 1 }, at(12, 'edit-2')],
  ['deletion', { messageId: 'm2', ...parties }, at(13, 'deletion')],
  ['message', waTextOf('w1', { referral: { source_type: 'ad' } }), whatsapp(second(1), 'w1')],
  ['echo', waTextOf('w2', { from: '15550009999', to: number }), whatsapp(second(2), 'w2')],
  ['echo', waTextOf('w3', { from: '15550009999', to: number }), whatsapp(second(3), 'w3')],
  ['status', waStatusOf('w2', 'sent', { pricing: { billable: false } }), whatsapp(second(4), 'sent')],
  ['status', waStatusOf('w2', 'read'), whatsapp(second(5), 'read')],
  [
    'identity-change',
    { change: 'user_changed_number', previousWaId: '15550000003', waId: '15550000004' },
    whatsapp(second(6), 'change'),
  ],
] as const;

/** The ids of the person of `w1` become others; told last, so that what comes before needs no order. */
const rotation = [
  'identity-change',
  { change: 'user_changed_number', previousWaId: number, waId: '15550000005', previousUserId: userId, userId: 'US.5' },
  whatsapp(second(8), 'rotation'),
] as const;

const mortals = ['messages', 'threads', 'people', 'events', 'bus'] as const;

/** All items in this order; the worker dies at a call of a door, and what it held is passed on again. */
async function life(order: readonly (typeof happenings | readonly [typeof rotation])[number][], kill?: Kill) {
  const w = collectWorld();
  let deaths = 0;
  for (const [kind, event, over] of order) {
    const item = await w.passOn(kind, event, over);
    const doors = kill && {
      ...killedAt(w.doors, mortals, kill),
      events: { ...w.doors.events, blank: mortalBlank(w, kill) },
    };
    try {
      await w.collect(item, doors);
    } catch (thrown) {
      if (!(thrown instanceof Error) || thrown.message !== 'killed') throw thrown;
      deaths += 1;
      kill = undefined;
      await w.collect(item);
    }
  }
  return { deaths, facts: factsOf(w) };
}

/** `keyOf` is pure: only blanking can be where a worker dies. */
const mortalBlank = ({ doors }: ReturnType<typeof collectWorld>, kill: Kill) =>
  killedAt({ events: { blank: doors.events.blank } }, ['events'], kill).events.blank;

describe('a worker that is killed at any call of a door', () => {
  it.each([
    ['before the call', false],
    ['after it', true],
  ])('%s: what is redelivered leaves the same facts and the same announced ids', async (_when, after) => {
    const all = [...happenings, rotation];
    const { facts } = await life(all);
    expect(facts.people).toContainEqual(expect.arrayContaining([[`wa:${number}`, true]]));
    let lives = 0;
    for (let left = 1; ; left += 1) {
      const killed = await life(all, { left, after });
      expect([left, killed.facts]).toEqual([left, facts]);
      if (killed.deaths === 0) break;
      lives += 1;
    }
    expect(lives).toBeGreaterThan(50);
  });
});

describe('the order in which items come, and how often', () => {
  it('makes no difference to what stands of messages and threads', async () => {
    const sorted = await life(happenings);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...happenings, ...happenings], { minLength: 2 * happenings.length }),
        async (order) => {
          const { facts } = await life(order);
          expect(facts.messages).toEqual(sorted.facts.messages);
          expect(facts.threads).toEqual(sorted.facts.threads);
          expect(facts.people).toEqual(sorted.facts.people);
          // What is deleted before it comes is not announced.
          const known = new Set(sorted.facts.announced);
          expect(facts.announced.filter((id) => !known.has(id))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
