import * as z from 'zod/mini';
import type { RouteOf } from '../foundation/contract/function-types.ts';
import type { RouteSchema } from '../foundation/core/api.ts';
import { byId, paging } from './paging.ts';
import { MessengerTemplate, TemplateMade, TemplateView, WhatsappTemplate } from './template.ts';
import { ThreadView } from './views.ts';

const listOf = (account: string) =>
  z.lazy(() =>
    z.object({
      account: z.string().check(z.describe(account)),
      name: z.optional(z.string()).check(z.describe('Only those whose name Meta finds by this.')),
      status: z
        .optional(z.string().check(z.regex(/^[A-Z_]{1,40}$/)))
        .check(z.describe('Only those of this status, for example `APPROVED`.')),
      ...paging(),
    }),
  );

const templates = z.lazy(() => z.object({ data: z.array(TemplateView), nextCursor: z.nullable(z.string()) }));

const asMetaHasThem = 'Asked of Meta at this moment. A page may hold fewer than `limit` and still have a `nextCursor`.';

const once =
  'The header `Idempotency-Key` is required: a retry gets the first answer. What is not `account` goes to Meta as it is. ';

/** What is to happen with a thread. */
export const ControlWish = z.lazy(() =>
  z.strictObject({
    action: z
      .enum(['pass', 'take', 'request'])
      .check(z.describe('Give it to another app, take it back, or ask the app that has it.')),
    targetAppId: z
      .optional(z.string().check(z.regex(/^\d{1,32}$/)))
      .check(z.describe('With `pass`: the app. 263902037430900 is a Page’s inbox, 1217981644879628 Instagram’s.')),
    metadata: z.optional(z.string().check(z.maxLength(1000))).check(z.describe('Reaches the other app’s webhook.')),
  }),
);

/** What the routes of templates and thread control take and give. */
export const manageRoutes = {
  'GET /v1/whatsapp/templates': {
    summary: 'Message templates of a WhatsApp account',
    description: asMetaHasThem,
    query: listOf('`whatsapp:<id of the WhatsApp account>`.'),
    response: templates,
  },
  'POST /v1/whatsapp/templates': {
    summary: 'Create a message template for WhatsApp',
    description: `${once}Meta reviews it; the event \`webhook.template-update\` tells how that ended, and of every later change.`,
    body: WhatsappTemplate,
    status: 201,
    response: TemplateMade,
  },
  'GET /v1/messenger/templates': {
    summary: 'Utility templates of a Page',
    description: asMetaHasThem,
    query: listOf('`page:<id>`.'),
    response: templates,
  },
  'POST /v1/messenger/templates': {
    summary: 'Create a utility template for Messenger',
    description: `${once}Meta approves it within seconds; the list tells its status.`,
    body: MessengerTemplate,
    status: 201,
    response: TemplateMade,
  },
  'POST /v1/threads/{id}/control': {
    summary: 'Hand a conversation to another app, take it back, or ask for it',
    description:
      'Messenger and Instagram only (Meta’s Conversation Routing). `take` works for the default app, and for any while ' +
      'nobody holds the thread; control lapses after 24 hours without a message. `request` changes nothing by itself.',
    path: byId,
    body: ControlWish,
    response: ThreadView,
  },
} as const satisfies Record<RouteOf<'messaging/manage'>, RouteSchema>;
