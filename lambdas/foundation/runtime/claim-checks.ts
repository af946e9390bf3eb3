import { blobPrefixes, type QueueLine, type QueueName, queues } from '../contract/resources.ts';
import type { Blobs } from '../core/doors.ts';
import { sha256Hex } from './aws-signature.ts';
import { isRecord } from './json-record.ts';

/** Largest item that travels by itself, in bytes of JSON (`decisions`, sizes). */
export const inlineCapBytes = 200_000;

/**
 * An item's JSON as it travels: itself, or a `ClaimCheck` after it was put into the bucket, under the hash of its text,
 * so that a second send of the same item is the same blob. Throws `Failure` `unavailable` when the bucket refuses.
 */
export async function checkIn(queue: QueueName, json: string, blobs: () => Pick<Blobs, 'put'>): Promise<string> {
  const { claimChecks }: QueueLine = queues[queue];
  // A character has at most three bytes of UTF-8 in a JavaScript string, so most items need no counting.
  if (!claimChecks || json.length * 3 <= inlineCapBytes || Buffer.byteLength(json) <= inlineCapBytes) return json;
  const bytes = Buffer.from(json);
  const key = `${blobPrefixes[claimChecks]}items/${sha256Hex(bytes)}`;
  await blobs().put(key, bytes);
  return JSON.stringify({ $blob: key });
}

/** The item behind a `ClaimCheck`, or the item itself; throws `Failure` `unavailable`, or `not-found` for a lost blob. */
export async function checkOut(item: unknown, blobs: () => Pick<Blobs, 'get'>): Promise<unknown> {
  const key = isRecord(item) ? item.$blob : undefined;
  if (typeof key !== 'string') return item;
  return JSON.parse(Buffer.from(await blobs().get(key)).toString('utf8'));
}
