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
