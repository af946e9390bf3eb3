import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';
import { type TokenRef, tokenKinds } from '../token-vault.ts';

/**
 * A token at rest: sealed in the row itself, or in a secret of its own. A row names a secret before it is made and until
 * it is gone, so there is never a secret that no row knows.
 */
export const SealedToken = defineEntity('sealedToken', {
  table: 'vault',
  schema: () =>
    z.object({
      workspace: z.string(),
      connectionId: z.string(),
      kind: z.enum(tokenKinds),
      subject: z.string(),
      /** Names the last sealing that began: a wipe that finds another one begins again. */
      sealId: z.string(),
      /** The sealed text with the key that opens it, wrapped by KMS for its shard. */
      sealed: z.optional(
        z.object({ shard: z.number(), key: z.instanceof(Uint8Array), text: z.instanceof(Uint8Array) }),
      ),
      /** The secret that holds the token, when the row does not. */
      current: z.optional(z.string()),
      /** Every secret that may stand for it: the current one, one being made, one not yet removed. */
      secrets: z.optional(z.set(z.string())),
      sealedAt: z.string(),
    }),
  named: { pk: ['workspace', 'connectionId'], sk: ['kind', 'subject'] },
  parts: ({ workspace, connectionId, kind, subject }: TokenRef) => ({
    pk: [workspace, connectionId],
    sk: [kind, subject],
  }),
  inKey: ['workspace', 'connectionId', 'kind', 'subject'],
  ofParts: ([workspace, connectionId], [kind, subject]) => ({ workspace, connectionId, kind, subject }),
  lives: 'until wiped',
});
