import { readRows } from './batches.ts';
import { ThreadRow } from './entities/thread.ts';
import { ThreadTime } from './entities/thread-time.ts';
import { top } from './event-hours.ts';
import { type Kept, listedUntil, living, type MessagingDoors, mergedRows } from './merged-row.ts';
import { type Branch, newestFirst, type Place } from './newest-first.ts';
import { type OneTable, oneTable } from './one-table.ts';
import { shardOf } from './shard.ts';
import type { Row } from './table-calls.ts';
import type { Thread, ThreadFilter, ThreadKey, Threads } from './threads.ts';
import { putVersion } from './versioned-row.ts';

/** Partitions of a workspace's threads by time; frozen while rows live. */
const threadShards = 4;

/** List rows that are looked at in one step, and on one page before it ends early. */
const mostRows = { step: 100, page: 500 } as const;

/** Queries that one step of a page may cost. */
const stepQueries = 16;

/** The threads on the `state` table; an adapter of the port `Threads`. */
export function openThreads(doors: MessagingDoors): Threads {
  const table = oneTable(doors.calls, doors.tableName);
  const { get, change } = mergedRows<ThreadKey, Thread>(doors, {
    name: 'thread',
    async read(key) {
      const { Item } = await table('GetItem', { Key: ThreadRow.key(key), ConsistentRead: true });
      return Item && keptThread(Item);
    },
    write: ({ value, ...row }, seen) => putVersion(table, ThreadRow, { ...value, ...row }, seen),
    listed,
  });
  return { get, change, list: listThreads(doors, table) };
}

/** The list, by shards that are merged; what has moved since its list row was read is skipped. */
function listThreads(doors: MessagingDoors, table: OneTable): Threads['list'] {
  /** The threads that stand where list rows say; others have moved since, or are gone. */
  async function threadsAt(workspace: string, places: readonly ThreadPlace[]) {
    const rows = await readRows(
      doors,
      places.map(({ threadId: id }) => ThreadRow.key({ workspace, id })),
    );
    const found = new Map(rows.map(keptThread).map((kept) => [kept.value.id, living(kept, doors.clock)]));
    return places.map((place) => {
      const thread = found.get(place.threadId);
      return { sk: place.sk, thread: thread?.lastAt === place.lastAt ? thread : undefined };
    });
  }

  return async (workspace, filter, limit, after) => {
    const threads: Thread[] = [];
    let below = after;
    for (let looked = 0; looked < mostRows.page; looked += mostRows.step) {
      const branches = branchesOf(table, workspace, below ?? top);
      const step = await newestFirst(branches, isEmpty(filter) ? limit : mostRows.step, stepQueries);
      for (const { sk, thread } of await threadsAt(workspace, step.rows)) {
        if (thread && passes(thread, filter)) threads.push(thread);
        const more = step.next !== null || sk !== step.rows.at(-1)?.sk;
        if (threads.length === limit) return { threads, next: more ? sk : null };
      }
      if (step.next === null) return { threads, next: null };
      below = step.next.sk;
    }
    return { threads, next: below ?? null };
  };
}

/** A list row, with its place in the merge; every sort key ends with its thread, so no asset is needed to order them. */
interface ThreadPlace extends Place {
  readonly threadId: string;
  readonly lastAt: string;
}

const branchesOf = (table: OneTable, workspace: string, below: string): readonly Branch<ThreadPlace>[] =>
  Array.from({ length: threadShards }, (_, shard) => branchOf(table, workspace, String(shard), below));

/** One shard below a place, newest first. */
function branchOf(table: OneTable, workspace: string, shard: string, below: string): Branch<ThreadPlace> {
  let from: Row | undefined;
  return {
    async fetch(limit) {
      const { Items = [], LastEvaluatedKey } = await table('Query', {
        KeyConditionExpression: '#pk = :pk AND #sk < :below',
        ExpressionAttributeValues: {
          ':pk': ThreadTime.key({ workspace, shard, lastAt: '', threadId: '' }).pk,
          ':below': below,
        },
        ScanIndexForward: false,
        Limit: limit,
        ExclusiveStartKey: from,
      });
      from = LastEvaluatedKey;
      const rows = Items.map((row) => {
        const { threadId, lastAt } = ThreadTime.parse(row);
        return { sk: String(row.sk), asset: '', threadId, lastAt };
      });
      return { rows, ...(from && { below: { sk: String(from.sk), asset: '' } }) };
    },
  };
}

const isEmpty = ({ channel, asset }: ThreadFilter) => channel === undefined && asset === undefined;

const passes = (thread: Thread, { channel = thread.channel, asset = thread.asset }: ThreadFilter) =>
  thread.channel === channel && thread.asset === asset;

function keptThread(row: Row): Kept<Thread> {
  const { version, expiresAt, ...value } = ThreadRow.parse(row);
  return { value, version, expiresAt };
}

function listed({ value, expiresAt }: Kept<Thread>): Row {
  const { workspace, id: threadId, lastAt } = value;
  const shard = String(shardOf(threadId, threadShards));
  return ThreadTime.write({ workspace, shard, lastAt, threadId, expiresAt: listedUntil(expiresAt) });
}
