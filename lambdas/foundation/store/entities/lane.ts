import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/**
 * What a thread's outgoing messages wait in: its numbers, who works on it, and when it is looked at again. One worker
 * at a time holds it; it is in the due index while something may wait.
 */
export const LaneRow = defineEntity('lane', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      lane: z.string(),
      /** The last number given out; grows with every message and with every nudge. */
      seq: z.number(),
      claimToken: z.nullable(z.string()),
      /** Milliseconds since 1970; 0: nobody holds it. */
      leaseUntil: z.number(),
      /** Nothing is sent before, milliseconds since 1970: a limit, an outage, or an answer that was lost. */
      notBefore: z.number(),
      /** GCRA's one number of the pair limit, milliseconds since 1970 (`pair-pace.ts` of the room). */
      paceAt: z.number(),
      /** When a number was last given out while it could not be claimed, milliseconds since 1970. */
      askedAt: z.optional(z.number()),
      /** ISO-8601; absent: nothing waits. */
      dueAt: z.optional(z.string()),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'lane'], sk: ['lane'] },
  parts: ({ workspace, lane }: { readonly workspace: string; readonly lane: string }) => ({
    pk: [workspace, lane],
    sk: ['lane'],
  }),
  inKey: ['workspace', 'lane'],
  ofParts: ([workspace, lane]) => ({ workspace, lane }),
  due: ({ dueAt }) => dueAt,
  lives: 'retention of messages after its last message',
});
