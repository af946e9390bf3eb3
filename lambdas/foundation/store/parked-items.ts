import type { QueueName } from '../contract/resources.ts';
import type { Blame, FailureKind } from '../core/verdicts.ts';

/** The receipt that a parked item holds shut: a webhook event's public id, in the item's workspace. */
export interface ReceiptRef {
  readonly entity: 'webhookEvent';
  readonly id: string;
}

/** What could not be done, with why and who must act. Times ISO-8601. `items` are the queue's items as JSON. */
export interface ParkedItem {
  readonly id: string;
  /** `-` when nobody owns it: operators only. */
  readonly workspace: string;
  readonly queue: QueueName;
  readonly kind: FailureKind;
  readonly blame: Blame;
  readonly reason: string;
  readonly receipt?: ReceiptRef;
  readonly traceId?: string;
  readonly firstSeenAt: string;
  readonly parkedAt: string;
  /** Absent when the body is not asked for. */
  readonly items?: readonly unknown[];
  /** Key under `parked/` in the blobs bucket, when the items are too big for a row. */
  readonly blob?: string;
}

/** Which parked items. */
export interface ParkedFilter {
  readonly queue?: string;
  readonly kind?: string;
  readonly blame?: string;
}

/** The one list of what could not be done. Throws `Failure` `unavailable` when the table refuses. */
export interface ParkedItems {
  /** Writes or overwrites by id, so parking twice is one row. */
  put(item: ParkedItem): Promise<void>;
  get(workspace: string, id: string): Promise<ParkedItem | undefined>;
  /** One page without bodies, `next` null at the end. */
  list(
    workspace: string,
    filter: ParkedFilter,
    limit: number,
    after?: string,
  ): Promise<{ readonly items: readonly ParkedItem[]; readonly next: string | null }>;
  /** Removes exactly the row that was read: one parked again meanwhile (`parkedAt` moved) stays. */
  remove(item: Pick<ParkedItem, 'workspace' | 'id' | 'parkedAt'>): Promise<'removed' | 'stays'>;
}
