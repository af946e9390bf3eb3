import type { AssetRef } from '../core/ids.ts';

/** Where a row stands: being worked on under a lease, finished, or parked (see `GET /v1/parked`). */
export type EventState = 'processing' | 'done' | 'parked';

/**
 * What names one occurrence for good. All of it is stable over Meta's redeliveries.
 * `time` is the item's own time, else `entry.time`, else 0, in whole Unix seconds; `field` is Meta's own field name.
 */
export interface EventKey {
  readonly workspace: string;
  readonly asset: AssetRef;
  readonly time: number;
  readonly field: string;
  readonly dedupeKey: string;
}

/** What the classifier made of an item; `event` is JSON, one of the webhooks room's typed kinds. */
export interface TypedPart {
  readonly channel: string;
  readonly topic: string;
  readonly kind: string;
  readonly event: unknown;
}

/** An item to keep. Times ISO-8601; `occurredAt` is null when Meta gave none. `raw` is what Meta sent, as JSON. */
export interface NewEvent extends EventKey, TypedPart {
  readonly occurredAt: string | null;
  readonly receivedAt: string;
  readonly source: 'webhook' | 'reconcile';
  readonly raw: unknown;
}

/** A kept row. `raw` is present only when asked for. */
export interface KeptEvent extends NewEvent {
  /** Public id: encodes asset, time, field and dedupe key; the workspace comes only from the token. */
  readonly id: string;
  readonly state: EventState;
  readonly replayId?: string;
  /** Its content was taken away for good: `raw` is null and `event` is empty. */
  readonly blanked?: boolean;
}

/** One worker's hold on a row: settle, release and park work only with its token (fencing). Times in milliseconds. */
export interface Claim {
  readonly token: string;
  readonly now: number;
  readonly leaseMs: number;
}

/** `mine`: go on. `done` and `parked` end a redelivery. `busy`: another worker holds the lease. `absent`: no row. */
export type ClaimAnswer = 'mine' | 'done' | 'parked' | 'busy' | 'absent';

/** Which rows, newest first. `from` inclusive and `to` exclusive in Unix seconds, compared with `EventKey.time`. */
export interface EventFilter {
  readonly from?: number;
  readonly to?: number;
  readonly channel?: string;
  readonly topic?: string;
  readonly kind?: string;
  readonly asset?: AssetRef;
}

/** A place in the walk; opaque JSON text, null at the end. A page may be short and still have a next one. */
export interface EventPage {
  readonly events: readonly KeptEvent[];
  readonly next: string | null;
}

/**
 * The kept webhook events, each row being its own receipt, with the directory by hour that lists them.
 * Every method throws `Failure` `unavailable` when the table refuses.
 */
export interface WebhookEvents {
  /** The public id of a key, pure. */
  idOf(key: EventKey): string;
  /** The key behind a public id, within the token's workspace; undefined when it is no id of ours. Pure. */
  keyOf(workspace: string, id: string): EventKey | undefined;
  /** First put of an event, or take-over of one whose lease is over; also keeps the hour's directory line. */
  claim(event: NewEvent, claim: Claim): Promise<ClaimAnswer>;
  /**
   * Opens a kept row again for a replay and overwrites its typed part; the same job finds its own finished row `done`.
   * Without `force` a row that is done and classified is answered `done`.
   */
  claimForReplay(
    key: EventKey,
    typed: TypedPart,
    claim: Claim & { readonly replayId: string; readonly force: boolean },
  ): Promise<ClaimAnswer>;
  /** Marks the row done; false when the claim was lost meanwhile. */
  settle(key: EventKey, claim: Claim): Promise<boolean>;
  /** Ends the lease at once, so that the next try need not wait for it. */
  release(key: EventKey, claim: Claim): Promise<void>;
  /** Marks the row parked. */
  park(key: EventKey, claim: Claim): Promise<void>;
  /** Makes a parked row claimable again; answers what it found. */
  reopen(key: EventKey): Promise<'reopened' | 'done' | 'absent'>;
  /**
   * Takes a row's content away for good, as often as it is asked, and one that is not there is no failure. The row
   * stays in its state as the receipt: whoever claims it, for a replay too, is answered `done` (`parked` if it is), and
   * nothing is brought back. Throws `Failure` `busy` when others change the row every time.
   */
  blank(key: EventKey): Promise<void>;
  /** Takes a row away for good, its body first; one that is not there is no failure. */
  erase(key: EventKey): Promise<void>;
  /** One row with its raw body. */
  get(key: EventKey): Promise<KeptEvent | undefined>;
  /** One page, without raw bodies; `limit` at most 100. */
  list(workspace: string, filter: EventFilter, limit: number, after?: string): Promise<EventPage>;
}
