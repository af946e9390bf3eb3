import { unixSeconds } from '../core/clock.ts';
import type { UsageReading } from '../core/usage.ts';
import { type BudgetView, memoryOf } from './budget-views.ts';
import { UsageReadingRow } from './entities/usage-reading.ts';
import type { OneTable } from './one-table.ts';
import type { UsageLedgerDoors } from './usage-ledger-doors.ts';

const lifeMs = 7 * 24 * 3600_000;

/** Tries against other processes' readings: after one of them this reading is seldom news any more. */
const tries = 3;

/** Keeps what a reading teaches if it is news; the view knows afterwards what all others know. */
export async function keepReading(
  table: OneTable,
  view: BudgetView,
  reading: UsageReading,
  { clock, rule }: Pick<UsageLedgerDoors, 'clock' | 'rule'>,
): Promise<void> {
  for (let round = 0; round < tries; round += 1) {
    const memory = rule.learn(view.bucket, view.memory, reading, clock.now());
    if (!rule.isNews(view.memory, memory)) return;
    const version = view.version + 1;
    const expiresAt = unixSeconds(clock.now() + lifeMs);
    const { conditionFailed, Item } = await table('PutItem', {
      Item: UsageReadingRow.write({ key: reading.key, ...memory, version, expiresAt }),
      ConditionExpression: 'attribute_not_exists(#pk) OR #version < :version',
      ExpressionAttributeValues: { ':version': version },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    Object.assign(view, conditionFailed && Item ? memoryOf(Item) : { memory, version });
    if (!conditionFailed) return;
  }
}
