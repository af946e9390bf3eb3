import { type Clock, unixSeconds } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import type { Changed } from './changed.ts';
import { type OneTable, oneTable } from './one-table.ts';
import { sameValue } from './same-value.ts';
import type { Row, TableCalls } from './table-calls.ts';
import { tryAgain } from './try-again.ts';

/** What the rows of conversations stand on; `tableName` is the physical name of `state`, `messageDays` whole days. */
export interface MessagingDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
  readonly messageDays: number;
}

/** A value as its row holds it, over or not; `expiresAt` in whole Unix seconds. */
export interface Kept<T> {
  readonly value: T;
  readonly version: number;
  readonly expiresAt: number;
}

/** How rows of one kind are read, written and listed. */
export interface MergedRow<Key, T> {
  readonly name: string;
  /** Reads one consistently, over or not. */
  read(key: Key): Promise<Kept<T> | undefined>;
  /** Writes over the version `seen` (0: over nothing). Throws `Failure` `busy` or `not-found` when that stands no more. */
  write(next: Kept<T>, seen: number): Promise<void>;
  /** The row by which a list finds it; undefined: no list has it. */
  listed(kept: Kept<T>): Row | undefined;
}

/** What reads rows and merges into them. */
export interface MergedRows<Key, T> {
  get(key: Key): Promise<T | undefined>;
  /**
   * Merges something into a row, again and again until nobody came in between. `seen` is what the caller has seen of it,
   * as this door gave it (null: nothing): it is written over without being read again, if it still stands so. The list's
   * row of a new place is put before the row itself and that of the old one goes after it: a crash leaves list rows that
   * lead nowhere, never a row that no list leads to. Throws `Failure` `busy`, `unavailable`.
   */
  change(key: Key, merge: (standing: T | undefined) => T | undefined, seen?: T | null): Promise<Changed<T>>;
  /** Tells of a row that was written otherwise, so that it counts as seen. */
  remember(kept: Kept<T>): void;
}

const daySeconds = 24 * 3600;

/** When something that is written now goes, in whole Unix seconds. */
export const expiryOf = ({ clock, messageDays }: Pick<MessagingDoors, 'clock' | 'messageDays'>): number =>
  unixSeconds(clock.now()) + messageDays * daySeconds;

/** When a list's row goes: with the day on which what it leads to goes, so that most changes need not write it anew. */
export const listedUntil = (expiresAt: number): number => Math.ceil(expiresAt / daySeconds) * daySeconds;

/** What is not over yet; DynamoDB deletes what is over late. */
export const living = <T>(kept: Kept<T> | undefined, clock: Pick<Clock, 'now'>): T | undefined =>
  kept && kept.expiresAt > unixSeconds(clock.now()) ? kept.value : undefined;

/** Rows of one kind over the table. */
export function mergedRows<Key, T extends object>(doors: MessagingDoors, row: MergedRow<Key, T>): MergedRows<Key, T> {
  const table = oneTable(doors.calls, doors.tableName);
  // What its holders have forgotten is forgotten here too.
  const seenRows = new WeakMap<T, Kept<T>>();
  const remember = (kept: Kept<T>) => void seenRows.set(kept.value, kept);

  async function mergeOver(old: Kept<T> | undefined, merge: (standing: T | undefined) => T | undefined) {
    const before = living(old, doors.clock);
    const after = merge(before);
    if (after === undefined || after === before) return { before, after: before };
    const next = { value: after, version: (old?.version ?? 0) + 1, expiresAt: expiryOf(doors) };
    if (!(await replace(table, row, old, next))) return undefined;
    remember(next);
    return { before, after };
  }

  return {
    async get(key) {
      const kept = await row.read(key);
      if (kept) remember(kept);
      return living(kept, doors.clock);
    },
    async change(key, merge, seen) {
      const old = seen ? seenRows.get(seen) : undefined;
      if (old || seen === null) {
        const changed = await mergeOver(old, merge);
        // That nothing is to be changed is only known of what stands.
        if (changed && changed.after !== changed.before) return changed;
      }
      return tryAgain(doors.clock, row.name, async () => mergeOver(await row.read(key), merge));
    },
    remember,
  };
}

async function replace<T>(
  table: OneTable,
  row: Pick<MergedRow<never, T>, 'listed' | 'write'>,
  old: Kept<T> | undefined,
  next: Kept<T>,
) {
  const [from, to] = [old && row.listed(old), row.listed(next)];
  if (to && !sameValue(from, to)) await table('PutItem', { Item: to });
  try {
    await row.write(next, old?.version ?? 0);
  } catch (thrown) {
    // Changed meanwhile, or deleted because it was over.
    if (thrown instanceof Failure && (thrown.kind === 'busy' || thrown.kind === 'not-found')) return false;
    throw thrown;
  }
  const moved = from && !(from.pk === to?.pk && from.sk === to?.sk);
  if (moved) await table('DeleteItem', { Key: { pk: from.pk, sk: from.sk } });
  return true;
}
