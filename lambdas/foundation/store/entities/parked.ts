import * as z from 'zod';
import type { QueueName } from '../../contract/resources.ts';
import type { FailureKind } from '../../core/verdicts.ts';
import { defineEntity } from '../define-entity.ts';

const isText = (value: unknown) => typeof value === 'string';

/** What could not be done. `body` is the queue's items as JSON, compressed. */
export const Parked = defineEntity('parked', {
  table: 'state',
  schema: z.object({
    workspace: z.string(),
    id: z.string(),
    /** Any word: a row may outlive its queue or its kind, and must not hide the rest of the list then. */
    queue: z.custom<QueueName>(isText),
    kind: z.custom<FailureKind>(isText),
    blame: z.enum(['caller', 'owner', 'meta', 'us']),
    reason: z.string(),
    receipt: z.object({ entity: z.literal('webhookEvent'), id: z.string() }).optional(),
    traceId: z.string().optional(),
    firstSeenAt: z.string(),
    parkedAt: z.string(),
    body: z.instanceof(Uint8Array).optional(),
    blob: z.string().optional(),
  }),
  named: { pk: ['workspace'], sk: ['id'] },
  parts: ({ workspace, id }: { readonly workspace: string; readonly id: string }) => ({ pk: [workspace], sk: [id] }),
  inKey: ['workspace', 'id'],
  ofParts: ([workspace], [id]) => ({ workspace, id }),
  lives: 'until redriven or dropped',
});
