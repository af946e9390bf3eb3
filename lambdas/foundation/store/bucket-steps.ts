import { type BudgetStep, untouched } from '../core/budget-rule.ts';
import { unixSeconds } from '../core/clock.ts';
import { type BudgetView, bucketOf } from './budget-views.ts';
import { BucketRow } from './entities/bucket.ts';
import { BudgetTurn } from './entities/budget-turn.ts';
import type { OneTable } from './one-table.ts';
import type { Row } from './table-calls.ts';

const dayMs = 24 * 3600_000;

/** A bucket outlives what was learned from it: without its count that would speak of nothing. */
const bucketLifeMs = 8 * dayMs;

const fits = '#used <= :usedAtMost AND #turn <= :turn';
const counted = '#used = #used + :calls, #turn = :turn, #lastAt = :at, #expiresAt = :expiresAt';

/** How a row takes a step: born with it, its pace going on, or begun anew after an idle time. */
const ways = {
  born: {
    UpdateExpression:
      'SET #used = :calls, #arrival = :begun, #turn = :turn, #since = :at, #lastAt = :at, #expiresAt = :expiresAt',
    ConditionExpression: 'attribute_not_exists(#pk)',
  },
  paced: {
    UpdateExpression: `SET #arrival = #arrival + :cost, ${counted}`,
    ConditionExpression: `${fits} AND #arrival BETWEEN :earliest AND :latest`,
  },
  begun: {
    UpdateExpression: `SET #arrival = :begun, ${counted}`,
    ConditionExpression: `${fits} AND #arrival < :earliest`,
  },
} as const;

function valuesOf(way: keyof typeof ways, step: BudgetStep, now: number): Row {
  const { calls, cost, earliest, latest, usedAtMost, turn, at } = step;
  const all = { ':calls': calls, ':turn': turn, ':at': at, ':expiresAt': unixSeconds(now + bucketLifeMs) };
  const begun = { ':begun': earliest + cost };
  if (way === 'born') return { ...all, ...begun };
  const terms = { ':usedAtMost': usedAtMost, ':earliest': earliest };
  return { ...all, ...terms, ...(way === 'begun' ? begun : { ':cost': cost, ':latest': latest }) };
}

/**
 * Takes a step if the row as it now stands allows it, in one conditional update that does not mind what others took
 * meanwhile. The view holds the row as it stands afterwards, also when it refused.
 */
export async function takeStep(table: OneTable, view: BudgetView, step: BudgetStep, now: number): Promise<boolean> {
  const way = !view.exists ? 'born' : view.bucket.arrival < step.earliest ? 'begun' : 'paced';
  const { conditionFailed, Item, Attributes } = await table('UpdateItem', {
    Key: BucketRow.key(view),
    ...ways[way],
    ExpressionAttributeValues: valuesOf(way, step, now),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    ReturnValues: 'ALL_NEW',
  });
  const row = conditionFailed ? Item : Attributes;
  view.bucket = row ? bucketOf(row) : untouched(now);
  view.exists = row !== undefined;
  return !conditionFailed;
}

/** Gives a step back that another allowance of the same ask did not allow. */
export async function giveBack(table: OneTable, view: BudgetView, { calls, cost }: BudgetStep): Promise<void> {
  const { Attributes } = await table('UpdateItem', {
    Key: BucketRow.key(view),
    UpdateExpression: 'SET #used = #used - :calls, #arrival = #arrival - :cost',
    ConditionExpression: '#used >= :calls',
    ExpressionAttributeValues: { ':calls': calls, ':cost': cost },
    ReturnValues: 'ALL_NEW',
  });
  if (Attributes) view.bucket = bucketOf(Attributes);
}

/** Notes how far an account has come in the round; one that is further already stays there. */
export async function noteTurn(
  table: OneTable,
  view: BudgetView,
  account: string,
  turn: number,
  now: number,
): Promise<void> {
  const { conditionFailed, Item } = await table('UpdateItem', {
    Key: BudgetTurn.key({ key: view.key, account }),
    UpdateExpression: 'SET #turn = :turn, #expiresAt = :expiresAt',
    ConditionExpression: 'attribute_not_exists(#turn) OR #turn < :turn',
    ExpressionAttributeValues: { ':turn': turn, ':expiresAt': unixSeconds(now + dayMs) },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  view.turns.set(account, conditionFailed && Item ? BudgetTurn.parse(Item).turn : turn);
}
