import * as z from 'zod/mini';
import type { QueueName } from '../../contract/resources.ts';
import type { FailureKind } from '../../core/verdicts.ts';
import { defineEntity } from '../define-entity.ts';

const isText = (value: unknown) => typeof value === 'string';

/** What could not be done. `body` is the queue's items as JSON, compressed. */
export const Parked = defineEntity('parked', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      id: z.string(),
      /** Any word: a row may outlive its queue or its kind, and must not hide the rest of the list then. */
      queue: z.custom<QueueName>(isText),
      kind: z.custom<FailureKind>(isText),
      blame: z.enum(['caller', 'owner', 'meta', 'us']),
      reason: z.string(),
      receipt: z.optional(z.object({ entity: z.literal('webhookEvent'), id: z.string() })),
      traceId: z.optional(z.string()),
      firstSeenAt: z.string(),
      parkedAt: z.string(),
      body: z.optional(z.instanceof(Uint8Array)),
      blob: z.optional(z.string()),
    }),
  named: { pk: ['workspace'], sk: ['id'] },
  parts: ({ workspace, id }: { readonly workspace: string; readonly id: string }) => ({ pk: [workspace], sk: [id] }),
  inKey: ['workspace', 'id'],
  ofParts: ([workspace], [id]) => ({ workspace, id }),
  lives: 'until redriven or dropped',
});
