import * as z from 'zod/mini';
import { defineEntity } from '../define-entity.ts';

/** From a workspace to its threads, by their latest message, or what opened them; sharded by the thread's id. `lastAt` ISO-8601 UTC. */
export const ThreadTime = defineEntity('threadTime', {
  table: 'state',
  schema: () =>
    z.object({
      workspace: z.string(),
      shard: z.string(),
      lastAt: z.string(),
      threadId: z.string(),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'shard'], sk: ['lastAt', 'threadId'] },
  parts: (key: {
    readonly workspace: string;
    readonly shard: string;
    readonly lastAt: string;
    readonly threadId: string;
  }) => ({ pk: [key.workspace, key.shard], sk: [key.lastAt, key.threadId] }),
  inKey: ['workspace', 'shard', 'lastAt', 'threadId'],
  ofParts: ([workspace, shard], [lastAt, threadId]) => ({ workspace, shard, lastAt, threadId }),
  lives: 'as long as the thread, a day more at most, until something moves it',
});
