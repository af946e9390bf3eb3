import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** A replay job and how far it is. */
export const ReplayJobRow = defineEntity('replayJob', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      id: z.string(),
      from: z.string(),
      to: z.string(),
      topic: z.optional(z.string()),
      dryRun: z.boolean(),
      force: z.boolean(),
      state: z.enum(['running', 'done', 'cancelled']),
      requestedAt: z.string(),
      updatedAt: z.string(),
      examined: z.number(),
      selected: z.number(),
      cursor: z.nullable(z.string()),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace'], sk: ['id'] },
  parts: ({ workspace, id }: { readonly workspace: string; readonly id: string }) => ({ pk: [workspace], sk: [id] }),
  inKey: ['workspace', 'id'],
  ofParts: ([workspace], [id]) => ({ workspace, id }),
  lives: '90 days after the request',
});
