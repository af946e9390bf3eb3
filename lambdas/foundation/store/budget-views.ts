import type { Bucket, BudgetMemory } from '../core/budget-rule.ts';
import { untouched } from '../core/budget-rule.ts';
import type { Clock } from '../core/clock.ts';
import { type BudgetKey, budgetName } from '../core/usage.ts';
import type { RowKey } from './define-entity.ts';
import { BucketRow } from './entities/bucket.ts';
import { BudgetTurn } from './entities/budget-turn.ts';
import { UsageReadingRow } from './entities/usage-reading.ts';
import type { OneTable } from './one-table.ts';
import type { Row } from './table-calls.ts';

/** One allowance as this process last saw it. `exists` is whether the bucket has a row. */
export interface BudgetView {
  readonly key: BudgetKey;
  bucket: Bucket;
  exists: boolean;
  memory: BudgetMemory | undefined;
  /** Of the row of `memory`; 0: none. */
  version: number;
  /** Places in the round, by account. */
  readonly turns: Map<string, number>;
  readonly seenAt: number;
}

/**
 * How long a view is believed. A bucket only fills, so an older view at worst lets try what the table then refuses, or
 * lets wait a little longer than needed; what Meta says is seen by all processes within this time.
 */
const believedMs = 2000;

/** Most views kept in a process; beyond that the oldest is forgotten, which only costs a read. */
const remembered = 2000;

/** A bucket's row as the rule knows it. */
export function bucketOf(row: Row): Bucket {
  const { key: _, expiresAt: __, ...bucket } = BucketRow.parse(row);
  return bucket;
}

/** A reading's row as the rule knows it, with its version. */
export function memoryOf(row: Row): { readonly memory: BudgetMemory; readonly version: number } {
  const { key: _, expiresAt: __, version, ...memory } = UsageReadingRow.parse(row);
  return { memory, version };
}

/** The views of one process on the `ledger` table. */
export function budgetViews(table: OneTable, clock: Clock) {
  const known = new Map<string, BudgetView>();

  const read = async (Key: RowKey) => (await table('GetItem', { Key, ConsistentRead: true })).Item;

  async function look(key: BudgetKey): Promise<BudgetView> {
    const [bucket, reading] = await Promise.all([read(BucketRow.key({ key })), read(UsageReadingRow.key({ key }))]);
    const name = budgetName(key);
    const view: BudgetView = {
      key,
      bucket: bucket ? bucketOf(bucket) : untouched(clock.now()),
      exists: bucket !== undefined,
      ...(reading ? memoryOf(reading) : { memory: undefined, version: 0 }),
      turns: new Map(),
      seenAt: clock.now(),
    };
    known.delete(name);
    known.set(name, view);
    const [oldest] = known.keys();
    if (known.size > remembered && oldest !== undefined) known.delete(oldest);
    return view;
  }

  async function viewOf(key: BudgetKey): Promise<BudgetView> {
    const view = known.get(budgetName(key));
    return view && view.seenAt + believedMs > clock.now() ? view : look(key);
  }

  /** An account's place in the round; one that nobody knows stands at its beginning. */
  async function turnOf(view: BudgetView, account: string): Promise<number> {
    const turn = view.turns.get(account);
    if (turn !== undefined) return turn;
    const row = await read(BudgetTurn.key({ key: view.key, account }));
    const found = row ? BudgetTurn.parse(row).turn : 0;
    view.turns.set(account, found);
    return found;
  }

  return { viewOf, turnOf };
}
