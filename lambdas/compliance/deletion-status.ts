import * as z from 'zod/mini';
import type { DeletionRequest } from '../foundation/store/deletion-requests.ts';

/** How far a deletion request is; nothing in it tells whose it is. Times ISO-8601 UTC. */
export const DeletionStatus = z
  .object({
    code: z.string(),
    state: z.enum(['received', 'erasing', 'done', 'failed']),
    requestedAt: z.string(),
    finishedAt: z.nullable(z.string()),
    erased: z.record(z.string(), z.int()).check(z.describe('How many things of each kind are gone.')),
  })
  .register(z.globalRegistry, { id: 'DeletionStatus' });

/** A request's row as anyone with its code sees it. */
export const statusView = ({
  code,
  state,
  requestedAt,
  finishedAt,
  counts,
}: DeletionRequest): z.input<typeof DeletionStatus> => ({
  code,
  state,
  requestedAt,
  finishedAt,
  erased: { ...counts },
});
