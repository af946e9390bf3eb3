import * as z from 'zod/mini';
import type { RouteOf } from '../foundation/contract/function-types.ts';
import type { RouteSchema } from '../foundation/core/api.ts';
import { Channel, MessageView, ThreadDetail, ThreadView, WindowView } from './views.ts';

const byId = z.object({ id: z.string().check(z.minLength(1), z.maxLength(256)) });

const paging = {
  limit: z
    ._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50)
    .check(z.describe('How many at most.')),
  cursor: z.optional(z.string()).check(z.describe('`nextCursor` of the page before.')),
};

const shortPages = 'A page may hold fewer than `limit` of them and still have a `nextCursor`; null is the end.';

/** What the room's routes take and give. */
export const routes = {
  'GET /v1/threads': {
    summary: 'Conversations, those with the latest message first',
    description: shortPages,
    query: z.object({
      channel: z.optional(Channel),
      asset: z.optional(z.string()).check(z.describe('`<kind>:<id>`, for example `page:1234567890`.')),
      ...paging,
    }),
    response: z.object({ data: z.array(ThreadView), nextCursor: z.nullable(z.string()) }),
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
    query: z.object(paging),
    response: z.object({ data: z.array(MessageView), nextCursor: z.nullable(z.string()) }),
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
