import { Failure } from '../foundation/core/failure.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import { isKeptContent, type OutboundContent } from './outbound-content.ts';
import type { Recipient } from './recipient.ts';

/** What a message says, and to whom: a row holds both as plain JSON. */
export interface Said {
  readonly content: OutboundContent;
  readonly recipient: Recipient;
}

/** Both were read by their schemas when the message was taken. Throws `Failure` `bug` where a row holds no message. */
export function saidIn({ content, recipient }: OutboundMessage): Said {
  if (!isKeptContent(content)) throw new Failure('bug', 'a row that is to be sent holds no message');
  return { content, recipient };
}
