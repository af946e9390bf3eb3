import { hash } from 'node:crypto';
import type { Thread } from '../foundation/store/threads.ts';

const hexDigits = 32;

const shortHash = (text: string) => hash('sha256', text).slice(0, hexDigits);

/**
 * Our id of a message: `m_` and 32 hex digits, made of the asset (`<kind>:<id>`) and Meta's id, so that whatever fact
 * comes first finds the same row.
 */
export const messageIdOf = (asset: string, metaId: string) => `m_${shortHash(JSON.stringify([asset, metaId]))}`;

/** Whose conversation it is: the account is the asset, on WhatsApp the phone number's id; the other side one of two. */
export type ThreadParties = { readonly channel: Thread['channel']; readonly account: string } & (
  | { readonly personId: string }
  | { readonly groupId: string }
);

/** Our id of a conversation: `t_` and 32 hex digits. */
export function threadIdOf(parties: ThreadParties): string {
  const other = 'groupId' in parties ? ['group', parties.groupId] : ['person', parties.personId];
  return `t_${shortHash(JSON.stringify([parties.channel, parties.account, ...other]))}`;
}

/** Our id of what we send: `s_` and 32 hex digits, made of the caller's `Idempotency-Key`, so that its replay finds the row. */
export const sendIdOf = (workspace: string, key: string) => `s_${shortHash(JSON.stringify([workspace, key]))}`;

/** Whether a text is such an id: what Meta carries back as our marker may be anybody's. */
export const isSendId = (text: string) => /^s_[0-9a-f]{32}$/.test(text);

/** The lane of a private reply: the comment's, because nobody knows yet whose thread it will be. */
export const commentLaneOf = (account: string, commentId: string) =>
  `c_${shortHash(JSON.stringify([account, commentId]))}`;
