import { createHash } from 'node:crypto';
import type { GroupedSend } from '../foundation/core/doors.ts';
import { readEnvelope } from '../foundation/meta/webhook-envelope.ts';
import { splitEnvelope } from './split-envelope.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(body: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(body);
  } catch {
    return undefined;
  }
}

/** The items of a body by asset, or the reason why it holds none. */
export function itemsOf(body: Uint8Array, receivedAt: string): readonly GroupedSend<'webhookEvents'>[] | string {
  const text = decoded(body);
  const envelope = text === undefined ? 'not UTF-8' : readEnvelope(text);
  return typeof envelope === 'string' ? envelope : splitEnvelope(envelope, receivedAt);
}

/** A body that holds no items. Text where its bytes are UTF-8, else base64: it must come out again as it came in. */
export function malformedItem(body: Uint8Array, reason: string, receivedAt: string) {
  const text = decoded(body);
  return {
    malformed: text === undefined ? { base64: Buffer.from(body).toString('base64') } : { text },
    sha256: createHash('sha256').update(body).digest('hex'),
    reason,
    receivedAt,
  };
}
