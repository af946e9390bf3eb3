import type { BusEvent } from '../foundation/core/doors.ts';
import type { StoredMessage } from '../foundation/store/messages.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import type { Thread } from '../foundation/store/threads.ts';
import type { ConversationDetail, ConversationEventType } from './announced.ts';
import type { StatusFact } from './message-facts.ts';

/** An event detail stays under 64 kB (`decisions.md`); this leaves room for what stands around it. */
const detailLimit = 60_000;

/** What tells of an event: its item in the queue, and when it happened (ISO-8601). */
export interface Source {
  readonly workspace: string;
  readonly receiptKey: string;
  readonly at: string;
}

/** Where a conversation's event stood. */
export type Whereabouts = Pick<StoredMessage, 'channel' | 'asset' | 'threadId'> & { readonly personId: string | null };

/**
 * The id is the same however often the item comes. `bulk` is what stays out where it would make the whole too big;
 * `href` tells where it is then.
 */
function announcement<T extends ConversationEventType>(
  type: T,
  { workspace, receiptKey, at }: Source,
  detail: ConversationDetail<T> & BusEvent['detail'],
  { bulk = {}, which }: { readonly bulk?: Partial<ConversationDetail<T>>; readonly which?: string } = {},
): BusEvent {
  const id = [receiptKey, type, ...(which === undefined ? [] : [which])].join('/');
  const own: BusEvent['detail'] = detail;
  const small = { version: 1, ...own, at };
  const whole = { ...small, ...bulk };
  const fits = Buffer.byteLength(JSON.stringify(whole)) <= detailLimit;
  return { id, workspace, type, time: at, detail: fits ? whole : small };
}

const hrefOf = (messageId: string) => `/v1/messages/${messageId}`;

/** One public id a message: of one that we sent, our own. */
const publicIdOf = ({ id, sendId }: Pick<StoredMessage, 'id' | 'sendId'>) => sendId ?? id;

const named = ({ metaId, channel, asset, threadId, direction, ...ids }: StoredMessage) => ({
  ...{ messageId: publicIdOf(ids), metaId, channel, asset, threadId, direction, href: hrefOf(publicIdOf(ids)) },
});

/** `message.received`, or `message.sent` of what the business wrote by another way than ours. */
export function contentAnnounced(source: Source, message: StoredMessage, personId: string | null): BusEvent {
  const { type, text, content, appId, standby } = message;
  const name = message.direction === 'out' ? 'message.sent' : 'message.received';
  const detail = { ...named(message), personId, type, appId, standby };
  return announcement(name, source, detail, { bulk: { text, content } });
}

const ours = ({ id, metaId, channel, asset, threadId, personId, sender, type, appId }: OutboundMessage) => ({
  messageId: id,
  metaId,
  channel,
  asset,
  threadId,
  personId,
  direction: 'out' as const,
  href: hrefOf(id),
  type,
  sender,
  appId,
});

/** `message.sent` of what we sent, with the request's content. */
export function sentAnnounced(row: OutboundMessage, at: string): BusEvent {
  const source = { workspace: row.workspace, receiptKey: row.id, at };
  return announcement('message.sent', source, { ...ours(row), standby: false }, { bulk: { content: row.content } });
}

/** `message.status` of what was not sent, or nobody knows whether it was. */
export function unsentAnnounced(row: OutboundMessage, at: string): BusEvent {
  const source = { workspace: row.workspace, receiptKey: row.id, at };
  const { failure } = row;
  const status = row.state === 'failed' ? 'failed' : 'outcome-unknown';
  return announcement('message.status', source, { ...ours(row), status, failure }, { which: status });
}

/** What changed of a message; of a reaction with who (Meta's id) and what, null: taken back. */
export type MessageChange =
  | { readonly change: 'edited' | 'deleted' }
  | { readonly change: 'reaction'; readonly by: string; readonly emoji: string | null };

/** `message.changed`, with what stands now. */
export function changeAnnounced(source: Source, message: StoredMessage, change: MessageChange): BusEvent {
  const { editedAt, deletedAt, text, content } = message;
  const detail = { ...named(message), ...change, editedAt, deletedAt };
  return announcement('message.changed', source, detail, { bulk: change.change === 'edited' ? { text, content } : {} });
}

/** What is said beside the status itself; `callbackData` is the sender's own marker. */
export interface StatusSaid extends Partial<Pick<StatusFact, 'failure' | 'pricing'>> {
  readonly callbackData?: string;
}

/** `message.status` of one message. */
export function statusAnnounced(
  source: Source,
  message: StoredMessage,
  status: StatusFact['status'],
  { callbackData, ...bulk }: StatusSaid,
): BusEvent {
  const detail = { ...named(message), status, callbackData: callbackData ?? null };
  return announcement('message.status', source, detail, { which: publicIdOf(message), bulk: { ...bulk } });
}

/** `message.status` of all messages of the business up to a moment (ISO-8601): Messenger names none of them. */
export const watermarkAnnounced = (
  source: Source,
  where: Whereabouts,
  status: StatusFact['status'],
  upTo: string,
): BusEvent => announcement('message.status', source, { ...where, messageId: null, status, upTo });

/** A change of ids, told whole: what was (`previous`) and what holds now, as `<kind>:<value>`. */
export interface IdentityTold {
  /** Null: nobody is known by any of them. */
  readonly personId: string | null;
  /** Meta's word. */
  readonly change: string;
  readonly previous: readonly string[];
  readonly current: readonly string[];
  readonly conflict: boolean;
}

/** `contact.identity-changed`. */
export const identityAnnounced = (source: Source, told: IdentityTold): BusEvent =>
  announcement('contact.identity-changed', source, { ...told });

/** `contact.preference-changed`: for example `marketing_messages`, `stop`. */
export const preferenceAnnounced = (
  source: Source,
  told: Omit<Whereabouts, 'threadId'> & { readonly category: string; readonly value: string },
): BusEvent => announcement('contact.preference-changed', source, { ...told });

/**
 * `thread.window-closing`, an hour before the end (`until`, ISO-8601); `at` is when that hour began. One for each end:
 * who answers twice is told once.
 */
export function closingAnnounced(thread: Thread, until: string, at: string): BusEvent {
  const { workspace, id: threadId, personId, channel, asset, lastDirection } = thread;
  const answered = lastDirection === 'out';
  const detail = { threadId, personId, channel, asset, until, lastDirection, answered };
  return announcement('thread.window-closing', { workspace, receiptKey: threadId, at }, detail, { which: until });
}
