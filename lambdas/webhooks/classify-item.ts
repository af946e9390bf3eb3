import type { AssetRef } from '../foundation/core/ids.ts';
import type { PlacedItem } from '../foundation/core/messages.ts';
import { isObject } from '../foundation/meta/webhook-envelope.ts';
import { adAccountFields, permissionChange, userChange } from './account-readers.ts';
import { keyOfContent, keyOfParts } from './dedupe-key.ts';
import { type Draft, type Findings, readFields } from './field-rules.ts';
import { instagramFields } from './instagram-readers.ts';
import { assetOf, type Channel, channelOf } from './item-asset.ts';
import { type Choice, type ItemReader, quote } from './item-reader.ts';
import { itemTime } from './item-time.ts';
import { contentOf } from './messaging-readers.ts';
import { pageFields } from './page-readers.ts';
import { type EventKind, kindSchemas, type WebhookEvent } from './webhook-event.ts';
import { whatsappFields } from './whatsapp-readers.ts';

/** What an item is: whose, which, when, and its typed part. */
export interface Classified {
  /** Undefined when Meta names none that we know. */
  readonly asset: AssetRef | undefined;
  readonly channel: Channel;
  /** Meta's own name of the subscription field. */
  readonly topic: string;
  readonly kind: EventKind;
  /** The field in the row's key: the topic, but for a Page's echo, which is a message, and WhatsApp's deletions. */
  readonly field: string;
  /** With asset, item time and field the name of this occurrence, stable over redeliveries. */
  readonly dedupeKey: string;
  /** Whole seconds since 1970; 0: unknown. */
  readonly itemTime: number;
  /** ISO-8601 UTC with milliseconds. */
  readonly occurredAt: string | null;
  readonly event: WebhookEvent;
  /** Paths of fields that nothing here knows, at most 20. */
  readonly unknownFields: readonly string[];
}

interface Chosen {
  readonly topic: string;
  readonly choice: Choice;
}

type Fields = ReadonlyMap<string, (placed: PlacedItem) => Choice>;

/** What changes each object knows. */
const fieldsOf: ReadonlyMap<string, Fields | ItemReader> = new Map<string, Fields | ItemReader>([
  ['page', pageFields],
  ['instagram', instagramFields],
  ['whatsapp_business_account', whatsappFields],
  ['ad_account', adAccountFields],
  ['permissions', permissionChange],
  ['user', userChange],
]);

function changeChoice(placed: PlacedItem, field: unknown): Chosen {
  const known = fieldsOf.get(placed.object);
  const topic = typeof field === 'string' && field !== '' ? quote(field) : 'unknown';
  if (known === undefined) return { topic, choice: `unknown object ${quote(placed.object)}` };
  if ('kind' in known) return { topic, choice: known };
  const choose = typeof field === 'string' ? known.get(field) : undefined;
  return { topic, choice: choose ? choose(placed) : `unknown field ${quote(field)}` };
}

function messagingChoice(placed: PlacedItem): Chosen {
  const { object } = placed;
  if (object !== 'page' && object !== 'instagram')
    return { topic: 'messaging', choice: `unknown object ${quote(object)}` };
  const content = contentOf(placed);
  if (content === undefined) return { topic: 'messaging', choice: 'unknown messaging content' };
  return { topic: content[object], choice: content.reader };
}

/** The reader for an item: by its list, then by its object and field or by what it holds. */
function choose(placed: PlacedItem): Chosen {
  const { list, item } = placed;
  if (list === 'messaging' || list === 'standby') return messagingChoice(placed);
  if (list === 'changes') return changeChoice(placed, isObject(item) ? item.field : undefined);
  const changed: unknown = isObject(item) ? item.changed_fields : undefined;
  const users = placed.object === 'user' || placed.object === 'permissions';
  if (Array.isArray(changed) && users) return changeChoice(placed, changed[0]);
  const reason = fieldsOf.has(placed.object) ? 'unknown entry content' : `unknown object ${quote(placed.object)}`;
  return { topic: 'unknown', choice: reason };
}

function parsed(reader: ItemReader, draft: Draft, { misfit }: Findings): WebhookEvent {
  if (misfit !== undefined) return unclassified(`does not fit: ${quote(misfit)}`);
  const answer = kindSchemas[reader.kind]().safeParse(draft);
  if (answer.success) return answer.data;
  const [issue] = answer.error.issues;
  return unclassified(`does not fit: ${issue?.path.join('.')}: ${issue?.message}`);
}

const unclassified = (reason: string): WebhookEvent => ({ kind: 'unclassified', reason });

function read(reader: ItemReader, placed: PlacedItem) {
  const findings: Findings = { unknown: [], misfit: undefined, time: undefined, path: [] };
  const draft: Draft = { kind: reader.kind };
  if (placed.list === 'standby') draft.standby = true;
  if (isObject(placed.item)) readFields(reader.rules, placed.item, draft, findings);
  reader.complete?.(draft, placed);
  // What a completion could not find is absent, not `undefined`.
  for (const name of Object.keys(draft)) if (draft[name] === undefined) delete draft[name];
  const parts = reader.key?.(draft, findings, placed) ?? [];
  return { event: parsed(reader, draft, findings), parts, time: findings.time, unknownFields: findings.unknown };
}

/** The usual places of a time, for what no reader knows. */
function usualTime({ item }: PlacedItem): unknown {
  if (!isObject(item)) return undefined;
  const value = isObject(item.value) ? item.value : {};
  return item.timestamp ?? value.created_time ?? value.timestamp;
}

const nothingRead = (reason: string, placed: PlacedItem) => ({
  event: unclassified(reason),
  parts: [],
  time: usualTime(placed),
  unknownFields: [],
});

/**
 * Names one item of a delivery. Total and deterministic: what nobody knows, or what does not fit its kind, is
 * `unclassified` with the reason, and keeps the key that Meta's ids give it.
 */
export function classifyItem(placed: PlacedItem): Classified {
  const { topic, choice } = choose(placed);
  const field = (typeof choice === 'string' ? undefined : choice.keyField) ?? topic;
  const { event, parts, time, unknownFields } =
    typeof choice === 'string' ? nothingRead(choice, placed) : read(choice, placed);
  return {
    asset: assetOf(placed.object, placed.entry),
    channel: channelOf(placed),
    topic,
    field,
    kind: event.kind,
    dedupeKey: typeof parts[0] === 'string' ? keyOfParts(parts) : keyOfContent(placed),
    ...itemTime(time, placed.entry.time),
    event,
    unknownFields,
  };
}
