import { createHash, randomUUID } from 'node:crypto';
import type * as z from 'zod/mini';
import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Cursors, Outbox } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { ReplayJob, ReplayJobs } from '../foundation/store/replay-jobs.ts';
import type { Replay, routes } from './routes.ts';

/** What asking for a replay may touch. */
export interface ReplayDoors {
  readonly jobs: ReplayJobs;
  readonly outbox: Outbox<'replayJobs'>;
  readonly cursors: Cursors;
  readonly clock: Clock;
}

type Asked = z.output<(typeof routes)['POST /v1/webhooks/replays']['body']>;

/** A job as the API shows it: without the walk's inner position. */
export function replayView({ cursor, workspace, ...shown }: ReplayJob): z.input<typeof Replay> {
  return shown;
}

const jobId = (workspace: string, key: string | undefined) =>
  key === undefined
    ? randomUUID()
    : createHash('sha256')
        .update(JSON.stringify([workspace, key]))
        .digest('hex')
        .slice(0, 32);

const sameRequest = (job: ReplayJob, asked: Asked) =>
  job.from === asked.from &&
  job.to === asked.to &&
  job.topic === asked.topic &&
  job.dryRun === asked.dryRun &&
  job.force === asked.force;

/**
 * Starts a job. The message goes first and carries the whole request, the row second: a crash in between leaves a job
 * that runs, never a row that waits for nobody. The same `Idempotency-Key` answers the first call's job.
 * Throws `Failure` `invalid-request` (empty range), `conflict` (the key with another request), `unavailable`.
 */
export async function requestReplay(
  workspace: string,
  asked: Asked,
  idempotencyKey: string | undefined,
  doors: ReplayDoors,
) {
  if (Date.parse(asked.from) >= Date.parse(asked.to)) {
    const errors = [{ path: 'body.to', reason: 'must be later than from' }];
    throw new Failure('invalid-request', 'the range is empty', { errors });
  }
  const id = jobId(workspace, idempotencyKey);
  const standing = idempotencyKey === undefined ? undefined : await doors.jobs.get(workspace, id);
  if (standing && !sameRequest(standing, asked)) {
    throw new Failure('conflict', 'this Idempotency-Key was used with another request');
  }
  if (standing && standing.state !== 'running') return replayView(standing);
  const requestedAt = standing?.requestedAt ?? isoTime(doors.clock.now());
  await doors.outbox.send('replayJobs', [{ workspace, jobId: id, ...asked, requestedAt }], { group: id });
  return replayView(standing ?? (await doors.jobs.create(newJob({ workspace, id, requestedAt, asked }))));
}

/** A job at its beginning. */
export function newJob(from: { workspace: string; id: string; requestedAt: string; asked: Asked }): ReplayJob {
  const { workspace, id, requestedAt, asked } = from;
  const begin = { state: 'running', examined: 0, selected: 0, cursor: null } as const;
  return { id, workspace, ...asked, ...begin, requestedAt, updatedAt: requestedAt };
}

/** One job; `Failure` `not-found` also for another workspace's. */
export async function showReplay(workspace: string, id: string, { jobs }: Pick<ReplayDoors, 'jobs'>) {
  const job = await jobs.get(workspace, id);
  if (job === undefined) throw new Failure('not-found', 'no such replay');
  return replayView(job);
}

/** Cancels a running job; a finished one is answered as it stands. */
export async function cancelReplay(
  workspace: string,
  id: string,
  { jobs, clock }: Pick<ReplayDoors, 'jobs' | 'clock'>,
) {
  const job = await jobs.cancel(workspace, id, isoTime(clock.now()));
  if (job === undefined) throw new Failure('not-found', 'no such replay');
  return replayView(job);
}

/** One page of jobs, newest first. */
export async function listReplays(
  workspace: string,
  query: { readonly limit: number; readonly cursor?: string | undefined },
  { jobs, cursors }: Pick<ReplayDoors, 'jobs' | 'cursors'>,
) {
  const after = query.cursor === undefined ? undefined : await cursors.open(workspace, query.cursor);
  const page = await jobs.list(workspace, query.limit, after);
  const nextCursor = page.next === null ? null : await cursors.seal(workspace, page.next);
  return { data: page.jobs.map(replayView), nextCursor };
}
