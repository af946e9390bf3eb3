import { Failure } from '../foundation/core/failure.ts';
import type { Messages } from '../foundation/store/messages.ts';
import type { OutboundMessages } from '../foundation/store/outbound-messages.ts';
import { isSendId } from './message-id.ts';
import type { OutboundContent } from './outbound-content.ts';

/** What looking up may touch. */
export interface NamedDoors {
  readonly outbound: Pick<OutboundMessages, 'get'>;
  readonly messages: Pick<Messages, 'get'>;
}

/** The content with Meta's ids where it names messages by ours. Throws `Failure` `invalid-request` for one that has none. */
export async function withMetaIds(
  workspace: string,
  content: OutboundContent,
  doors: NamedDoors,
): Promise<OutboundContent> {
  const replyTo = content.replyTo && { replyTo: await metaIdOf(workspace, content.replyTo, 'replyTo', doors) };
  if (content.type !== 'reaction') return { ...content, ...replyTo };
  return { ...content, ...replyTo, messageId: await metaIdOf(workspace, content.messageId, 'messageId', doors) };
}

const ours = /^[ms]_[0-9a-f]{32}$/;

/** Meta's id of a message that is named by our id, or by Meta's already. Throws `Failure` `invalid-request`. */
export async function metaIdOf(workspace: string, id: string, member: string, doors: NamedDoors): Promise<string> {
  if (!ours.test(id)) return id;
  const message = isSendId(id)
    ? await doors.outbound.get({ workspace, id })
    : await doors.messages.get({ workspace, id });
  if (message?.metaId) return message.metaId;
  const reason = 'is no message that Meta has';
  throw new Failure('invalid-request', `${member} ${reason}`, { errors: [{ path: `body.${member}`, reason }] });
}
