import { type Clock, unixSeconds } from '../../lambdas/foundation/core/clock.ts';
import { ThreadTime } from '../../lambdas/foundation/store/entities/thread-time.ts';
import type { Thread, ThreadKey, Threads } from '../../lambdas/foundation/store/threads.ts';
import { keptRows } from './kept-rows.ts';

/** Conversations in memory: pass the same suite as the adapter, and show all that live. */
export function fakeThreads(clock: Clock, messageDays = 90) {
  const rows = keptRows<ThreadKey, Thread>(
    ({ workspace, id }) => JSON.stringify([workspace, id]),
    () => unixSeconds(clock.now()),
    messageDays,
  );
  const placeOf = ({ workspace, lastAt, id: threadId }: Thread) =>
    ThreadTime.key({ workspace, shard: '', lastAt, threadId }).sk;
  const threads: Threads = {
    async get(key) {
      return rows.get(key);
    },
    async change(key, merge) {
      return rows.change(key, merge);
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
