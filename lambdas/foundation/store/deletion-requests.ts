import type { DeletionRequest } from './entities/deletion-request.ts';

export type { DeletionRequest } from './entities/deletion-request.ts';

/**
 * Requests to delete a person's data. The row holds neither the person's id nor a hash of it (ids are short numbers,
 * so a hash could be turned back): the code itself is made one way from the signed request, with the app's secret, so
 * a callback that comes again finds its own row. Throws `Failure` `unavailable` when the table refuses.
 */
export interface DeletionRequests {
  /** Keeps a request unless its code stands already; answers what stands. */
  create(request: DeletionRequest): Promise<DeletionRequest>;
  get(code: string): Promise<DeletionRequest | undefined>;
  /**
   * Changes a request if it still is at `version`, and counts it up; answers what stands now. Throws `Failure` `busy`
   * when another worker was first, `not-found` when it is gone.
   */
  advance(
    request: DeletionRequest,
    to: Partial<Pick<DeletionRequest, 'state' | 'counts' | 'cursor' | 'updatedAt' | 'finishedAt'>>,
  ): Promise<DeletionRequest>;
}
