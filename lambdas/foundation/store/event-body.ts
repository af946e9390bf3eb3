import { createHash } from 'node:crypto';
import { blobPrefixes } from '../contract/resources.ts';
import type { Blobs } from '../core/doors.ts';
import { Failure } from '../core/failure.ts';
import type { RowKey } from './define-entity.ts';
import type { WebhookEventRow } from './entities/webhook-event.ts';
import { zlib } from './zlib.ts';

/** What a row keeps of an item: what Meta sent, and what we made of it. */
export interface EventBody {
  readonly raw: unknown;
  readonly event: unknown;
}

/** Compressed bytes above which a body leaves the row: an item holds 400 kB (AWS), the rest is for its attributes. */
export const rowBodyLimit = 350_000;

/** Deflate's settings by the most characters for which they hold: most bodies are small, and zlib clears its memory. */
const settings = [
  { upTo: 2048, level: 6, windowBits: 11, memLevel: 5, chunkSize: 2048 },
  { upTo: Number.POSITIVE_INFINITY, level: 6 },
] as const;

/**
 * JSON, compressed. Level 6: over 142 items of Meta's samples it takes 31 µs an item and 253 bytes in the median,
 * level 1 takes 34 µs and 255, level 9 takes 37 µs and saves nothing. The small window takes a quarter off for the
 * same bytes; any raw inflate reads it.
 */
export function packJson(value: unknown): Uint8Array<ArrayBuffer> {
  const json = JSON.stringify(value);
  return zlib().deflateRawSync(json, json.length <= settings[0].upTo ? settings[0] : settings[1]);
}

/** The JSON text behind `packJson`. */
export const unpackText = (packed: Uint8Array): string => zlib().inflateRawSync(packed).toString('utf8');

/** What a body is once its content was taken away. */
export const emptyBody = (): Uint8Array<ArrayBuffer> => packJson({ raw: null, event: {} });

/** Where a packed body lies. */
export type BodyPlace = Pick<WebhookEventRow, 'body' | 'blob'>;

/**
 * Packs a body for its row; one that is too big goes to the blobs bucket first, under a name of its row and bytes.
 * Throws `Failure` `too-large` when there is no bucket, `unavailable` when the bucket refuses.
 */
export async function placeBody(value: EventBody, keyOf: () => RowKey, blobs: Blobs | undefined): Promise<BodyPlace> {
  const body = packJson(value);
  if (body.byteLength <= rowBodyLimit) return { body };
  if (blobs === undefined) throw new Failure('too-large', 'an event is too large for its row');
  const { pk, sk } = keyOf();
  const blob = `${blobPrefixes.webhooks}rows/${createHash('sha256').update(`${pk}\n${sk}\n`).update(body).digest('hex')}`;
  await blobs.put(blob, body);
  return { blob };
}

/** The text of a row's body, from the row or the bucket; throws `Failure` `not-found` when the bucket lost it. */
export async function bodyText({ body, blob }: BodyPlace, blobs: Blobs | undefined): Promise<string> {
  if (body !== undefined) return unpackText(body);
  if (blob === undefined || blobs === undefined)
    throw new Failure('misconfigured', 'an event’s body cannot be reached');
  return unpackText(await blobs.get(blob));
}

/** A body's text as its two members. */
export function parseBody(text: string): EventBody {
  const { raw, event }: EventBody = JSON.parse(text);
  return { raw, event };
}
