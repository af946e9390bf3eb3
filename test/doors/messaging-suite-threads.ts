import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { DueRows } from '../../lambdas/foundation/store/due-rows.ts';
import type { Thread, ThreadFilter, Threads } from '../../lambdas/foundation/store/threads.ts';
import { aThread, everyPage, keptMs, type MessagingMaker } from './messaging-under-test.ts';
import { fresh, handClock } from './store-under-test.ts';

const dayMs = 24 * 3600_000;

/** The conversations. */
export function threadSuite(make: MessagingMaker): void {
  const open = () => {
    const clock = handClock();
    const process = make(clock);
    return { clock, process, ...process() };
  };
  const put = (threads: Threads, thread: Thread) => threads.change(thread, () => thread);
  const ids = (all: readonly Thread[]) => all.map(({ id }) => id);
  const listed = (threads: Threads, workspace: string, limit = 100, filter: ThreadFilter = {}) =>
    everyPage(limit, async (after) => {
      const { threads: rows, next } = await threads.list(workspace, filter, limit, after);
      return { rows, next };
    });

  describe('a thread', () => {
    it('is kept whole under its id, in its own workspace alone', async () => {
      const { clock, threads, process } = open();
      const thread = aThread(clock, {
        channel: 'whatsapp',
        asset: 'whatsapp_account:1',
        phoneNumberId: '2',
        personId: 'p_1',
        control: { holder: 'other', appId: null, at: isoTime(clock.now()) },
      });
      expect(await threads.get(thread)).toBeUndefined();
      expect(await put(threads, thread)).toEqual({ before: undefined, after: thread });
      expect(await process().threads.get(thread)).toEqual(thread);
      const other = { ...thread, workspace: fresh('x') };
      expect(await threads.get(other)).toBeUndefined();
      expect(await listed(threads, other.workspace)).toEqual([]);
    });

    it('takes in all of what several workers change at once, and stands in the list once', async () => {
      const { clock, threads, process } = open();
      const thread = aThread(clock);
      await put(threads, thread);
      const times = [1, 2, 3, 4, 5].map((seconds) => isoTime(clock.now() + seconds * 1000));
      const later = (at: string) => (standing: Thread | undefined) =>
        standing && standing.lastAt < at ? { ...standing, lastAt: at } : standing;
      await Promise.all([
        ...times.map((at) => process().threads.change(thread, later(at))),
        process().threads.change(thread, (standing) => standing && { ...standing, readUpTo: times[0] ?? '' }),
      ]);
      const standing = { ...thread, lastAt: times.at(-1) ?? '', readUpTo: times[0] ?? '' };
      expect(await threads.get(thread)).toEqual(standing);
      expect(await listed(threads, thread.workspace)).toEqual([standing]);
    });

    it('stays as it is when nothing changes', async () => {
      const { clock, threads } = open();
      const thread = aThread(clock);
      expect(await threads.change(thread, (none) => none)).toEqual({ before: undefined, after: undefined });
      await put(threads, thread);
      clock.pass(keptMs - 1000);
      expect(await threads.change(thread, (standing) => standing)).toEqual({ before: thread, after: thread });
      clock.pass(1000);
      expect(await threads.get(thread)).toBeUndefined();
    });

    it('is over some days after its last change, in the list too', async () => {
      const { clock, threads } = open();
      const thread = aThread(clock);
      await put(threads, thread);
      clock.pass(keptMs - 1000);
      const read = { ...thread, readUpTo: isoTime(clock.now()) };
      await put(threads, read);
      clock.pass(keptMs - 1000);
      expect(await listed(threads, thread.workspace)).toEqual([read]);
      clock.pass(1000);
      expect(await listed(threads, thread.workspace)).toEqual([]);
      expect(await put(threads, thread)).toEqual({ before: undefined, after: thread });
      expect(await listed(threads, thread.workspace)).toEqual([thread]);
    });
  });

  describe('a thread whose window closes', () => {
    /** The due times under which the thread stands in the index. */
    async function dueTimes(due: DueRows, { workspace, id }: Thread, until: string) {
      const pages = await Promise.all(
        due.shards.map((shard) =>
          everyPage(100, async (after) => {
            const { rows, next } = await due.due(shard, until, 100, after && JSON.parse(after));
            return { rows, next: next === undefined ? null : JSON.stringify(next) };
          }),
        ),
      );
      const own = pages.flat().filter(({ pk: [owner, thread] }) => owner === workspace && thread === id);
      return own.map(({ entity, sk, dueAt }) => [entity, ...sk, dueAt]);
    }

    it('is due when it says, in one place, until it says so no more', async () => {
      const { clock, threads, due } = open();
      // Long before what other tests wait for, so that pages are short.
      const at = (n: number) => isoTime(clock.now() - 400 * dayMs + n);
      const thread = aThread(clock);
      await put(threads, { ...thread, windowDueAt: at(1) });
      expect(await dueTimes(due, thread, at(0))).toEqual([]);
      expect(await dueTimes(due, thread, at(1))).toEqual([['thread', 'thread', at(1)]]);
      await put(threads, { ...thread, windowDueAt: at(1), readUpTo: at(0) });
      expect(await dueTimes(due, thread, at(1))).toEqual([['thread', 'thread', at(1)]]);
      await put(threads, { ...thread, windowDueAt: at(5) });
      expect(await dueTimes(due, thread, at(4))).toEqual([]);
      expect(await dueTimes(due, thread, at(5))).toEqual([['thread', 'thread', at(5)]]);
      await put(threads, thread);
      expect(await dueTimes(due, thread, at(9))).toEqual([]);
      expect(await threads.get(thread)).toEqual(thread);
    });
  });

  describe('the threads of a workspace', () => {
    const many = async (count: number) => {
      const opened = open();
      const workspace = fresh('w');
      const at = (n: number) => isoTime(opened.clock.now() + Math.floor(n / 3) * 1000);
      const all = Array.from({ length: count }, (_, n) =>
        aThread(opened.clock, {
          workspace,
          id: `t#${100 + n}`,
          lastAt: at(n),
          channel: n % 4 === 0 ? 'instagram' : 'messenger',
          asset: n % 4 === 0 ? 'instagram:1' : `page:${n % 2}`,
        }),
      );
      await Promise.all(all.map((thread) => put(opened.threads, thread)));
      return { ...opened, workspace, all, newestFirst: [...all].reverse() };
    };

    it('come with the latest message first, page by page, none lost and none twice', async () => {
      const { threads, workspace, newestFirst } = await many(23);
      for (const limit of [1, 2, 5, 22, 23, 24, 100]) {
        expect(await listed(threads, workspace, limit)).toEqual(newestFirst);
      }
    });

    it('can be those of a channel or an asset, on full pages', async () => {
      const { threads, workspace, newestFirst } = await many(24);
      const instagram = ids(newestFirst.filter(({ channel }) => channel === 'instagram'));
      const page = ids(newestFirst.filter(({ asset }) => asset === 'page:1'));
      for (const limit of [1, 4, 6, 7]) {
        expect(ids(await listed(threads, workspace, limit, { channel: 'instagram' }))).toEqual(instagram);
        expect(ids(await listed(threads, workspace, limit, { asset: 'page:1' }))).toEqual(page);
      }
      const four = await threads.list(workspace, { channel: 'instagram' }, 4);
      expect(ids(four.threads)).toEqual(instagram.slice(0, 4));
      expect(await listed(threads, workspace, 10, { channel: 'instagram', asset: 'page:1' })).toEqual([]);
      expect(await listed(threads, workspace, 10, { channel: 'whatsapp' })).toEqual([]);
    });

    it('have a thread where its latest message puts it, and nowhere else', async () => {
      const { threads, workspace, all, clock } = await many(9);
      const [oldest] = all;
      const page = await threads.list(workspace, {}, 4);
      const moved = { ...oldest, lastAt: isoTime(clock.now() + 60_000) } as Thread;
      await put(threads, moved);
      const rest = await listed(threads, workspace, 4);
      expect(ids(rest)).toEqual([moved.id, ...ids(all.slice(1)).reverse()]);
      const second = await threads.list(workspace, {}, 100, page.next ?? '');
      expect(ids(second.threads)).toEqual(ids(all.slice(1, 5)).reverse());
    });

    it('have one without a message where it says, and further down once its message is older', async () => {
      const { threads, workspace, all, clock } = await many(6);
      const opened = aThread(clock, { workspace, lastAt: isoTime(clock.now() + 60_000), lastDirection: null });
      await put(threads, opened);
      expect(await listed(threads, workspace)).toEqual([opened, ...[...all].reverse()]);
      const said: Thread = { ...opened, lastAt: isoTime(clock.now() - 1000), lastDirection: 'in' };
      await put(threads, said);
      expect(await listed(threads, workspace)).toEqual([...[...all].reverse(), said]);
    });
  });
}
