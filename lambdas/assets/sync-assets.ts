import { createHash, randomUUID } from 'node:crypto';
import type * as z from 'zod/mini';
import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { GroupOutbox } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { Message } from '../foundation/core/messages.ts';
import type { Connection, Connections } from '../foundation/store/connections.ts';
import type { SyncJob, SyncJobs } from '../foundation/store/sync-jobs.ts';
import type { Sync } from './routes.ts';

/** What waking connections may touch. */
export interface WakeDoors {
  readonly connections: Pick<Connections, 'list'>;
  readonly outbox: GroupOutbox<'connectionLinks'>;
}

/** What asking for a sync may touch. */
export interface SyncDoors extends WakeDoors {
  readonly jobs: Pick<SyncJobs, 'create' | 'get' | 'cancel'>;
  readonly clock: Clock;
}

type Wake = Pick<Message<'connectionLinks'>, 'reason' | 'jobId'>;

/** A connection that Meta or a person ended finds nothing; it waits for a new consent. */
const works = ({ state }: Connection) => state !== 'disconnected' && state !== 'needs_reauth';

/** The ids of a workspace's connections that work. */
async function working(workspace: string, { connections }: Pick<WakeDoors, 'connections'>): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await connections.list(workspace, { limit: 100, after });
    ids.push(...page.data.filter(works).map(({ id }) => id));
    after = page.after ?? undefined;
  } while (after !== undefined);
  return ids;
}

async function wake(workspace: string, ids: readonly string[], why: Wake, { outbox }: Pick<WakeDoors, 'outbox'>) {
  const groups = ids.map((connectionId) => ({ group: connectionId, items: [{ workspace, connectionId, ...why }] }));
  if (groups.length > 0) await outbox.sendGroups('connectionLinks', groups);
}

/** Sends every working connection of a workspace to the queue that looks after its assets; answers how many. */
export async function wakeConnections(workspace: string, reason: Wake['reason'], doors: WakeDoors): Promise<number> {
  const ids = await working(workspace, doors);
  await wake(workspace, ids, { reason }, doors);
  return ids.length;
}

const jobId = (workspace: string, key: string | undefined) =>
  key === undefined
    ? randomUUID()
    : createHash('sha256')
        .update(JSON.stringify([workspace, 'sync', key]))
        .digest('hex')
        .slice(0, 32);

/**
 * Discovers anew what every connection reaches. The row goes first, since each connection counts itself done in it; the
 * same `Idempotency-Key` answers the first call's job and, while that runs, sends its work again.
 * Throws `Failure` `unavailable`.
 */
export async function requestSync(workspace: string, idempotencyKey: string | undefined, doors: SyncDoors) {
  const id = jobId(workspace, idempotencyKey);
  const ids = await working(workspace, doors);
  const requestedAt = isoTime(doors.clock.now());
  const job = await doors.jobs.create({ workspace, id, total: ids.length, requestedAt });
  if (job.state === 'running') await wake(workspace, ids, { reason: 'sync', jobId: id }, doors);
  return syncView(job);
}

/** A job as the API shows it. */
export const syncView = ({ workspace, total, done, failed, ...job }: SyncJob): z.input<typeof Sync> => ({
  ...job,
  connections: { total, done, failed },
});

/** One job; `Failure` `not-found` also for another workspace's. */
export async function showSync(workspace: string, id: string, { jobs }: Pick<SyncDoors, 'jobs'>) {
  return syncView(demand(await jobs.get(workspace, id)));
}

/** Cancels a running job: connections that have not begun are left alone. A finished one is answered as it stands. */
export async function cancelSync(workspace: string, id: string, { jobs, clock }: Pick<SyncDoors, 'jobs' | 'clock'>) {
  return syncView(demand(await jobs.cancel(workspace, id, isoTime(clock.now()))));
}

function demand(job: SyncJob | undefined): SyncJob {
  if (job === undefined) throw new Failure('not-found', 'no such sync');
  return job;
}
