import type { Clock } from '../../lambdas/foundation/core/clock.ts';
import type { ReplayJob, ReplayJobs } from '../../lambdas/foundation/store/replay-jobs.ts';

const lifeMs = 90 * 24 * 3600_000;

/** The replay jobs in memory: pass the same suite as the adapter. */
export function fakeReplayJobs(clock: Clock): ReplayJobs {
  const rows = new Map<string, ReplayJob>();
  const nameOf = (workspace: string, id: string) => JSON.stringify([workspace, id]);
  const live = (workspace: string, id: string) => {
    const job = rows.get(nameOf(workspace, id));
    return job && Date.parse(job.requestedAt) + lifeMs > clock.now() ? job : undefined;
  };
  const placeOf = ({ requestedAt, id }: ReplayJob) => `${requestedAt}#${id}`;
  return {
    async create(job) {
      const standing = live(job.workspace, job.id);
      if (standing === undefined) rows.set(nameOf(job.workspace, job.id), { ...job });
      return { ...(standing ?? job) };
    },
    async get(workspace, id) {
      const job = live(workspace, id);
      return job && { ...job };
    },
    async list(workspace, limit, after) {
      const found = [...rows.values()]
        .filter((job) => job.workspace === workspace && live(workspace, job.id))
        .filter((job) => after === undefined || placeOf(job) < after)
        .sort((a, b) => (placeOf(a) > placeOf(b) ? -1 : 1));
      const last = found[limit - 1];
      return {
        jobs: found.slice(0, limit).map((job) => ({ ...job })),
        next: found.length > limit && last ? placeOf(last) : null,
      };
    },
    async advance(job, to) {
      const standing = live(job.workspace, job.id);
      if (standing === undefined) return false;
      const done = (['cursor', 'examined', 'selected', 'state', 'updatedAt'] as const).every(
        (name) => standing[name] === to[name],
      );
      if (standing.state !== 'running' || standing.cursor !== job.cursor) return done;
      rows.set(nameOf(job.workspace, job.id), { ...standing, ...to });
      return true;
    },
    async cancel(workspace, id, at) {
      const standing = live(workspace, id);
      if (standing?.state !== 'running') return standing && { ...standing };
      const cancelled = { ...standing, state: 'cancelled', updatedAt: at } as const;
      rows.set(nameOf(workspace, id), cancelled);
      return { ...cancelled };
    },
  };
}
