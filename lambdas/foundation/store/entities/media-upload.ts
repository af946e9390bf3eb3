import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** A file that a caller brings, to be sent. Times ISO-8601 UTC. */
export const MediaUploadRow = defineEntity('mediaUpload', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      /** `u_` and 32 hex digits of chance. */
      id: z.string(),
      mimeType: z.string(),
      /** Bytes, as declared: the bucket takes no other number. */
      size: z.number(),
      filename: z.nullable(z.string()),
      /** Where it lies, or will lie, in the bucket. */
      key: z.string(),
      createdAt: z.string(),
      /** What Meta calls it, by the account (a WhatsApp number's id) that it was uploaded for. */
      metaIds: z.record(z.string(), z.object({ id: z.string(), at: z.string() })),
      version: z.number(),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'id'], sk: ['upload'] },
  parts: ({ workspace, id }: { readonly workspace: string; readonly id: string }) => ({
    pk: [workspace, id],
    sk: ['upload'],
  }),
  inKey: ['workspace', 'id'],
  ofParts: ([workspace, id]) => ({ workspace, id }),
  lives: 'retention of messages after it was declared',
});
