import * as z from 'zod/mini';
import type { RouteOf } from '../foundation/contract/function-types.ts';
import type { RouteSchema } from '../foundation/core/api.ts';
import { byId, paging } from './paging.ts';
import { Channel, MessageView, ThreadDetail, ThreadView, WindowView } from './views.ts';

const shortPages = 'A page may hold fewer than `limit` of them and still have a `nextCursor`; null is the end.';

/** What the routes of reading conversations take and give. */
export const threadRoutes = {
  'GET /v1/threads': {
    summary: 'Conversations, those with the latest message first',
    description: shortPages,
    query: z.lazy(() =>
      z.object({
        channel: z.optional(Channel),
        asset: z.optional(z.string()).check(z.describe('`<kind>:<id>`, for example `page:1234567890`.')),
        ...paging(),
      }),
    ),
    response: z.lazy(() => z.object({ data: z.array(ThreadView), nextCursor: z.nullable(z.string()) })),
  },
  'GET /v1/threads/{id}': {
    summary: 'One conversation and whom it is with',
    path: byId,
    response: ThreadDetail,
  },
  'GET /v1/threads/{id}/messages': {
    summary: 'Messages of a conversation, newest first',
    description: `A message that its sender deleted stands there without content. ${shortPages}`,
    path: byId,
    query: z.lazy(() => z.object(paging())),
    response: z.lazy(() => z.object({ data: z.array(MessageView), nextCursor: z.nullable(z.string()) })),
  },
  'GET /v1/threads/{id}/window': {
    summary: 'What may be sent into a conversation now, and until when',
    description:
      'Computed for this moment from what the person did last. What an app of yours may do besides depends on ' +
      'permissions that are not known here.',
    path: byId,
    response: WindowView,
  },
  'GET /v1/messages/{id}': {
    summary: 'One message and what became of it',
    description: 'Also one of which only facts have come yet, a status for example: its `type` is null then.',
    path: byId,
    response: MessageView,
  },
} as const satisfies Record<RouteOf<'messaging/threads'>, RouteSchema>;
