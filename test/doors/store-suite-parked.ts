import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { ParkedFilter, ParkedItem, ParkedItems } from '../../lambdas/foundation/store/parked-items.ts';
import { fresh, handClock, type StoreMaker } from './store-under-test.ts';

const anItem = (clock: Clock, over: Partial<ParkedItem> = {}): ParkedItem => ({
  id: randomUUID(),
  workspace: fresh('w'),
  queue: 'webhookEvents',
  kind: 'bug',
  blame: 'us',
  reason: 'unexpected TypeError',
  receipt: { entity: 'webhookEvent', id: 'cGFnZTox' },
  traceId: 'Root=1-0-0',
  firstSeenAt: isoTime(clock.now() - 5000),
  parkedAt: isoTime(clock.now()),
  items: [{ text: 'ß😀\uffff', digits: '9007199254740993123' }, null, [1]],
  ...over,
});

async function walk(parked: ParkedItems, workspace: string, filter: ParkedFilter, limit: number) {
  const found: ParkedItem[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 100; pages += 1) {
    const page = await parked.list(workspace, filter, limit, after);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    if (page.next === null) return found.map(({ id }) => id);
    after = page.next;
  }
  throw new Error('the list does not end');
}

/** The one list of what could not be done. */
export function parkedSuite(make: StoreMaker): void {
  const open = () => {
    const clock = handClock();
    return { clock, parked: make(clock).process().parked };
  };

  describe('the parked list', () => {
    it('gives an item back as it was put, and shows it without its body', async () => {
      const { clock, parked } = open();
      const item = anItem(clock);
      const { items, ...shown } = item;
      await parked.put(item);
      expect(await parked.get(item.workspace, item.id)).toEqual(item);
      expect(await parked.list(item.workspace, {}, 10)).toEqual({ items: [shown], next: null });
      const { items: _, receipt: __, traceId: ___, ...bare } = anItem(clock, { blob: 'parked/1' });
      await parked.put(bare);
      expect(await parked.get(bare.workspace, bare.id)).toEqual(bare);
    });

    it('is one row however often it is parked', async () => {
      const { clock, parked } = open();
      const item = anItem(clock);
      await parked.put(item);
      await parked.put({ ...item, reason: 'again' });
      expect((await parked.list(item.workspace, {}, 10)).items.map(({ reason }) => reason)).toEqual(['again']);
    });

    it('belongs to one workspace', async () => {
      const { clock, parked } = open();
      const item = anItem(clock);
      await parked.put(item);
      for (const other of [`${item.workspace}#`, fresh('x'), '-']) {
        expect(await parked.get(other, item.id)).toBeUndefined();
        expect((await parked.list(other, {}, 100)).items.map(({ id }) => id)).not.toContain(item.id);
        expect(await parked.remove({ ...item, workspace: other })).toBe('removed');
      }
      expect(await parked.get(item.workspace, item.id)).toBeDefined();
    });

    it('removes exactly what was read: parked again meanwhile, it stays', async () => {
      const { clock, parked } = open();
      const item = anItem(clock);
      await parked.put({ ...item, parkedAt: isoTime(clock.now() + 1) });
      expect(await parked.remove(item)).toBe('stays');
      expect(await parked.get(item.workspace, item.id)).toBeDefined();
      await parked.put(item);
      expect(await parked.remove(item)).toBe('removed');
      expect(await parked.remove(item)).toBe('removed');
      expect(await parked.get(item.workspace, item.id)).toBeUndefined();
    });

    it('pages through everything by id, filtered or not', async () => {
      const { clock, parked } = open();
      const workspace = fresh('w');
      const all = Array.from({ length: 23 }, (_, at) =>
        anItem(clock, {
          workspace,
          kind: at % 3 ? 'bug' : 'malformed',
          blame: at % 2 ? 'us' : 'meta',
          queue: at % 5 ? 'webhookEvents' : 'replayJobs',
        }),
      );
      for (const item of all) await parked.put(item);
      for (const filter of [
        {},
        { kind: 'bug' },
        { blame: 'meta' },
        { queue: 'replayJobs', blame: 'us' },
        { kind: 'none' },
      ]) {
        const wanted = all
          .filter((item) =>
            (['queue', 'kind', 'blame'] as const).every(
              (name) =>
                !(name in filter) ||
                Object.entries(filter).some(([key, value]) => key === name && item[name] === value),
            ),
          )
          .map(({ id }) => id)
          .sort();
        for (const limit of [1, 4, 23, 100]) expect(await walk(parked, workspace, filter, limit)).toEqual(wanted);
      }
    });

    it('refuses a body that no row can hold, so that the caller takes the bucket', async () => {
      const { clock, parked } = open();
      const noise = Array.from({ length: 20_000 }, () => randomUUID()).join('');
      const item = anItem(clock, { items: [noise] });
      await expect(parked.put(item)).rejects.toMatchObject({ kind: 'too-large' });
      expect(await parked.get(item.workspace, item.id)).toBeUndefined();
    });
  });
}
