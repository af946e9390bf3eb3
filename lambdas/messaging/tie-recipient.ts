import { Failure } from '../foundation/core/failure.ts';
import type { AcceptedMessage } from '../foundation/meta/edges/whatsapp-calls.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import { noNames, whatsappAliases } from './aliases-of.ts';
import { noteConflict } from './find-thread.ts';
import { recipientAliases } from './recipient-aliases.ts';
import type { FinishDoors } from './send-doors.ts';

/** Whom WhatsApp's answer to a send names (fact sheet §8); null where it does not. */
export type NamedRecipient = Pick<AcceptedMessage, 'waId' | 'userId'>;

/**
 * Gives the person of a message the ids that WhatsApp's answer names: a number that Meta writes otherwise than the caller
 * (Mexico, Argentina, Brazil), a user id. By them the person answers. An id of somebody else's stays there, as a conflict.
 * What is known already costs nothing. The message is sent: that our table was in trouble is noted, never thrown.
 */
export async function tieRecipient(
  row: OutboundMessage,
  { waId, userId }: NamedRecipient,
  at: string,
  { people, notes }: Pick<FinishDoors, 'people' | 'notes'>,
): Promise<void> {
  const own = recipientAliases(row, row.recipient);
  const news = whatsappAliases({ waId: waId ?? undefined, userId: userId ?? undefined }).filter(
    (alias) => !own.includes(alias),
  );
  if (news.length === 0) return;
  try {
    // Its own first: whoever holds that is the person of the message.
    const identified = await people.identify(row.workspace, [...own, ...news], noNames, at);
    if (identified.changed) noteConflict(identified, notes);
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    notes.fact('recipientIds', thrown.kind);
  }
}
