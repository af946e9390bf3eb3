import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** From a thread to its messages, by time; `at` ISO-8601 UTC. */
export const ThreadMessage = defineEntity('threadMessage', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      threadId: z.string(),
      at: z.string(),
      messageId: z.string(),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'threadId'], sk: ['at', 'messageId'] },
  parts: (key: {
    readonly workspace: string;
    readonly threadId: string;
    readonly at: string;
    readonly messageId: string;
  }) => ({ pk: [key.workspace, key.threadId], sk: [key.at, key.messageId] }),
  inKey: ['workspace', 'threadId', 'at', 'messageId'],
  ofParts: ([workspace, threadId], [at, messageId]) => ({ workspace, threadId, at, messageId }),
  lives: 'as long as the message, a day more at most',
});
