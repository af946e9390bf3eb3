import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** What names a line: two may fall on the same millisecond. */
export interface AuditLineKey {
  readonly workspace: string;
  readonly at: string;
  readonly id: string;
}

/** Who did what to what. */
export const AuditLineRow = defineEntity('auditLine', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      at: z.string(),
      id: z.string(),
      actor: z.string(),
      action: z.string(),
      target: z.string(),
      fbtraceId: z.optional(z.string()),
      fbRev: z.optional(z.string()),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace'], sk: ['at', 'id'] },
  parts: ({ workspace, at, id }: AuditLineKey) => ({ pk: [workspace], sk: [at, id] }),
  inKey: ['workspace', 'at', 'id'],
  ofParts: ([workspace], [at, id]) => ({ workspace, at, id }),
  lives: '400 days',
});
