import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Kill, killedAt } from '../../fakes/killed-at.ts';
import { type MetaSimulator, metaSimulator } from '../../local/graph-meta.ts';
import { capiWorld, chatPurchase, purchase } from './capi-world.ts';

let meta: MetaSimulator;
beforeAll(async () => {
  meta = await metaSimulator();
});
afterAll(() => meta.close());
beforeEach(() => meta.control('DELETE', 'conversions'));

const mortals = ['graph', 'conversions', 'days', 'bus', 'speakers'] as const;
const visibilityMs = 360_000;

/** One life of a shop's five events whose worker dies at a call of a door; answers whether it came to that. */
async function life(kill: Kill) {
  await meta.control('DELETE', 'conversions');
  await meta.control('POST', 'faults', { conversions: [{ eventId: '^poison$', code: 100, subcode: 2804009 }] });
  const w = await capiWorld(meta);
  await w.link();
  const now = w.clock.now();
  const data = [
    purchase('a', now),
    purchase('poison', now),
    purchase('b', now),
    chatPurchase('c', now),
    chatPurchase('d', now),
  ];
  await w.accept({ data });
  w.serve(killedAt(w.doors, mortals, kill));
  const died = await w.once().then(
    () => kill.left <= 0,
    () => true,
  );
  w.serve(w.doors);
  if (died) {
    w.again();
    w.clock.advance(visibilityMs);
  }
  await w.pump();
  const rows = Object.fromEntries(w.doors.conversions.rows().map(({ eventId, state }) => [eventId, state]));
  const committed = Object.fromEntries(
    (await w.committed()).map(({ eventId, commits, kept }) => [eventId, { commits, kept }]),
  );
  return { died, rows, committed, parked: w.parked.rows().map(({ kind }) => kind) };
}

describe('a worker that is killed at any call of a door', () => {
  it.each([
    ['before the call', false],
    ['after it', true],
  ])(
    '%s: Meta keeps one of each, chats are sent once at most, and every event ends',
    async (_when, after) => {
      let lives = 0;
      for (let left = 1; ; left += 1) {
        const { died, rows, committed, parked } = await life({ left, after });
        expect(Object.keys(rows).sort()).toEqual(['a', 'b', 'c', 'd', 'poison']);
        for (const id of ['a', 'b'])
          expect([left, id, rows[id], committed[id]?.kept]).toEqual([left, id, 'delivered', 1]);
        expect([left, rows.poison, committed.poison]).toEqual([left, 'parked', undefined]);
        for (const id of ['c', 'd']) {
          expect(committed[id]?.commits ?? 0).toBeLessThanOrEqual(1);
          // What nobody knows of is in the list for a person, never sent again.
          if (rows[id] !== 'delivered')
            expect([rows[id], parked.includes('outcome-unknown')]).toEqual(['parked', true]);
        }
        if (!died) break;
        lives += 1;
      }
      expect(lives).toBeGreaterThan(15);
    },
    300_000,
  );
});
