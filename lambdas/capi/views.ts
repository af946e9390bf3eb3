import * as z from 'zod/mini';
import { whenNeeded } from '../foundation/core/when-needed.ts';

// Lazy: most functions of the room carry all of these and meet one or two, and each schema made costs its cold start.

const time = whenNeeded(() => z.string().check(z.describe('ISO-8601 UTC.')));
/** A pixel's id, in paths. */
export const pixelId = z.lazy(() => z.string().check(z.regex(/^\d{1,32}$/, 'must be an id of Meta: digits')));
/** Some pixels. */
export const pixels = whenNeeded(() => z.array(pixelId).check(z.minLength(1), z.maxLength(10)));

const ProblemView = z
  .lazy(() =>
    z.object({
      path: z.string().check(z.describe('From the event on: `user_data.em`; empty: the event as a whole.')),
      reason: z.string(),
    }),
  )
  .register(z.globalRegistry, { id: 'ConversionProblem' });

/** What there is to say of an event. */
export const problems = z.lazy(() =>
  z
    .array(ProblemView)
    .check(z.describe('Of an accepted event: what was left out of it, or looks as if it were not meant so.')),
);

/** What became of one event of a request. */
const AcceptedEvent = z.lazy(() =>
  z.object({
    eventId: z
      .nullable(z.string())
      .check(z.describe('Its own, or one made from its contents; null when refused without.')),
    accepted: z.boolean(),
    problems,
  }),
);

/** Meta's answer to one call. */
const MetaAnswer = z.lazy(() =>
  z.object({
    pixel: z.string(),
    events_sent: z.int(),
    events_received: z.int(),
    messages: z.array(z.string()),
    fbtrace_id: z.nullable(z.string()),
  }),
);

/** Read one by one: a wrong event must not refuse its siblings. Its name in the document is that of what it should be. */
const anyEvent = z.unknown().register(z.globalRegistry, { id: 'ConversionEvent' });

/** The events of a request. */
export const events = z.lazy(() =>
  z
    .array(anyEvent)
    .check(
      z.minLength(1),
      z.maxLength(1000),
      z.describe('1 to 1,000 events in Meta’s own field names, see `ConversionEvent` and docs/conversions.md.'),
    ),
);

/** What became of the events of a request. */
export const answers = z.lazy(() =>
  z.object({
    data: z.array(AcceptedEvent).check(z.describe('In the order asked.')),
    relayed: z
      .optional(z.array(MetaAnswer))
      .check(z.describe('With `Prefer: wait`: what Meta said; what is not in it waits in the queue.')),
  }),
);

/** An event in the log. */
export const ConversionView = z
  .lazy(() =>
    z.object({
      eventId: z.string(),
      eventName: z.string(),
      pixel: z.string(),
      state: z.enum(['accepted', 'sending', 'delivered', 'parked']),
      eventTime: time(),
      actionSource: z.string(),
      matchKeys: z.array(z.string()),
      acceptedAt: time(),
      updatedAt: time(),
      deliveredAt: z.nullable(time()),
      reason: z.nullable(z.string()).check(z.describe('Why it is parked.')),
      fbtraceId: z.nullable(z.string()),
    }),
  )
  .register(z.globalRegistry, { id: 'Conversion' });

const dataProcessing = z.lazy(() =>
  z.strictObject({
    options: z.array(z.literal('LDU')).check(z.maxLength(1)),
    country: z.int().check(z.describe('0 lets Meta find it out, 1 is the USA.')),
    state: z.int().check(z.describe('0 lets Meta find it out, 1000 is California.')),
  }),
);

/** What a workspace may settle. */
export const settings = whenNeeded(() => ({
  pixels: z.array(pixelId).check(z.maxLength(10), z.describe('Where conversions go that name no pixel.')),
  country: z
    .nullable(z.string().check(z.regex(/^[A-Za-z]{2}$/, 'must be an ISO 3166 code of two letters')))
    .check(z.describe('Of phone numbers whose event names no country.')),
  dataProcessing: z.nullable(dataProcessing).check(z.describe('Limited Data Use of events that say nothing of it.')),
  optOut: z.boolean().check(z.describe('Keeps events out of ads delivery that do not say otherwise.')),
}));

/** What a workspace settles once. */
export const WorkspaceView = z
  .lazy(() => z.object({ workspace: z.string(), ...settings(), updatedAt: z.nullable(time()) }))
  .register(z.globalRegistry, { id: 'Workspace' });

const share = whenNeeded(() => z.number().check(z.describe('Percent, 0 to 100.')));

const QualityOfEvent = z.lazy(() =>
  z.object({
    eventName: z.string(),
    ours: z
      .object({
        accepted: z.int(),
        delivered: z.int(),
        parked: z.int(),
        keys: z.record(z.string(), share()).check(z.describe('Of delivered events: how many carried which key.')),
        ownEventId: z
          .nullable(share())
          .check(z.describe('How many came with an id of their sender’s, as dedupe needs.')),
        meanDelaySeconds: z.nullable(z.int()).check(z.describe('From happening to Meta.')),
      })
      .check(z.describe('Our own log, of the days asked.')),
    meta: z.nullable(z.record(z.string(), z.unknown())).check(z.describe('Meta’s newest word, verbatim.')),
    mend: z.array(z.string()).check(z.describe('What to mend, the most useful first.')),
  }),
);

/** How well a pixel's events match, by event name. */
export const QualityView = z
  .lazy(() =>
    z.object({
      pixel: z.string(),
      since: z.string(),
      readAt: z.nullable(time()).check(z.describe('When Meta answered last; null: not yet.')),
      trouble: z.nullable(z.string()).check(z.describe('Why Meta could not be asked the last time.')),
      events: z.array(QualityOfEvent),
      history: z.array(
        z.object({
          day: z.string(),
          eventName: z.string(),
          score: z.nullable(z.number()),
          coverage: z.nullable(share()),
        }),
      ),
    }),
  )
  .register(z.globalRegistry, { id: 'PixelQuality' });

/** A collector's public id. */
export const collectorId = z.lazy(() =>
  z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{2,63}$/, 'must be 3 to 64 small letters, digits and dashes')),
);
const origin = z.lazy(() =>
  z.string().check(z.regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'must be an origin: https://shop.example')),
);

/** What a collector is told. */
export const collectorMembers = whenNeeded(() => ({
  pixels: pixels(),
  origins: z.array(origin).check(z.minLength(1), z.maxLength(50), z.describe('Pages of these origins may send.')),
  consent: z
    .enum(['assumed', 'required'])
    .check(z.describe('`required`: an event counts, and cookies are set, only where the page says `consent: true`.')),
  cookieDomain: z
    .nullable(z.string().check(z.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain, without a dot before it')))
    .check(z.describe('Domain of the cookies `_fbp` and `_fbc`; null: the host of the collector alone.')),
}));

/** A first-party endpoint that pages send their events to. */
export const CollectorView = z
  .lazy(() =>
    z.object({
      id: collectorId,
      ...collectorMembers(),
      url: z.string().check(z.describe('Where pages POST to; with `.gif` behind it, a pixel.')),
      createdAt: time(),
      updatedAt: time(),
    }),
  )
  .register(z.globalRegistry, { id: 'Collector' });
