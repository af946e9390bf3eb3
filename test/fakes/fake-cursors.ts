import type { Cursors } from '../../lambdas/foundation/core/doors.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';

/** Cursors without a key, bound to their workspace all the same. */
export const fakeCursors: Cursors = {
  seal: async (workspace, position) => JSON.stringify([workspace, position]),
  open: async (workspace, cursor) => {
    try {
      const [owner, position] = JSON.parse(cursor) as [string, string];
      if (owner === workspace) return position;
    } catch {
      // Refused below, like any other forgery.
    }
    throw new Failure('invalid-request', 'the cursor is not one of ours');
  },
};
