import type { QualityPoll, QualityPolls } from '../../lambdas/foundation/store/quality-polls.ts';

/** The polls of datasets' quality in memory: pass the same suite as the adapter. */
export function fakeQualityPolls(): QualityPolls {
  const rows = new Map<string, QualityPoll>();
  const nameOf = (workspace: string, pixel: string) => JSON.stringify([workspace, pixel]);
  return {
    async ensure(workspace, pixel, dueAt) {
      const name = nameOf(workspace, pixel);
      if (rows.has(name)) return false;
      rows.set(name, { workspace, pixel, dueAt, lastReadAt: null, failures: 0, reason: null });
      return true;
    },
    async get(workspace, pixel) {
      return structuredClone(rows.get(nameOf(workspace, pixel)));
    },
    async settle(poll) {
      const name = nameOf(poll.workspace, poll.pixel);
      if (rows.has(name)) rows.set(name, structuredClone(poll));
    },
    async remove(workspace, pixel) {
      rows.delete(nameOf(workspace, pixel));
    },
  };
}
