import type { Clock } from '../../lambdas/foundation/core/clock.ts';
import type { SyncJob, SyncJobs } from '../../lambdas/foundation/store/sync-jobs.ts';

const lifeMs = 30 * 24 * 3600_000;

/** The sync jobs in memory: pass the same suite as the adapter. */
export function fakeSyncJobs(clock: Clock): SyncJobs {
  const rows = new Map<string, { job: SyncJob; readonly counted: Set<string> }>();
  const nameOf = (workspace: string, id: string) => JSON.stringify([workspace, id]);
  const live = (workspace: string, id: string) => {
    const row = rows.get(nameOf(workspace, id));
    return row && Date.parse(row.job.requestedAt) + lifeMs > clock.now() ? row : undefined;
  };
  const withState = (job: SyncJob): SyncJob =>
    job.done + job.failed >= job.total ? { ...job, state: 'done' } : { ...job };
  return {
    async create({ workspace, id, total, requestedAt }) {
      const none = { done: 0, failed: 0, found: 0, linked: 0, state: 'running' } as const;
      const job = withState({ workspace, id, total, ...none, requestedAt, updatedAt: requestedAt });
      const row = live(workspace, id) ?? { job, counted: new Set() };
      rows.set(nameOf(workspace, id), row);
      return { ...row.job };
    },
    async get(workspace, id) {
      const row = live(workspace, id);
      return row && { ...row.job };
    },
    async count(workspace, id, { connectionId, outcome, found, linked, at }) {
      const row = live(workspace, id);
      if (row === undefined) return undefined;
      const { job, counted } = row;
      if (job.state !== 'cancelled' && !counted.has(connectionId)) {
        counted.add(connectionId);
        const sums = { found: job.found + found, linked: job.linked + linked, [outcome]: job[outcome] + 1 };
        row.job = withState({ ...job, ...sums, updatedAt: at });
      }
      return { ...row.job };
    },
    async cancel(workspace, id, at) {
      const row = live(workspace, id);
      if (row?.job.state === 'running') row.job = { ...row.job, state: 'cancelled', updatedAt: at };
      return row && { ...row.job };
    },
  };
}
