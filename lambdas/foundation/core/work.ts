import type { Clock } from './clock.ts';
import type { Failure } from './failure.ts';
import type { Notes } from './notes.ts';

/** A receipt that an item holds while it is worked on. */
export interface HeldReceipt {
  /** Names the effect: a parked item's id is the hash of queue and this key. */
  readonly key: string;
  /** Whose item it is; `-` for nobody's. */
  readonly workspace: string;
  /** What a redrive must reopen. */
  readonly ref?: { readonly entity: 'webhookEvent'; readonly id: string };
  /** Marks the receipt parked, after the parked item is written. */
  park?(): Promise<void>;
  /** Gives the receipt back before a defer or a retry. */
  release?(): Promise<void>;
}

/** What a queue's work gets beside its item. */
export interface WorkContext {
  readonly notes: Notes;
  readonly clock: Clock;
  /** ISO-8601: when we first saw the item, deferrals included. */
  readonly firstSeenAt: string;
  readonly hops: number;
  /** When the function ends, milliseconds since 1970. */
  readonly deadline: number;
  /** Tells the queue door which receipt this item now holds. */
  claimed(receipt: HeldReceipt): void;
}

/** One item of a batch that is worked on as a whole. */
export interface BatchItem<Item> {
  readonly item: Item;
  readonly context: WorkContext;
  /** Says what became of it, once: done, or the failure that becomes a verb by the table of verdicts. */
  settle(failure?: Failure): void;
}

/** What the items of a batch share; `deadline` is when the function ends, milliseconds since 1970. */
export interface BatchUnit {
  readonly notes: Notes;
  readonly clock: Clock;
  readonly deadline: number;
}
