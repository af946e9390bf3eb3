import type { TableName } from '../contract/resources.ts';
import type { Blobs, Parking } from '../core/doors.ts';
import type { BatchItem, BatchUnit, WorkContext } from '../core/work.ts';
import { awsOfProcess } from './aws-calls.ts';
import { makeBlobs } from './blobs.ts';
import { demandBucket } from './demand-line.ts';
import { openSender, type SendingEnv } from './outbox.ts';
import { openParking } from './parking.ts';
import type { SendGroups } from './queue-sender.ts';

/** What the four verbs stand on; by default opened from the function's environment, tests hand in their own. */
export interface QueueDoors {
  readonly parking: Parking;
  readonly send: SendGroups;
  readonly blobs: () => Pick<Blobs, 'get'>;
}

/** One item's work. A thrown `Failure` becomes ack, retry, defer or park by the table of verdicts. */
export interface QueueWork<Item> {
  work(item: Item, context: WorkContext): Promise<void>;
  /** Items worked on at once, over all records of a batch; 10 unless told. Each call of AWS's has its connection. */
  readonly atOnce?: number;
  readonly doors?: QueueDoors;
}

/**
 * The work on all items of a batch, whatever records they came in. It settles each of them; those that it leaves when
 * it throws get that failure, those that it forgets are a `bug`.
 */
export interface BatchWork<Item> {
  workAll(items: readonly BatchItem<Item>[], batch: BatchUnit): Promise<void>;
  readonly atOnce?: undefined;
  readonly doors?: QueueDoors;
}

/** The doors of a worker: it parks, sends to its own queue and reads its claim checks. */
export const openQueueDoors = (
  env: SendingEnv & { readonly tableName: Readonly<Partial<Record<TableName, string>>> },
): QueueDoors => ({
  parking: openParking(env),
  send: openSender(env),
  blobs: () => makeBlobs(awsOfProcess, demandBucket(env.blobsBucket)),
});
