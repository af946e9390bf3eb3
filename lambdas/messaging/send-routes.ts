import * as z from 'zod/mini';
import type { RouteOf } from '../foundation/contract/function-types.ts';
import type { RouteSchema } from '../foundation/core/api.ts';
import { byId } from './paging.ts';
import { requestMember, SendRequest } from './send-request.ts';
import { MessageView } from './views.ts';

const shown = z.lazy(() => z.object({ done: z.literal(true) }));

/** What the routes of sending take and give. */
export const sendRoutes = {
  'POST /v1/messages': {
    summary: 'Meta has the message',
    description:
      'Needs the header `Idempotency-Key`: a request that is repeated with it is sent once, answered as the message ' +
      'stands, and answered 409 with another body. 201 when it went out at once; 202 when it waits (behind earlier ' +
      'messages of the thread, a limit, or an outage of Meta’s), or when Meta’s answer was lost (`outcome-unknown`: it ' +
      'is never sent again, and settled when Meta tells of it). What Meta refuses, or does not take for a day, is ' +
      'kept as `failed` and answered 422 with `messageId`, Meta’s `code` and `advice`, the first time and each time after. What is refused before Meta was asked (content, window) is not kept, and the key is free. ' +
      '`mark_seen`, `typing_on` and `typing_off` are shown at once, need no key, and answer 200.',
    body: SendRequest,
    bodyMember: requestMember,
    status: 201,
    response: MessageView,
    otherwise: [
      { status: 202, summary: 'The message is taken, and waits', response: MessageView },
      { status: 200, summary: 'The action is shown', response: shown },
    ],
  },
  'DELETE /v1/messages/{id}': {
    summary: 'Takes a waiting message back',
    description: '409 when it is at Meta already, or over.',
    path: byId,
    response: MessageView,
  },
} as const satisfies Record<RouteOf<'messaging/send'>, RouteSchema>;
