import type { Bucket, BudgetMemory } from '../core/budget-rule.ts';
import { untouched } from '../core/budget-rule.ts';
import type { Clock } from '../core/clock.ts';
import { type BudgetKey, budgetName } from '../core/usage.ts';
import { type BatchDoors, readRows } from './batches.ts';
import type { RowKey } from './define-entity.ts';
import { BucketRow } from './entities/bucket.ts';
import { BudgetTurn } from './entities/budget-turn.ts';
import { UsageReadingRow } from './entities/usage-reading.ts';
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

/** An account's own allowance is shared with nobody: there is no round to keep. */
export const isAlone = ({ id }: BudgetKey, account: string): boolean => id === account;

/** What is looked at: an allowance, and an account whose place in its round is wanted as well. */
interface Look {
  readonly key: BudgetKey;
  readonly account?: string;
}

/** The views of one process on the `ledger` table. */
export function budgetViews(doors: BatchDoors & { readonly clock: Clock }) {
  const { clock } = doors;
  const known = new Map<string, BudgetView>();

  function keep(view: BudgetView): void {
    const name = budgetName(view.key);
    known.delete(name);
    known.set(name, view);
    const [oldest] = known.keys();
    if (known.size > remembered && oldest !== undefined) known.delete(oldest);
  }

  /** The views of these allowances, in their order; those that are not believed any more are read, all in one call. */
  async function viewsOf(keys: readonly BudgetKey[], account?: string): Promise<readonly BudgetView[]> {
    const believed = keys.map((key) => known.get(budgetName(key)));
    const isOld = (view: BudgetView | undefined) => !view || view.seenAt + believedMs <= clock.now();
    const looks = keys.filter((_, at) => isOld(believed[at])).map((key) => lookOf(key, account));
    const seen = new Map((await looked(looks, doors)).map((view) => [budgetName(view.key), view]));
    for (const view of seen.values()) keep(view);
    return keys.flatMap((key, at) => seen.get(budgetName(key)) ?? believed[at] ?? []);
  }

  /** An account's place in the round; one that nobody knows stands at its beginning. */
  async function turnOf(view: BudgetView, account: string): Promise<number> {
    const turn = view.turns.get(account);
    if (turn !== undefined) return turn;
    const [row] = await readRows(doors, [BudgetTurn.key({ key: view.key, account })]);
    const found = placeIn(row);
    view.turns.set(account, found);
    return found;
  }

  return { viewsOf, turnOf };
}

const lookOf = (key: BudgetKey, account: string | undefined): Look =>
  account === undefined || isAlone(key, account) ? { key } : { key, account };

const placeIn = (row: Row | undefined) => (row ? BudgetTurn.parse(row).turn : 0);

/** Reads allowances as they stand now, in one call. */
async function looked(looks: readonly Look[], doors: BatchDoors & { readonly clock: Clock }): Promise<BudgetView[]> {
  if (looks.length === 0) return [];
  const rows = new Map((await readRows(doors, looks.flatMap(keysOf))).map((row) => [placeOf(row), row]));
  const now = doors.clock.now();
  return looks.map(({ key, account }) => {
    const bucket = rows.get(placeOf(BucketRow.key({ key })));
    const reading = rows.get(placeOf(UsageReadingRow.key({ key })));
    return {
      key,
      bucket: bucket ? bucketOf(bucket) : untouched(now),
      exists: bucket !== undefined,
      ...(reading ? memoryOf(reading) : { memory: undefined, version: 0 }),
      turns: new Map(
        account === undefined ? [] : [[account, placeIn(rows.get(placeOf(BudgetTurn.key({ key, account }))))]],
      ),
      seenAt: now,
    };
  });
}

const keysOf = ({ key, account }: Look): readonly RowKey[] => [
  BucketRow.key({ key }),
  UsageReadingRow.key({ key }),
  ...(account === undefined ? [] : [BudgetTurn.key({ key, account })]),
];

const placeOf = ({ pk, sk }: Row | RowKey) => `${pk}\n${sk}`;
