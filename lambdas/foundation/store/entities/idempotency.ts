import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** A caller's request under a key of its own, and what we answered. */
export const IdempotencyRow = defineEntity('idempotency', {
  table: 'ledger',
  schema: () =>
    z.object({
      workspace: z.string(),
      /** SHA-256 of route and key, hex: a caller's key may hold anything. */
      keyHash: z.string(),
      bodyHash: z.string(),
      claimToken: z.string(),
      /** Milliseconds since 1970. */
      leaseUntil: z.number(),
      /** Null: not answered yet. */
      status: z.nullable(z.number()),
      /** Compressed JSON; absent as well when it was too big for a row. */
      answer: z.optional(z.instanceof(Uint8Array)),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'keyHash'], sk: ['request'] },
  parts: ({ workspace, keyHash }: { readonly workspace: string; readonly keyHash: string }) => ({
    pk: [workspace, keyHash],
    sk: ['request'],
  }),
  inKey: ['workspace', 'keyHash'],
  ofParts: ([workspace, keyHash]) => ({ workspace, keyHash }),
  lives: '48 hours after the claim',
});

/** A request's row as a value. */
export type IdempotencyRowValue = z.infer<(typeof IdempotencyRow)['schema']>;
