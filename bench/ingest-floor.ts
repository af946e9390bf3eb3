import { createHmac, timingSafeEqual } from 'node:crypto';
import { now, secret, type WebhookHttpEvent } from './payloads.ts';

interface Entry {
  readonly id: string;
  readonly messaging: readonly unknown[];
}

/** The entries of one batch, under SQS's names. */
type Entries = readonly { readonly Id: string; readonly MessageBody: string }[];

/**
 * The stubbed send port of both: it reads the length of every body, as any real one must. V8 leaves a stringified text
 * in pieces until somebody reads it, and whoever hands on pieces has not stringified yet.
 */
export function taken(batches: readonly Entries[]): number {
  let bytes = 0;
  for (const entries of batches) for (const { MessageBody } of entries) bytes += Buffer.byteLength(MessageBody);
  return bytes;
}

/** Messages of one batch (SQS). */
const batch = 10;

/** The least that ingest must do, done plainly: HMAC, compare, parse, split by asset, stringify into batch entries. */
export function ingestFloor(event: WebhookHttpEvent): readonly Entries[] {
  const bytes = Buffer.from(event.body);
  const hmac = createHmac('sha256', secret).update(bytes).digest();
  const claimed = Buffer.from(event.headers['x-hub-signature-256'].slice(7), 'hex');
  if (!timingSafeEqual(hmac, claimed)) throw new Error('401');
  const { object, entry } = JSON.parse(bytes.toString()) as { object: string; entry: readonly Entry[] };
  const receivedAt = new Date(now).toISOString();
  const groups = new Map<string, unknown[]>();
  for (const { messaging, ...rest } of entry) {
    const name = `${object}:${rest.id}`;
    const items = groups.get(name) ?? [];
    groups.set(name, items);
    for (const item of messaging) items.push({ object, entry: rest, list: 'messaging', item, receivedAt });
  }
  const batches: { Id: string; MessageBody: string; MessageGroupId: string }[][] = [];
  for (const [MessageGroupId, items] of groups) {
    let last = batches.at(-1);
    if (!last || last.length === batch) {
      last = [];
      batches.push(last);
    }
    const MessageBody = JSON.stringify({ firstSeenAt: receivedAt, hops: 0, items });
    last.push({ Id: String(last.length), MessageBody, MessageGroupId });
  }
  return batches;
}
