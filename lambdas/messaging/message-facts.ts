import { isDeepStrictEqual } from 'node:util';
import type { StoredMessage } from '../foundation/store/messages.ts';

/** What names a message whatever is known of it. */
export type MessageName = Pick<StoredMessage, 'workspace' | 'id' | 'metaId' | 'channel' | 'asset'>;

/** What was said. Times ISO-8601 UTC; `eventId` is the webhook event that holds it. */
export interface ContentFact extends Pick<StoredMessage, 'threadId' | 'type' | 'text' | 'appId' | 'standby'> {
  readonly content: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly direction: 'in' | 'out';
  readonly eventId: string;
}

/** What an edit made of the text; `edited` is the rest of it, null where there is none. `edits` is Meta's count. */
export interface EditFact {
  readonly at: string;
  readonly edits: number | null;
  readonly text: string | null;
  readonly edited: Readonly<Record<string, unknown>> | null;
  readonly eventId: string;
}

/**
 * What somebody put on a message; `emoji` null: taken back. `by` is Meta's id of them in this fact, `personId` ours and
 * `otherIds` the rest of Meta's, where it is a person whom we know.
 */
export interface ReactionFact {
  readonly by: string;
  readonly personId: string | null;
  readonly otherIds: readonly string[];
  readonly emoji: string | null;
  readonly at: string;
}

/** What became of a message of the business. */
export interface StatusFact extends Pick<StoredMessage, 'failure' | 'pricing' | 'threadId'> {
  readonly status: 'sent' | 'delivered' | 'read' | 'played' | 'failed';
  readonly at: string;
}

/** One merge: what stands and the new fact together; the same object when nothing changes. */
type Merge<Fact> = (standing: StoredMessage | undefined, name: MessageName, fact: Fact) => StoredMessage;

// Facts come in any order and more than once (fact sheet §7), so each part of a row is a rule that does not ask when
// it is told: the first, the latest, the earliest, or for good.

/** What was said: it comes once (`at` says that it came), and only an edit changes it. */
export const mergeContent: Merge<ContentFact> = (standing, name, fact) => {
  const row = withEvent(standing ?? emptyRow(name), fact.eventId);
  if (row.at !== null) return settled(standing, row);
  const { at, direction, appId, standby } = fact;
  const known = { ...row, at, direction, appId, standby, threadId: row.threadId ?? fact.threadId };
  if (row.deletedAt !== null) return settled(standing, known);
  const text = row.editedAt === null ? fact.text : row.text;
  return settled(standing, { ...known, type: fact.type, text, content: { ...fact.content, ...row.content } });
};

/** The edit that stands is the one with the highest number; WhatsApp, which counts none, has the latest. */
export const mergeEdit: Merge<EditFact> = (standing, name, fact) => {
  const row = withEvent(standing ?? emptyRow(name), fact.eventId);
  if (!isLater(editOrder(fact), standingEdit(row))) return settled(standing, row);
  const edited = { ...row, editedAt: fact.at, edits: fact.edits };
  if (row.deletedAt !== null) return settled(standing, edited);
  return settled(standing, { ...edited, text: fact.text, content: editedContent(row, fact.edited) });
};

/** Takes the content for good, whatever comes later or came before. What remains is that there was a message. */
export const mergeDeletion: Merge<{ readonly at: string }> = (standing, name, { at }) => {
  const row = standing ?? emptyRow(name);
  const nothing = { type: null, text: null, content: null, reactions: {}, mediaLost: {} };
  return settled(standing, { ...row, ...nothing, deletedAt: earliest(row.deletedAt, at) });
};

/** The latest of each person stands, whichever of their ids Meta names; what stood under one of those moves to the person. */
export const mergeReaction: Merge<ReactionFact> = (standing, name, { by, personId, otherIds, emoji, at }) => {
  const row = standing ?? emptyRow(name);
  if (row.deletedAt !== null) return settled(standing, row);
  const key = personId ?? by;
  const own = new Set([key, by, ...otherIds]);
  const all = Object.entries(row.reactions);
  const before = all.flatMap(([id, one]) => (own.has(id) ? [id === key ? one : { by: id, ...one }] : []));
  const told = personId === null ? { emoji, at } : { by, emoji, at };
  const latest = before.reduce<Reaction>((a, b) => (isLater(reactionOrder(b), reactionOrder(a)) ? b : a), told);
  const others = all.filter(([id]) => !own.has(id));
  return settled(standing, { ...row, reactions: { ...Object.fromEntries(others), [key]: latest } });
};

