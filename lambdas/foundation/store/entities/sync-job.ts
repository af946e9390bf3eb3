import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** How far a wish to discover all assets anew is. That it is done is not written: it follows from what is counted. */
export const SyncJobRow = defineEntity('syncJob', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      id: z.string(),
      total: z.number(),
      done: z.number(),
      failed: z.number(),
      cancelled: z.boolean(),
      found: z.number(),
      linked: z.number(),
      /** Ids of the connections that are counted already. */
      counted: z.optional(z.set(z.string())),
      requestedAt: z.string(),
      updatedAt: z.string(),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace'], sk: ['id'] },
  parts: ({ workspace, id }: { readonly workspace: string; readonly id: string }) => ({ pk: [workspace], sk: [id] }),
  inKey: ['workspace', 'id'],
  ofParts: ([workspace], [id]) => ({ workspace, id }),
  lives: '30 days after the request',
});
