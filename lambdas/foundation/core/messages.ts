import * as z from 'zod/mini';
import './zod-english.ts';
import type { QueueFunction, SourceOf } from '../contract/function-types.ts';
import type { QueueName } from '../contract/resources.ts';
import { whenNeeded } from './when-needed.ts';

/** Where an item stood in Meta's delivery: `entry` without its lists, and which list it came from. */
const placed = whenNeeded(() =>
  z.object({
    object: z.string(),
    entry: z.record(z.string(), z.unknown()),
    /** The list of `entry` that held it, or `entry` itself when it has none (user objects without values). */
    list: z.enum(['changes', 'messaging', 'standby', 'entry']),
    item: z.unknown(),
    /** ISO-8601: when our endpoint took it. */
    receivedAt: z.string(),
  }),
);

/** Signed, but not JSON or not an envelope. The body is text, or base64 of bytes that are not UTF-8. */
const malformed = whenNeeded(() =>
  z.object({
    malformed: z.union([z.object({ text: z.string() }), z.object({ base64: z.string() })]),
    /** Lower-case hex of the bytes: its receipt key. */
    sha256: z.string(),
    reason: z.string(),
    receivedAt: z.string(),
  }),
);

/** A kept row that shall run again through today's code. */
const replayed = whenNeeded(() =>
  z.object({
    replay: z.object({ jobId: z.string(), force: z.boolean() }),
    workspace: z.string(),
    /** The row's public id. */
    eventId: z.string(),
  }),
);

/** A kept, classified event on its way to the room that owns its kind (`PassedOn`). */
const passedOn = whenNeeded(() =>
  z.object({
    workspace: z.string(),
    receiptKey: z.string(),
    eventId: z.string(),
    asset: z.string(),
    channel: z.string(),
    topic: z.string(),
    kind: z.string(),
    occurredAt: z.nullable(z.string()),
    receivedAt: z.string(),
    event: z.unknown(),
  }),
);

/**
 * One item of each queue. A queue without a line does not compile; sender and receiver cannot drift.
 * On the wire items travel in an `Envelope`. Each is made when it is needed: a function is fed by one queue.
 */
export const messages = {
  webhookEvents: whenNeeded(() => z.union([placed(), malformed(), replayed()])),
  replayJobs: whenNeeded(() =>
    z.object({
      workspace: z.string(),
      jobId: z.string(),
      from: z.string(),
      to: z.string(),
      topic: z.optional(z.string()),
      dryRun: z.boolean(),
      force: z.boolean(),
      requestedAt: z.string(),
    }),
  ),
  connectionLinks: whenNeeded(() =>
    z.object({
      workspace: z.string(),
      connectionId: z.string(),
      /** Why: a new connection, a wish to discover anew, other fields declared, or a nightly look for drift. */
      reason: z.enum(['connected', 'sync', 'subscriptions', 'drift']),
      /** The sync job that asked; counts this connection as done. */
      jobId: z.optional(z.string()),
    }),
  ),
  connectionCare: whenNeeded(() =>
    z.union([
      /** `page`: Meta refused this Page's own token, which is looked at instead of tonight's others. */
      z.object({
        wake: z.object({ workspace: z.string(), connectionId: z.string(), page: z.optional(z.string()) }),
      }),
      /** Meta's deauthorise callback: the app-scoped user took the app off; `at` is ISO-8601. */
      z.object({ deauthorised: z.object({ appId: z.string(), userId: z.string(), at: z.string() }) }),
    ]),
  ),
  erasures: whenNeeded(() =>
    z.object({
      /** Public confirmation code of the deletion request; also its row's id. */
      code: z.string(),
      appId: z.string(),
      /** App-scoped id of the person. */
      userId: z.string(),
      /** ISO-8601. */
      requestedAt: z.string(),
    }),
  ),
  /** One conversion event for one pixel, normalised and hashed: nothing raw travels. */
  capiEvents: whenNeeded(() =>
    z.object({
      workspace: z.string(),
      pixel: z.string(),
      eventId: z.string(),
      /** Whether its sender gave the id, by which alone a browser's event can be the same. */
      ownId: z.boolean(),
      eventName: z.string(),
      /** Seconds since 1970, as Meta has it. */
      eventTime: z.number(),
      actionSource: z.string(),
      /** The event as it goes to Meta: JSON text, so that it is written once. */
      event: z.string(),
      /** Lower-case hex: what was sent, apart from its id and time of arrival. */
      payloadHash: z.string(),
      /** Members of `user_data` that it carries, by Meta's names. */
      matchKeys: z.array(z.string()),
      /** ISO-8601. */
      acceptedAt: z.string(),
      testEventCode: z.optional(z.string()),
      partnerAgent: z.optional(z.string()),
    }),
  ),
  qualityPolls: whenNeeded(() => z.object({ workspace: z.string(), pixel: z.string() })),
  inboundMessages: passedOn,
  /** A thread has messages to send, or its window is about to close. Only the thread is named: what waits stands in the table. */
  threadWork: whenNeeded(() =>
    z.union([
      /** `anew`: what the lane waited for is known now, so its waiting is over. */
      z.object({ workspace: z.string(), lane: z.string(), anew: z.optional(z.boolean()) }),
      z.object({ workspace: z.string(), closing: z.string() }),
    ]),
  ),
  /** A message whose media lie at Meta: fetch them while their links live. */
  mediaFetches: whenNeeded(() => z.object({ workspace: z.string(), messageId: z.string() })),
} as const satisfies Record<QueueName, () => z.ZodMiniType>;

/** One item on queue `Q`. */
export type Message<Q extends QueueName> = z.infer<ReturnType<(typeof messages)[Q]>>;

/** What function `N` is fed with. */
export type MessageFor<N extends QueueFunction> = Message<SourceOf<N>>;

/** A placed item of a delivery. */
export type PlacedItem = z.infer<ReturnType<typeof placed>>;

/** Stands for an item over 200 kB, whose JSON lies in the blobs bucket. Only the queue doors know of it. */
export interface ClaimCheck {
  readonly $blob: string;
}

/** The body of every SQS message of ours: items that belong together, since when we know them, how often deferred. */
export interface Envelope<Item> {
  /** ISO-8601. */
  readonly firstSeenAt: string;
  readonly hops: number;
  readonly items: readonly (Item | ClaimCheck)[];
}
