import { isoTime } from '../foundation/core/clock.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import type { Thread } from '../foundation/store/threads.ts';
import { noNames, personOfAccount } from './aliases-of.ts';
import { sentAnnounced } from './conversation-events.ts';
import { mergeLink } from './message-facts.ts';
import { messageIdOf, threadIdOf } from './message-id.ts';
import { toSent, withoutContent } from './outbound-facts.ts';
import type { FinishDoors } from './send-doors.ts';
import { mergeThread } from './thread-facts.ts';
import { type NamedRecipient, tieRecipient } from './tie-recipient.ts';

/** That Meta took a message of ours. */
export interface SentProof {
  /** Null for what Meta gives no id: a reaction in Messenger and Instagram. */
  readonly metaId: string | null;
  /** Milliseconds since 1970: of Meta's answer, else of the echo or status that told. */
  readonly at: number;
  /** Of a private reply: who got it, by the id that Meta gave; null where it says nothing. */
  readonly recipientId: string | null;
  readonly answered: boolean;
  /** Whom WhatsApp's answer names. */
  readonly named?: NamedRecipient;
  /** Its thread, if it was read just now. */
  readonly thread?: Thread | undefined;
}

/**
 * Writes down that a message is sent, and tells of it: our row first, because nothing may be sent twice, then whom Meta
 * names, before that person answers, then Meta's side, the thread, the bus. Done again it changes nothing and announces the
 * same id. Throws `Failure` `unavailable`, `busy`.
 */
export async function finishSent(row: OutboundMessage, proof: SentProof, doors: FinishDoors): Promise<OutboundMessage> {
  const { metaId, at, recipientId, answered, named } = proof;
  const thread = row.threadId === null ? await threadOf(row, recipientId, at, doors) : undefined;
  const messageId = metaId === null ? null : messageIdOf(row.asset, metaId);
  const turn = toSent({ metaId, messageId, at: isoTime(at), answered, ...(thread && { thread }) });
  const { after } = await doors.outbound.change(row, turn, row);
  if (named) await tieRecipient(row, named, isoTime(at), doors);
  // Another id was told before by somebody who could not know better, or the row is over: nothing more to tell.
  if (after === undefined || after.metaId !== metaId) return after ?? row;
  const sentAt = after.settledAt ?? isoTime(at);
  if (await isDeleted(after, sentAt, proof, doors)) {
    return (await doors.outbound.change(row, withoutContent, after)).after ?? after;
  }
  await tellThread(after, sentAt, proof, doors);
  await doors.bus.announce(sentAnnounced(after, sentAt));
  return after;
}

/** Ties Meta's side to our row; tells whether it was deleted at Meta before we knew whose it was. */
async function isDeleted(
  row: OutboundMessage,
  sentAt: string,
  { answered }: SentProof,
  { messages }: FinishDoors,
): Promise<boolean> {
  const { workspace, metaId, messageId, channel, asset, threadId, appId } = row;
  if (metaId === null || messageId === null) return false;
  const name = { workspace, id: messageId, metaId, channel, asset };
  const link = { sendId: row.id, threadId, sentAt, appId };
  // An id that Meta answers with is mostly new to us; an echo or a status was quicker else.
  const seen = answered ? null : undefined;
  const { after } = await messages.change(name, (standing) => mergeLink(standing, name, link), seen);
  return (after?.deletedAt ?? null) !== null;
}

/** Whose thread a private reply belongs to; undefined where Meta does not say. */
async function threadOf(row: OutboundMessage, recipientId: string | null, at: number, { people }: FinishDoors) {
  if (recipientId === null) return undefined;
  const { workspace, channel, asset } = row;
  const { person } = await people.identify(workspace, personOfAccount(row, recipientId), noNames, isoTime(at));
  return { threadId: threadIdOf({ channel, account: asset, personId: person.id }), personId: person.id };
}

/** The thread shows it as its latest message, and an entry as answered. */
async function tellThread(
  row: OutboundMessage,
  at: string,
  { thread }: SentProof,
  { threads }: FinishDoors,
): Promise<void> {
  const { workspace, channel, asset, phoneNumberId, personId, threadId } = row;
  if (threadId === null) return;
  const name = { workspace, id: threadId, channel, asset, phoneNumberId, personId, groupId: null };
  const said = { at, direction: 'out' } as const;
  await threads.change(name, (standing) => mergeThread(standing, name, { said }), thread);
}
