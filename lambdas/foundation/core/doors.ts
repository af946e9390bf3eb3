import type { PlannedQueueName, QueueName } from '../contract/resources.ts';
import type { Message } from './messages.ts';
import type { FailureKind } from './verdicts.ts';

/** How items travel. */
export interface SendOptions {
  /** Fair-queue group: the asset's id; ASCII, cut to 128 characters. */
  readonly group?: string;
  /** Whole seconds, at most 900 (SQS). */
  readonly delaySeconds?: number;
  /** When we first saw the items, ISO-8601; default now. */
  readonly firstSeenAt?: string;
  /** How often they have been deferred; default 0. */
  readonly hops?: number;
}

/**
 * Typed sends. Items of one call travel together as far as SQS's limits allow, in their order.
 * An item over 200 kB is put into the blobs bucket under the queue's `claimChecks` prefix (key: hash of its JSON) and
 * travels as a `ClaimCheck`, which the queue's reader resolves before parsing: rooms never see one.
 * Resolves only after SQS accepted every part; throws `Failure` `unavailable` when it refused any.
 */
export interface Outbox<Q extends QueueName = QueueName> {
  send<S extends Q>(queue: S, items: readonly Message<S>[], options?: SendOptions): Promise<void>;
}

/** One call's worth of groups, so that many assets share SQS batches. */
export interface GroupedSend<Q extends QueueName> {
  readonly group: string;
  readonly items: readonly Message<Q>[];
}

/** The same for many groups at once: as few SQS batches as possible; throws `Failure` `unavailable`. */
export interface GroupOutbox<Q extends QueueName = QueueName> extends Outbox<Q> {
  sendGroups<S extends Q>(
    queue: S,
    groups: readonly GroupedSend<S>[],
    options?: Omit<SendOptions, 'group'>,
  ): Promise<void>;
}

/** An event for subscribers outside. `detail` is JSON; at most 64 kB as text, which the adapter checks. */
export interface BusEvent {
  /** Stable over redeliveries: subscribers dedupe by it. */
  readonly id: string;
  readonly workspace: string;
  /** For example `webhook.message`. */
  readonly type: string;
  /** ISO-8601. */
  readonly time: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The event bus; throws `Failure` `unavailable` when it did not take the event. */
export interface Bus {
  announce(event: BusEvent): Promise<void>;
}

/** Bodies too big for a queue or a row. Keys begin with a prefix of the contract; throws `unavailable`, `not-found`. */
export interface Blobs {
  put(key: string, body: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array>;
  remove(key: string): Promise<void>;
}

/** One Meta app of the secret `metaApps`. `previousUntil` is ISO-8601; after it the previous secret is refused. */
export interface MetaApp {
  readonly appId: string;
  readonly kind: 'facebook' | 'instagram';
  readonly appSecret: string;
  readonly previousAppSecret?: string;
  readonly previousUntil?: string;
}

/**
 * Secrets, cached for at most 5 minutes. `fresh` asks for a re-read after a mismatch; the adapter grants it at most
 * once a minute and else answers from its cache. Throws `Failure` `unavailable`, or `misconfigured` when unreadable.
 */
export interface Secrets {
  metaApps(options?: { readonly fresh?: boolean }): Promise<readonly MetaApp[]>;
  verifyToken(options?: { readonly fresh?: boolean }): Promise<string>;
}

/**
 * Paging cursors that cannot be forged: sealed with a key of the stage and bound to the workspace.
 * `open` throws `Failure` `invalid-request` on anything that `seal` did not make for this workspace.
 */
export interface Cursors {
  seal(workspace: string, position: string): Promise<string>;
  open(workspace: string, cursor: string): Promise<string>;
}

/** What could not be done, on its way into the one list. Times ISO-8601; `items` are resolved queue items as JSON. */
export interface ToPark {
  /** Hash of queue and receipt key, or of queue and message id: parking twice is one row. */
  readonly id: string;
  readonly workspace: string;
  readonly queue: QueueName;
  readonly kind: FailureKind;
  readonly reason: string;
  readonly receipt?: { readonly entity: 'webhookEvent'; readonly id: string };
  readonly traceId?: string;
  readonly firstSeenAt: string;
  readonly items: readonly unknown[];
}

/** The way into the list: writes the row (a big body into the `parked/` blobs first); throws `Failure` `unavailable`. */
export interface Parking {
  park(item: ToPark): Promise<void>;
}

/** Sends items back to a queue that were parsed when they first came; throws `Failure` `unavailable`. */
export interface Requeue {
  send(queue: QueueName, items: readonly unknown[], group: string): Promise<void>;
}

/** A message whose tries are used up. `items` are its queue items, claim checks resolved; else the one unreadable text. */
export interface DeadLetter {
  readonly messageId: string;
  readonly handle: string;
  readonly firstSeenAt: string;
  readonly items: readonly unknown[];
}

/** The DLQs: `take` hides up to ten letters for a while, `remove` deletes one. Throws `Failure` `unavailable`. */
export interface DeadLetters {
  take(queue: QueueName): Promise<readonly DeadLetter[]>;
  remove(queue: QueueName, letter: DeadLetter): Promise<void>;
}

/** A typed event on its way to the room that owns its kind. Times ISO-8601; `event` is the typed part. */
export interface PassedOn {
  readonly workspace: string;
  /** What the owner's receipt is named by: the event's id, and in a replay the job's too, so that it works again. */
  readonly receiptKey: string;
  readonly eventId: string;
  /** `<kind>:<id>`. */
  readonly asset: string;
  readonly channel: string;
  readonly topic: string;
  readonly kind: string;
  readonly occurredAt: string | null;
  readonly receivedAt: string;
  readonly event: unknown;
}

/**
 * The rooms that own kinds of events. `off`: the room's queue does not stand yet, and nothing was sent.
 * Throws `Failure` `unavailable`.
 */
export interface Owners {
  passOn(queue: QueueName | PlannedQueueName, item: PassedOn): Promise<'sent' | 'off'>;
}
