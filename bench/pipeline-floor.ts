import { deflateRawSync } from 'node:zlib';
import { now } from './payloads.ts';

// biome-ignore lint/suspicious/noExplicitAny: the floor trusts its input
type Json = any;

const iso = (milliseconds: number) => new Date(milliseconds).toISOString();

/** FNV-1a folded to four shards: where the log keeps an event. */
function shardOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash >>>= 0;
  return ((hash >>> 16) ^ (hash & 0xffff)) % 4;
}

interface Plain {
  readonly channel: string;
  readonly asset: string;
  readonly topic: string;
  readonly dedupeKey: string;
  readonly at: number;
  readonly event: Json;
}

function messenger({ entry, item }: Json): Plain {
  const { sender, recipient, timestamp, message, delivery } = item;
  const asset = `page:${entry.id}`;
  const who = { from: sender.id, to: recipient.id };
  if (message) {
    const { mid: messageId, text } = message;
    const event = { kind: 'message', ...who, messageId, type: 'text', text, attachments: [] };
    return { channel: 'messenger', asset, topic: 'messages', dedupeKey: messageId, at: timestamp, event };
  }
  const { mids: messageIds, watermark } = delivery;
  const event = { kind: 'delivery', ...who, messageIds, watermark };
  const dedupeKey = `${sender.id}|${watermark}`;
  return { channel: 'messenger', asset, topic: 'message_deliveries', dedupeKey, at: timestamp, event };
}

function whatsapp({ entry, item: { value } }: Json): Plain {
  const phoneNumberId = value.metadata.phone_number_id;
  const place = { channel: 'whatsapp', asset: `whatsapp:${entry.id}`, topic: 'messages' };
  const message = value.messages?.[0];
  if (message) {
    const { from, id: messageId, timestamp, type, text } = message;
    const { profile, wa_id: waId } = value.contacts[0];
    const content = { kind: 'message', from, to: phoneNumberId, messageId, type, text: text.body, attachments: [] };
    const event = { ...content, phoneNumberId, contact: { name: profile.name, waId } };
    return { ...place, dedupeKey: messageId, at: Number(timestamp) * 1000, event };
  }
  const { id: messageId, status, timestamp, recipient_id: recipientId, conversation, pricing } = value.statuses[0];
  const event = { kind: 'status', messageId, status, recipientId, phoneNumberId, pricing, conversation };
  return { ...place, dedupeKey: `${messageId}|${status}`, at: Number(timestamp) * 1000, event };
}

/** The least that keeping items costs, done plainly and trusting its input: parse, classify, key, compress, item. */
export function pipelineFloor(body: string): readonly Json[] {
  const { items } = JSON.parse(body);
  return items.map((placed: Json) => {
    const { channel, asset, topic, dedupeKey, at, event } =
      placed.object === 'page' ? messenger(placed) : whatsapp(placed);
    const raw = { object: placed.object, entry: [{ ...placed.entry, [placed.list]: [placed.item] }] };
    const packed = deflateRawSync(JSON.stringify({ raw, event }), { level: 6 });
    const occurredAt = iso(at);
    return {
      channel: { S: channel },
      topic: { S: topic },
      kind: { S: event.kind },
      occurredAt: { S: occurredAt },
      receivedAt: { S: placed.receivedAt },
      source: { S: 'webhook' },
      body: { B: packed.toString('base64') },
      state: { S: 'processing' },
      claimToken: { S: `${now}-${2 ** 29}` },
      leaseUntil: { N: String(now + 60_000) },
      expiresAt: { N: String((Date.parse(placed.receivedAt) + 30 * 24 * 3600_000) / 1000) },
      pk: { S: `webhookEvent#bench#${asset}#${occurredAt.slice(0, 13)}#${shardOf(dedupeKey)}` },
      sk: { S: `${String(Math.floor(at / 1000)).padStart(12, '0')}#${topic}#${dedupeKey}` },
    };
  });
}
