import type { Clock } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import type { RowKey } from './define-entity.ts';
import { inTurns } from './in-turns.ts';
import type { Row, TableCalls } from './table-calls.ts';

/** What batches stand on; `tableName` is the physical name of the one table they are about. */
export interface BatchDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Pick<Clock, 'chance'>;
}

/** Rows of one call, by AWS's limits. */
const most = { read: 100, written: 25 } as const;

/** Calls at once. */
const atOnce = 8;

/** Rounds of one call until nothing is left over; together their waits take a second and a half at most. */
const mostRounds = 6;

/** Milliseconds before the second round, doubled before each further one, halved by chance. */
const firstPause = 50;

/** What is asked for, or left over, by table. */
type Requests = Readonly<Record<string, unknown>>;

/** Reads rows by their keys, those that stand, in no order. Throws `Failure` `unavailable`. */
export async function readRows({ calls, tableName, clock }: BatchDoors, keys: Iterable<RowKey>): Promise<Row[]> {
  const found: Row[] = [];
  const ask = async (RequestItems: Requests) => {
    const { Responses = {}, UnprocessedKeys } = await calls('BatchGetItem', { RequestItems });
    found.push(...(Responses[tableName] ?? []));
    return UnprocessedKeys;
  };
  const distinct = new Map([...keys].map((key) => [nameOf(key), key]));
  await inTurns(slices([...distinct.values()], most.read), atOnce, (Keys) =>
    untilNothingIsLeft({ [tableName]: { Keys, ConsistentRead: true } }, ask, clock),
  );
  return found;
}

/** Puts rows over whatever stands; of rows with one key the last wins. Throws `Failure` `unavailable`. */
export async function putRows(
  { calls, tableName, clock }: BatchDoors,
  rows: Iterable<Row & Partial<RowKey>>,
): Promise<void> {
  const ask = async (RequestItems: Requests) => (await calls('BatchWriteItem', { RequestItems })).UnprocessedItems;
  const distinct = new Map([...rows].map((Item) => [nameOf(Item), { PutRequest: { Item } }]));
  await inTurns(slices([...distinct.values()], most.written), atOnce, (puts) =>
    untilNothingIsLeft({ [tableName]: puts }, ask, clock),
  );
}

const nameOf = ({ pk, sk }: Partial<RowKey>) => `${pk}\n${sk}`;

function* slices<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}

/** AWS takes as much of a batch as it can bear now; what it names as left over is asked for again as it is. */
async function untilNothingIsLeft(
  requests: Requests,
  ask: (requests: Requests) => Promise<Requests | undefined>,
  clock: BatchDoors['clock'],
): Promise<void> {
  let left = requests;
  for (let round = 1; ; round += 1) {
    left = (await ask(left)) ?? {};
    if (Object.keys(left).length === 0) return;
    if (round === mostRounds) throw new Failure('unavailable', 'dynamodb leaves a part of a batch undone');
    await pause(firstPause * 2 ** (round - 1) * (0.5 + clock.chance() / 2));
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
