import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { GroupedSend, GroupOutbox } from '../foundation/core/doors.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { DueRow, DueRows } from '../foundation/store/due-rows.ts';
import { type WakeQueue, wakeUps } from './wake-ups.ts';

/** What the sweep may touch; `deadline` is when its function ends, milliseconds since 1970. */
export interface SweepDoors {
  readonly dueRows: DueRows;
  readonly outbox: Pick<GroupOutbox<WakeQueue>, 'sendGroups'>;
  readonly clock: Clock;
  readonly deadline: number;
}

/** Rows of one query, and of them put off at the same time: eight shards work side by side. */
const pageSize = 200;
const atOnce = 25;

/** A page begun later than this before the end might not be put off any more, and would be woken twice for nothing. */
const lastPageMs = 5000;

/**
 * Wakes whatever is due: sends its wake-up first, puts it off second, so that a kill in between wakes it once more and
 * loses nothing. What there was no time for waits for the next beat. Throws `Failure` `unavailable` after every shard
 * had its turn.
 */
export async function wakeWhatIsDue(doors: SweepDoors, notes: Notes): Promise<void> {
  const until = isoTime(doors.clock.now());
  const sweeps = await Promise.allSettled(doors.dueRows.shards.map((shard) => sweepShard(shard, until, doors)));
  const done = sweeps.flatMap((sweep) => (sweep.status === 'fulfilled' ? [sweep.value] : []));
  const oldest = done.flatMap((shard) => shard.oldest ?? []).sort()[0] ?? until;
  notes.count('DueAge', (Date.parse(until) - Date.parse(oldest)) / 1000);
  for (const name of ['woken', 'unknown', 'left'] as const) {
    const sum = done.reduce((all, shard) => all + shard[name], 0);
    if (sum > 0 || name === 'woken') notes.fact(name, sum);
  }
  for (const sweep of sweeps) if (sweep.status === 'rejected') throw sweep.reason;
}

/** What became of a shard; `left` counts pages that there was no time for. */
interface ShardSwept {
  oldest: string | undefined;
  woken: number;
  unknown: number;
  left: number;
}

async function sweepShard(shard: number, until: string, doors: SweepDoors): Promise<ShardSwept> {
  const swept: ShardSwept = { oldest: undefined, woken: 0, unknown: 0, left: 0 };
  let after: unknown;
  do {
    const { rows, next } = await doors.dueRows.due(shard, until, pageSize, after);
    swept.oldest ??= rows[0]?.dueAt;
    const known = rows.filter(isKnown);
    swept.unknown += rows.length - known.length;
    await wake(known, doors);
    swept.woken += known.length;
    after = next;
    if (after !== undefined && doors.clock.now() > doors.deadline - lastPageMs) swept.left = 1;
  } while (after !== undefined && swept.left === 0);
  return swept;
}

/** A row of code that is newer than this one, or older, stays due: the alarm of old work then names it. */
const isKnown = (row: DueRow) => wakeUps.get(row.entity)?.message(row) !== undefined;

async function wake(rows: readonly DueRow[], { dueRows, outbox, clock }: SweepDoors): Promise<void> {
  const groups = new Map<WakeQueue, GroupedSend<WakeQueue>[]>();
  for (const row of rows) {
    const wakeUp = wakeUps.get(row.entity);
    const message = wakeUp?.message(row);
    if (!wakeUp || !message) continue;
    const [workspace = ''] = row.pk;
    groups.set(wakeUp.queue, [...(groups.get(wakeUp.queue) ?? []), { group: workspace, items: [message] }]);
  }
  for (const [queue, sends] of groups) await outbox.sendGroups(queue, sends);
  for (let from = 0; from < rows.length; from += atOnce) {
    const putOff = async (row: DueRow) => {
      const { againAfterMs = 0 } = wakeUps.get(row.entity) ?? {};
      await dueRows.putOff(row, isoTime(clock.now() + againAfterMs));
    };
    await Promise.all(rows.slice(from, from + atOnce).map(putOff));
  }
}
