import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** What names a job's place in time; `requestedAt` ISO-8601. */
export interface ReplayJobTimeKey {
  readonly workspace: string;
  readonly requestedAt: string;
  readonly id: string;
}

/** A job's line in the list by time; written together with the job. */
export const ReplayJobTime = defineEntity('replayJobTime', {
  table: 'state',
  schema: () => z.object({ workspace: z.string(), requestedAt: z.string(), id: z.string(), expiresAt: z.number() }),
  named: { pk: ['workspace'], sk: ['requestedAt', 'id'] },
  parts: ({ workspace, requestedAt, id }: ReplayJobTimeKey) => ({ pk: [workspace], sk: [requestedAt, id] }),
  inKey: ['workspace', 'requestedAt', 'id'],
  ofParts: ([workspace], [requestedAt, id]) => ({ workspace, requestedAt, id }),
  lives: '90 days after the request',
});
