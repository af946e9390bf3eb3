import * as z from 'zod/mini';
import type { RouteOf } from '../foundation/contract/function-types.ts';
import type { RouteSchema } from '../foundation/core/api.ts';

const time = z.iso.datetime({ offset: true });

const paging = {
  limit: z
    ._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50)
    .check(z.describe('How many at most.')),
  cursor: z.optional(z.string()).check(z.describe('`nextCursor` of the page before.')),
};

/** Where an event came from. */
export const Channel = z.enum(['messenger', 'page', 'instagram', 'whatsapp', 'ad_account', 'user']);

/** One kept event in lists. Times ISO-8601 UTC; `occurredAt` is Meta's own time, null when Meta gave none. */
export const WebhookEventView = z
  .object({
    id: z.string().check(z.describe('Stable over redeliveries and replays; the id on the event bus.')),
    workspace: z.string(),
    channel: Channel,
    topic: z.string().check(z.describe("Meta's own field name, for example `messages` or `leadgen`.")),
    kind: z.string().check(z.describe('Our kind, for example `message`, `status` or `unclassified`.')),
    assetId: z.string().check(z.describe("Meta's id of the Page, Instagram account, WABA, ad account or user.")),
    asset: z.string().check(z.describe('`<kind>:<id>`, as filters take it.')),
    occurredAt: z.nullable(z.string()),
    receivedAt: z.string(),
    state: z.enum(['processing', 'done', 'parked']),
    source: z.enum(['webhook', 'reconcile']),
    replayId: z.optional(z.string()).check(z.describe('The last replay job that ran this event again.')),
    event: z.unknown().check(z.describe('The typed, normalised event; its shape follows `kind`.')),
  })
  .register(z.globalRegistry, { id: 'WebhookEvent' });

/** The same with what Meta sent. */
export const WebhookEventDetail = z
  .extend(WebhookEventView, {
    raw: z
      .unknown()
      .check(z.describe("Meta's envelope with this one item. Integers beyond 2^53 stand as strings of their digits.")),
  })
  .register(z.globalRegistry, { id: 'WebhookEventDetail' });

/** A replay job and its progress. */
export const Replay = z
  .object({
    id: z.string(),
    from: z.string(),
    to: z.string(),
    topic: z.optional(z.string()),
    dryRun: z.boolean(),
    force: z.boolean(),
    state: z.enum(['running', 'done', 'cancelled']),
    requestedAt: z.string(),
    updatedAt: z.string(),
    examined: z.int().check(z.describe('Rows walked over.')),
    selected: z.int().check(z.describe('Rows sent to run again; in a dry run those that would be.')),
  })
  .register(z.globalRegistry, { id: 'Replay' });

const byId = z.object({ id: z.string().check(z.minLength(1), z.maxLength(2048)) });

/** What the room's routes take and give. */
export const routes = {
  'GET /webhooks/meta': {
    summary: "Meta's verification of the webhook URL",
    description: 'Answers the bare challenge as text/plain; 403 when the verify token is not ours.',
    query: z.object({ 'hub.mode': z.string(), 'hub.challenge': z.string(), 'hub.verify_token': z.string() }),
    response: z.string(),
  },
  'POST /webhooks/meta': {
    summary: "Meta's deliveries",
    description:
      'Signed with `X-Hub-Signature-256`. 200 only after every item is durable; 401 unsigned or wrongly signed; ' +
      '413 above 4.5 MB; 503 when it cannot be kept or no app secret is set (Meta delivers again).',
    body: z.unknown(),
    response: z.string(),
  },
  'GET /v1/webhooks/events': {
    summary: 'The webhook event log, newest first',
    description: 'A page may hold fewer than `limit` events and still have a `nextCursor`; null is the end.',
    query: z.object({
      from: z.optional(time).check(z.describe('Events that occurred at or after this time.')),
      to: z.optional(time).check(z.describe('Events that occurred before this time.')),
      channel: z.optional(z.string()),
      topic: z.optional(z.string()),
      kind: z.optional(z.string()),
      asset: z.optional(z.string()).check(z.describe('`<kind>:<id>`, for example `page:1234567890`.')),
      ...paging,
    }),
    response: z.object({ data: z.array(WebhookEventView), nextCursor: z.nullable(z.string()) }),
  },
  'GET /v1/webhooks/events/{id}': {
    summary: 'One event with its raw body',
    path: byId,
    response: WebhookEventDetail,
  },
  'GET /v1/webhooks/replays': {
    summary: 'Replay jobs, newest first',
    query: z.object(paging),
    response: z.object({ data: z.array(Replay), nextCursor: z.nullable(z.string()) }),
  },
  'POST /v1/webhooks/replays': {
    summary: 'Run kept events again through the code of today',
    description:
      'Without `force` only events that are not done, or unclassified, run again; with it every event of the range is ' +
      'classified again and announced with the same id plus `replayId`. The header `Idempotency-Key` makes a retry ' +
      'answer the job of the first call.',
    body: z.strictObject({
      from: time,
      to: time,
      topic: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
      dryRun: z._default(z.boolean(), false),
      force: z._default(z.boolean(), false),
    }),
    status: 202,
    response: Replay,
  },
  'GET /v1/webhooks/replays/{id}': { summary: 'One replay job and its progress', path: byId, response: Replay },
  'DELETE /v1/webhooks/replays/{id}': {
    summary: 'Cancel a replay job',
    description: 'What it has already sent still runs; a finished job stays as it is.',
    path: byId,
    response: Replay,
  },
} as const satisfies Record<RouteOf<'webhooks/ingest'> | RouteOf<'webhooks/manage'>, RouteSchema>;
