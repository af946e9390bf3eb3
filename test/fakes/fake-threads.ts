import { type Clock, unixSeconds } from '../../lambdas/foundation/core/clock.ts';
import { ThreadTime } from '../../lambdas/foundation/store/entities/thread-time.ts';
import type { Thread, ThreadKey, Threads } from '../../lambdas/foundation/store/threads.ts';
import { fakeDueRows } from './fake-due-rows.ts';
import { keptRows } from './kept-rows.ts';

/** Conversations in memory: pass the same suite as the adapter, and show all that live; `due` is the index they stand in. */
export function fakeThreads(clock: Clock, messageDays = 90, due = fakeDueRows()) {
  const rows = keptRows<ThreadKey, Thread>(
    ({ workspace, id }) => JSON.stringify([workspace, id]),
    () => unixSeconds(clock.now()),
    messageDays,
  );
  const placeOf = ({ workspace, lastAt, id: threadId }: Thread) =>
    ThreadTime.key({ workspace, shard: '', lastAt, threadId }).sk;
  /** Every write of a row writes its due time too, whatever the sweep has put off. */
  const index = ({ workspace, id, windowDueAt }: Thread) => {
    const row = { entity: 'thread', pk: [workspace, id], sk: ['thread'], dueAt: windowDueAt ?? '' };
    if (windowDueAt === null) due.remove(row);
    else due.put(row);
  };
  const threads: Threads = {
    async get(key) {
      return rows.get(key);
    },
    async change(key, merge) {
      const changed = rows.change(key, merge);
      if (changed.after !== undefined && changed.after !== changed.before) index(changed.after);
      return changed;
    },
    async list(workspace, { channel, asset }, limit, after) {
      const found = rows
        .all()
        .filter((thread) => thread.workspace === workspace && (after === undefined || placeOf(thread) < after))
        .filter((thread) => (channel ?? thread.channel) === thread.channel && (asset ?? thread.asset) === thread.asset)
        .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return { threads: page, next: found.length > limit && last ? placeOf(last) : null };
    },
  };
  return { ...threads, rows: rows.all };
}
