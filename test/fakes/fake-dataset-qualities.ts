import { type Clock, unixSeconds } from '../../lambdas/foundation/core/clock.ts';
import type { DatasetQualities, DatasetQuality } from '../../lambdas/foundation/store/dataset-qualities.ts';
import { dayExpiry } from '../../lambdas/foundation/store/day-rows.ts';

/** The quality of datasets in memory: passes the same suite as the adapter. */
export function fakeDatasetQualities(clock: Clock): DatasetQualities {
  const rows = new Map<string, DatasetQuality>();
  return {
    async put(quality) {
      const name = JSON.stringify([quality.workspace, quality.pixel, quality.day]);
      const standing = rows.get(name);
      if (standing === undefined || standing.readAt <= quality.readAt) rows.set(name, structuredClone(quality));
    },
    async list(workspace, pixel, since) {
      return [...rows.values()]
        .filter((row) => row.workspace === workspace && row.pixel === pixel && row.day >= since)
        .filter((row) => dayExpiry(row.day) > unixSeconds(clock.now()))
        .sort((a, b) => (a.day < b.day ? -1 : 1))
        .map((row) => structuredClone(row));
    },
  };
}
