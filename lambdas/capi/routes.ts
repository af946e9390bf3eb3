import * as z from 'zod/mini';
import type { RouteOf } from '../foundation/contract/function-types.ts';
import type { RouteSchema } from '../foundation/core/api.ts';
import { ConversionEvent } from './conversion-event.ts';
import {
  answers,
  CollectorView,
  ConversionView,
  collectorId,
  collectorMembers,
  events,
  pixelId,
  pixels,
  problems,
  QualityView,
  settings,
  WorkspaceView,
} from './views.ts';

const byPixel = z.lazy(() => z.object({ id: pixelId }));
const byCollector = z.lazy(() => z.object({ id: collectorId }));

const paging = z.lazy(() =>
  z.object({
    limit: z
      ._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50)
      .check(z.describe('How many at most.')),
    cursor: z.optional(z.string()).check(z.describe('`nextCursor` of the page before.')),
  }),
);

/** What requests hold that their routes read one by one, by its name in the document. */
export const requestSchemas = { ConversionEvent } as const;

/** What the room's routes take and give. */
export const routes = {
  'POST /v1/conversions': {
    summary: 'Send conversion events to Meta',
    description:
      'Events are normalised and hashed before anything is kept; each is accepted or refused by itself, and 400 only ' +
      'says that none was. With `Prefer: wait` they go to Meta at once and the answer (200) tells what it said; what it ' +
      'did not take then waits in the queue like any other (202). The header `Idempotency-Key` makes a retry answer as ' +
      'the first call did.',
    body: z.lazy(() =>
      z.strictObject({
        data: events,
        pixels: z
          .optional(pixels())
          .check(z.describe('Where they go; else the workspace’s default pixels, else its only linked one.')),
        test_event_code: z
          .optional(z.string().check(z.regex(/^[\w-]{1,64}$/)))
          .check(
            z.describe('Shows the events in Test Events. They count for ads all the same: leave it out in production.'),
          ),
        partner_agent: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
      }),
    ),
    status: 202,
    response: answers,
    otherwise: [{ status: 200, summary: 'All of them are at Meta', response: answers }],
  },
  'POST /v1/conversions/validate': {
    summary: 'Explain events: what would be sent, and what is wrong with them',
    description: 'Nothing is kept. Answers 200 for any 1 to 1,000 objects.',
    body: z.lazy(() => z.looseObject({ data: events })),
    response: z.lazy(() =>
      z.object({
        data: z
          .array(
            z.object({
              ok: z.boolean().check(z.describe('Whether it would be accepted.')),
              problems,
              userData: z
                .record(z.string(), z.unknown())
                .check(z.describe('Exactly what would be sent, also of an event that would not be.')),
              matchKeys: z
                .array(z.string())
                .check(z.describe('Members of `user_data` by which Meta may find the person.')),
            }),
          )
          .check(z.describe('In the order asked.')),
      }),
    ),
  },
  'GET /v1/conversions/{eventId}': {
    summary: 'What became of an event, one line a pixel and event name',
    path: z.lazy(() => z.object({ eventId: z.string().check(z.minLength(1), z.maxLength(1024)) })),
    response: z.lazy(() => z.object({ data: z.array(ConversionView), nextCursor: z.null() })),
  },
  'GET /v1/pixels/{id}/quality': {
    summary: 'Match quality of a pixel’s events, and what would mend it',
    path: byPixel,
    query: z.lazy(() =>
      z.object({
        days: z
          ._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(90)), 28)
          .check(z.describe('How many days back, today included (UTC).')),
      }),
    ),
    response: QualityView,
  },
  'GET /v1/workspace': { summary: 'What the workspace has settled once', response: WorkspaceView },
  'PUT /v1/workspace': {
    summary: 'Settle defaults of the workspace',
    body: z.lazy(() =>
      z.strictObject({
        pixels: z._default(settings().pixels, []),
        country: z._default(settings().country, null),
        dataProcessing: z._default(settings().dataProcessing, null),
        optOut: z._default(settings().optOut, false),
      }),
    ),
    response: WorkspaceView,
  },
  'GET /v1/collectors': {
    summary: 'Collectors, by id',
    query: paging,
    response: z.lazy(() => z.object({ data: z.array(CollectorView), nextCursor: z.nullable(z.string()) })),
  },
  'GET /v1/collectors/{id}': { summary: 'One collector', path: byCollector, response: CollectorView },
  'PUT /v1/collectors/{id}': {
    summary: 'Make or change a collector',
    description: 'Ids are public and of all workspaces: 409 when somebody else has this one.',
    path: byCollector,
    body: z.lazy(() =>
      z.strictObject({ ...collectorMembers(), cookieDomain: z._default(collectorMembers().cookieDomain, null) }),
    ),
    response: CollectorView,
  },
  'DELETE /v1/collectors/{id}': {
    summary: 'Take a collector away',
    path: byCollector,
    status: 204,
    response: z.undefined(),
  },
  'POST /collect/{id}': {
    summary: 'A page’s event, from the browser',
    description:
      'JSON, whatever its content type (so that `navigator.sendBeacon` can send it). See docs/conversions.md.',
    path: z.lazy(() => z.object({ id: z.string() })),
    body: z.unknown(),
    status: 204,
    response: z.undefined(),
  },
  'GET /collect/{id}': {
    summary: 'A page’s event as a picture of one pixel, `/collect/{id}.gif`',
    path: z.lazy(() => z.object({ id: z.string() })),
    query: z.lazy(() =>
      z.object({
        ev: z.string().check(z.describe('Event name.')),
        dl: z.optional(z.string()).check(z.describe('Address of the page.')),
        rl: z.optional(z.string()).check(z.describe('Address of the page before.')),
        id: z.optional(z.string()).check(z.describe('Event id, the same as the browser pixel’s.')),
        consent: z.optional(z.enum(['true', 'false'])),
        value: z.optional(z.string()),
        currency: z.optional(z.string()),
      }),
    ),
    response: z.string(),
  },
  'OPTIONS /collect/{id}': {
    summary: 'The browser’s question whether its page may send',
    path: z.lazy(() => z.object({ id: z.string() })),
    status: 204,
    response: z.undefined(),
  },
} as const satisfies Record<RouteOf<'capi/accept'> | RouteOf<'capi/manage'> | RouteOf<'capi/collect'>, RouteSchema>;
