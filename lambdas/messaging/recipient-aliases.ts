import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import { personOfAccount, whatsappAliases } from './aliases-of.ts';
import type { Recipient } from './recipient.ts';

/** The ids by which the inbox knows whom a message goes to (`aliases-of.ts`), the strongest first. */
export function recipientAliases(
  { channel, asset }: Pick<OutboundMessage, 'channel' | 'asset'>,
  { id, userRef, phone, userId }: Recipient,
): readonly string[] {
  if (channel === 'whatsapp') return whatsappAliases({ waId: phone?.replace(/\D/g, ''), userId });
  if (userRef !== undefined) return [`user-ref:${asset.slice(asset.indexOf(':') + 1)}:${userRef}`];
  return personOfAccount({ channel, asset }, id ?? '');
}
