import { type Clock, unixSeconds } from '../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';
import type { DeletionRequest, DeletionRequests } from '../../lambdas/foundation/store/deletion-requests.ts';

/** The deletion requests in memory: pass the same suite as the adapter, and show all their rows. */
export function fakeDeletionRequests(clock: Clock) {
  const rows = new Map<string, DeletionRequest>();
  const live = (code: string) => {
    const row = rows.get(code);
    return row && row.expiresAt > unixSeconds(clock.now()) ? row : undefined;
  };
  const requests: DeletionRequests = {
    async create(request) {
      if (request.version !== 1) throw new Failure('bug', 'a deletion request begins with version 1');
      const row = live(request.code) ?? structuredClone(request);
      rows.set(request.code, row);
      return structuredClone(row);
    },
    async get(code) {
      return structuredClone(live(code));
    },
    async advance(request, to) {
      const standing = rows.get(request.code);
      if (standing === undefined) throw new Failure('not-found', 'no such deletionRequest');
      if (standing.version !== request.version) {
        throw new Failure('busy', 'another worker changed this deletionRequest meanwhile');
      }
      const next = structuredClone({ ...request, ...to, version: request.version + 1 });
      rows.set(request.code, next);
      return structuredClone(next);
    },
  };
  return { ...requests, rows: () => [...rows.values()].map((row) => structuredClone(row)) };
}
