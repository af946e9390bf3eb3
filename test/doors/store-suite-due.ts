import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { DueRow } from '../../lambdas/foundation/store/due-rows.ts';
import { type Effort, fresh, handClock, type StoreMaker, type StoreProcess } from './store-under-test.ts';

const yearMs = 365 * 24 * 3600_000;

/** The index of what must be woken. */
export function dueSuite(make: StoreMaker, { events }: Effort): void {
  const open = () => {
    const clock = handClock();
    const { due } = make(clock).process();
    const workspace = fresh('w');
    const aRow = (dueAt: string): DueRow => ({ entity: 'connection', pk: [workspace], sk: [randomUUID()], dueAt });
    return { now: clock.now(), due, workspace, aRow };
  };
  /** All of this test's rows that are due, shard by shard, page by page. */
  async function walk(due: StoreProcess['due'], workspace: string, until: string, limit = 3) {
    const found: DueRow[] = [];
    for (const shard of due.shards) {
      const times: string[] = [];
      let after: unknown;
      do {
        const page = await due.due(shard, until, limit, after);
        expect(page.rows.length).toBeLessThanOrEqual(limit);
        times.push(...page.rows.map(({ dueAt }) => dueAt));
        found.push(...page.rows.filter(({ pk: [owner] }) => owner === workspace));
        after = page.next;
      } while (after !== undefined);
      expect(times).toEqual([...times].sort());
    }
    return found;
  }
  const ids = (rows: readonly DueRow[]) => rows.map(({ sk: [id] }) => id).sort();

  describe('the due index', () => {
    it('shows what is due and nothing else, the longest due first, over all shards', async () => {
      const { now, due, workspace, aRow } = open();
      const past = Array.from({ length: events }, (_, at) => aRow(isoTime(now - yearMs - at * 1000)));
      const later = Array.from({ length: 5 }, (_, at) => aRow(isoTime(now - yearMs + 1 + at)));
      for (const row of [...past, ...later]) await due.put(row);
      const found = await walk(due, workspace, isoTime(now - yearMs));
      expect(ids(found)).toEqual(ids(past));
      expect(found).toEqual(expect.arrayContaining(past));
      for (const row of [...past, ...later]) await due.remove(row);
      expect(await walk(due, workspace, isoTime(now))).toEqual([]);
    });

    it('puts a row off once, from where it was seen', async () => {
      const { now, due, workspace, aRow } = open();
      const [seen, to] = [isoTime(now - yearMs), isoTime(now - yearMs + 60_000)];
      const row = aRow(seen);
      await due.put(row);
      const answers = await Promise.all(Array.from({ length: 4 }, () => due.putOff(row, to)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await walk(due, workspace, seen)).toEqual([]);
      expect(await walk(due, workspace, to)).toEqual([{ ...row, dueAt: to }]);
      await due.remove(row);
    });

    it('neither moves a row whose owner did meanwhile, nor makes one that is gone', async () => {
      const { now, due, workspace, aRow } = open();
      const row = aRow(isoTime(now - yearMs));
      const gone = aRow(row.dueAt);
      await due.put({ ...row, dueAt: isoTime(now - yearMs + 1000) });
      expect(await due.putOff(row, isoTime(now))).toBe(false);
      expect(await due.putOff(gone, isoTime(now))).toBe(false);
      expect(ids(await walk(due, workspace, isoTime(now)))).toEqual(ids([row]));
      await due.remove(row);
    });
  });
}
