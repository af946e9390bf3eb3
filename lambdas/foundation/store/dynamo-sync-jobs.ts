import { type Clock, unixSeconds } from '../core/clock.ts';
import type { RowKey } from './define-entity.ts';
import { SyncJobRow } from './entities/sync-job.ts';
import { type OneTable, oneTable } from './one-table.ts';
import type { SyncCount, SyncJob, SyncJobs } from './sync-jobs.ts';
import type { Row, TableCalls } from './table-calls.ts';

/** What the jobs stand on; `tableName` is the physical name of `state`. */
export interface SyncJobDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
}

const lifeMs = 30 * 24 * 3600_000;

/** Only a job that runs and is not over changes. */
const running = '#cancelled = :no AND #expiresAt > :now';

/** The sync jobs on the `state` table; an adapter of the port `SyncJobs`. */
export function openSyncJobs({ calls, tableName, clock }: SyncJobDoors): SyncJobs {
  const table = oneTable(calls, tableName);
  const now = () => unixSeconds(clock.now());

  async function get(workspace: string, id: string) {
    const { Item } = await table('GetItem', { Key: SyncJobRow.key({ workspace, id }), ConsistentRead: true });
    return Item && syncJob(Item, now());
  }

  return {
    get,
    async create({ workspace, id, total, requestedAt }) {
      const none = { done: 0, failed: 0, found: 0, linked: 0, cancelled: false };
      const expiresAt = unixSeconds(Date.parse(requestedAt) + lifeMs);
      const job = { workspace, id, total, ...none, requestedAt, updatedAt: requestedAt, expiresAt };
      const { conditionFailed } = await table('PutItem', {
        Item: SyncJobRow.write(job),
        ConditionExpression: 'attribute_not_exists(#pk) OR #expiresAt <= :now',
        ExpressionAttributeValues: { ':now': now() },
      });
      return (conditionFailed && (await get(workspace, id))) || jobOf(job);
    },
    async count(workspace, id, part) {
      const row = await countOnce(table, SyncJobRow.key({ workspace, id }), part, now());
      return row && syncJob(row, now());
    },
    async cancel(workspace, id, at) {
      const standing = await get(workspace, id);
      if (standing?.state !== 'running') return standing;
      const answer = await table('UpdateItem', {
        Key: SyncJobRow.key({ workspace, id }),
        UpdateExpression: 'SET #cancelled = :yes, #updatedAt = :at',
        ConditionExpression: running,
        ExpressionAttributeValues: { ':yes': true, ':no': false, ':at': at, ':now': now() },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ReturnValues: 'ALL_NEW',
      });
      const row = answer.conditionFailed ? answer.Item : answer.Attributes;
      return row && syncJob(row, now());
    },
  };
}

/** Counts a connection that was not counted yet; answers the row as it stands then. `now` in Unix seconds. */
async function countOnce(
  table: OneTable,
  Key: RowKey,
  { connectionId, outcome, found, linked, at }: SyncCount,
  now: number,
) {
  const answer = await table('UpdateItem', {
    Key,
    UpdateExpression: `SET #updatedAt = :at ADD #${outcome} :one, #found :found, #linked :linked, #counted :whom`,
    ConditionExpression: `${running} AND NOT contains(#counted, :id)`,
    ExpressionAttributeValues: {
      ':at': at,
      ':one': 1,
      ':found': found,
      ':linked': linked,
      ':whom': new Set([connectionId]),
      ':id': connectionId,
      ':no': false,
      ':now': now,
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    ReturnValues: 'ALL_NEW',
  });
  return answer.conditionFailed ? answer.Item : answer.Attributes;
}

function syncJob(row: Row, now: number): SyncJob | undefined {
  const job = SyncJobRow.parse(row);
  return job.expiresAt > now ? jobOf(job) : undefined;
}

/** What a row says: a job is done by what was counted, whoever cancelled it afterwards. */
function jobOf({ expiresAt, counted, cancelled, ...job }: ReturnType<typeof SyncJobRow.parse>): SyncJob {
  const all = job.done + job.failed >= job.total;
  return { ...job, state: all ? 'done' : cancelled ? 'cancelled' : 'running' };
}
