import { type Clock, unixSeconds } from '../core/clock.ts';
import { ReplayJobRow } from './entities/replay-job.ts';
import { ReplayJobTime } from './entities/replay-job-time.ts';
import { top } from './event-hours.ts';
import { namesIn, type OneTable, oneTable } from './one-table.ts';
import type { ReplayJob, ReplayJobs } from './replay-jobs.ts';
import type { Row, TableCalls } from './table-calls.ts';

/** What the jobs stand on; `tableName` is the physical name of `state`. */
export interface ReplayJobDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
}

const lifeMs = 90 * 24 * 3600_000;

/** The replay jobs on the `state` table; an adapter of the port `ReplayJobs`. */
export function openReplayJobs({ calls, tableName, clock }: ReplayJobDoors): ReplayJobs {
  const table = oneTable(calls, tableName);
  const now = () => unixSeconds(clock.now());

  async function get(workspace: string, id: string): Promise<ReplayJob | undefined> {
    const { Item } = await table('GetItem', { Key: ReplayJobRow.key({ workspace, id }), ConsistentRead: true });
    return Item && replayJob(Item, now());
  }

  const change = changeRunning(table, now);

  return {
    get,
    async create(job) {
      const { conditionFailed } = await calls('TransactWriteItems', { TransactItems: putBoth(tableName, job, now()) });
      return (conditionFailed && (await get(job.workspace, job.id))) || job;
    },
    async list(workspace, limit, after) {
      const { Items = [], LastEvaluatedKey } = await table('Query', {
        KeyConditionExpression: '#pk = :pk AND #sk < :after',
        ExpressionAttributeValues: {
          ':pk': ReplayJobTime.key({ workspace, requestedAt: '', id: '' }).pk,
          ':after': after ?? top,
        },
        ScanIndexForward: false,
        Limit: limit,
      });
      const jobs = await Promise.all(Items.map((row) => get(workspace, ReplayJobTime.parse(row).id)));
      const next = LastEvaluatedKey === undefined ? null : String(LastEvaluatedKey.sk);
      return { jobs: jobs.filter((job) => job !== undefined), next };
    },
    async advance(job, to) {
      const { cursor, examined, selected, state, updatedAt } = to;
      const values = { cursor, examined, selected, state, updatedAt };
      const answer = await change(job, values, ' AND #cursor = :seen', { ':seen': job.cursor });
      if (!answer.conditionFailed) return true;
      const standing = answer.Item && replayJob(answer.Item, now());
      return standing !== undefined && alreadyAt(standing, to);
    },
    async cancel(workspace, id, at) {
      const answer = await change({ workspace, id }, { state: 'cancelled', updatedAt: at });
      const row = answer.conditionFailed ? answer.Item : answer.Attributes;
      return row && replayJob(row, now());
    },
  };
}

/** Changes a job that runs; answers the row that stood in the way, if one did. `now` in Unix seconds. */
const changeRunning =
  (table: OneTable, now: () => number) =>
  async (job: Pick<ReplayJob, 'workspace' | 'id'>, values: Row, condition = '', seen: Row = {}) => {
    const running = { ':running': 'running', ':now': now() };
    return table('UpdateItem', {
      Key: ReplayJobRow.key(job),
      UpdateExpression: `SET ${Object.keys(values)
        .map((name) => `#${name} = :${name}`)
        .join(', ')}`,
      ConditionExpression: `#state = :running AND #expiresAt > :now${condition}`,
      ExpressionAttributeValues: { ...prefixed(values), ...running, ...seen },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ReturnValues: 'ALL_NEW',
    });
  };

const prefixed = (values: Row): Row =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value]));

function putBoth(tableName: string, job: ReplayJob, now: number) {
  const { workspace, id, requestedAt } = job;
  const expiresAt = unixSeconds(Date.parse(requestedAt) + lifeMs);
  const when = { ConditionExpression: 'attribute_not_exists(#pk) OR #expiresAt <= :now' };
  const condition = {
    ...when,
    ExpressionAttributeNames: namesIn(when),
    ExpressionAttributeValues: { ':now': now },
  };
  return [
    { Put: { TableName: tableName, Item: ReplayJobRow.write({ ...job, expiresAt }), ...condition } },
    { Put: { TableName: tableName, Item: ReplayJobTime.write({ workspace, requestedAt, id, expiresAt }) } },
  ];
}

function replayJob(row: Row, now: number): ReplayJob | undefined {
  const { expiresAt, ...job } = ReplayJobRow.parse(row);
  return expiresAt > now ? job : undefined;
}

/** Whether a lost answer's first try has done it: the row stands exactly where this worker wanted it. */
const alreadyAt = (job: ReplayJob, to: Parameters<ReplayJobs['advance']>[1]) =>
  job.state === to.state &&
  job.cursor === to.cursor &&
  job.examined === to.examined &&
  job.selected === to.selected &&
  job.updatedAt === to.updatedAt;