type Reaction = StoredMessage['reactions'][string];

/**
 * WhatsApp's times are whole seconds, and Meta promises no order (fact sheet §7): of two in one second the one that takes
 * back stands. Nobody takes back what they have not put there, so it mostly was the later; and to show what somebody took
 * back is worse than to miss what they put there.
 */
const reactionOrder = ({ at, emoji, by }: Reaction): Order => [at, emoji === null ? 1 : 0, emoji ?? '', by ?? ''];

/** Each status keeps its earliest time; failure and pricing stay whatever comes after. */
export const mergeStatus: Merge<StatusFact> = (standing, name, fact) => {
  const row = standing ?? emptyRow(name);
  const field = timeOf[fact.status];
  return settled(standing, {
    ...row,
    threadId: row.threadId ?? fact.threadId,
    direction: row.direction ?? 'out',
    [field]: earliest(row[field], fact.at),
    failure: either(row.failure, fact.failure),
    pricing: either(row.pricing, fact.pricing),
  });
};

const timeOf = {
  sent: 'sentAt',
  delivered: 'deliveredAt',
  read: 'readAt',
  played: 'playedAt',
  failed: 'failedAt',
} as const satisfies Record<StatusFact['status'], keyof StoredMessage>;

/** One literal: put together of smaller ones it took ten times as long. */
const emptyRow = ({ workspace, id, metaId, channel, asset }: MessageName): StoredMessage => ({
  workspace,
  id,
  metaId,
  channel,
  asset,
  threadId: null,
  direction: null,
  at: null,
  type: null,
  text: null,
  content: null,
  appId: null,
  standby: false,
  editedAt: null,
  edits: null,
  deletedAt: null,
  reactions: {},
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  playedAt: null,
  failedAt: null,
  failure: null,
  pricing: null,
  sendId: null,
  media: [],
  mediaLost: {},
  eventIds: [],
});

/** The same object says that nothing changes, so that nothing is written. */
const settled = (standing: StoredMessage | undefined, next: StoredMessage) =>
  standing !== undefined && isDeepStrictEqual(standing, next) ? standing : next;

/** In order of the alphabet, so that the row does not tell which came first. */
const withEvent = (row: StoredMessage, eventId: string): StoredMessage =>
  row.eventIds.includes(eventId) ? row : { ...row, eventIds: [...row.eventIds, eventId].sort() };

const earliest = (a: string | null, b: string) => (a === null || b < a ? b : a);

type Order = readonly (number | string)[];

/** Whether `a` comes after `b`, part by part; equal is not later. */
function isLater(a: Order, b: Order): boolean {
  const at = a.findIndex((part, place) => part !== b[place]);
  const [mine, its] = [a[at], b[at]];
  return mine !== undefined && (its === undefined || mine > its);
}

/** By number, then by time; the text decides between two that say the same of both, so that the order does not. */
const editOrder = ({ edits, at, text }: Pick<EditFact, 'edits' | 'at' | 'text'>): Order => [
  edits ?? -1,
  at,
  text ?? '',
];

const standingEdit = ({ edits, editedAt, text }: StoredMessage): Order =>
  editedAt === null ? [] : editOrder({ edits, at: editedAt, text });

/** What an edit says beside the text stands under `edited`, whole, next to what was said first. */
function editedContent({ at, content }: StoredMessage, edited: EditFact['edited']): StoredMessage['content'] {
  const { edited: _before, ...said } = content ?? {};
  if (edited !== null) return { ...said, edited };
  return at === null ? null : said;
}

/** Meta repeats itself here; should it not, what stands must not depend on which came first. */
function either<T extends object>(a: T | null, b: T | null): T | null {
  if (a === null || b === null) return a ?? b;
  return sorted(b) > sorted(a) ? b : a;
}

const sorted = (object: object) => JSON.stringify(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));

/** That a message is one of ours. `sentAt` ISO-8601: when Meta took it, by our clock. */
export interface LinkFact extends Pick<StoredMessage, 'threadId' | 'appId'> {
  readonly sendId: string;
  readonly sentAt: string;
}

/** Our own row and Meta's facts belong together, for good: Meta gives no id twice. */
export const mergeLink: Merge<LinkFact> = (standing, name, { sendId, threadId, appId, sentAt }) => {
  const row = standing ?? emptyRow(name);
  return settled(standing, {
    ...row,
    sendId: row.sendId ?? sendId,
    threadId: row.threadId ?? threadId,
    appId: row.appId ?? appId,
    direction: 'out',
    sentAt: earliest(row.sentAt, sentAt),
  });
};
