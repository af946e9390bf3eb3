import { Failure } from '../foundation/core/failure.ts';
import type { Messages } from '../foundation/store/messages.ts';
import { accountOf } from './call-meta.ts';
import { findTarget, type Target, type TargetDoors } from './find-target.ts';
import type { MessageSpeaker } from './message-speakers.ts';
import type { Permits } from './messaging-window.ts';
import { metaIdOf, type NamedDoors } from './named-message.ts';
import type { ActionContent } from './outbound-content.ts';
import type { CallDoors } from './send-doors.ts';
import type { SendRequest } from './send-request.ts';
import { speakFor } from './speak-for.ts';
import { wayOf } from './way.ts';

/** What showing an action may touch. */
export interface ActionDoors extends TargetDoors {
  readonly outbound: NamedDoors['outbound'];
  readonly messages: Pick<Messages, 'get' | 'list'>;
  readonly speakers: CallDoors['speakers'];
  readonly permits: Permits;
  readonly graph: Pick<CallDoors['graph'], 'sendSenderAction' | 'markWhatsappRead'>;
}

/**
 * Shows the person something that is no message: theirs was read, somebody types. Nothing is kept, and doing it twice
 * does no harm. Throws `Failure` `invalid-request`, `not-found`, `outside-window`, and what Meta refuses it with.
 */
export async function showAction(
  workspace: string,
  request: SendRequest,
  content: ActionContent,
  doors: ActionDoors,
): Promise<void> {
  const target = await findTarget(workspace, request, doors);
  const { channel, recipient, thread } = target;
  wayOf({ ...request, channel, content, recipient }, thread, doors.clock.now(), doors.permits);
  const asset = accountOf(target);
  if (channel === 'whatsapp') {
    if (content.type === 'typing_off')
      throw wrong('body.type', 'WhatsApp shows that somebody types until the answer comes');
    const messageId = await lastOf(target, workspace, content, doors);
    const read = { messageId, typing: content.type === 'typing_on' };
    return speakFor({ workspace, asset }, doors.speakers, ({ account, identity }) =>
      doors.graph.markWhatsappRead(identity, { phoneNumberId: account, ...read }),
    );
  }
  const { id: recipientId } = recipient;
  if (recipientId === undefined) throw wrong('body.to', 'an action goes to a person, by id');
  const show = ({ account, identity }: MessageSpeaker) =>
    doors.graph.sendSenderAction(identity, { account, platform: channel, recipientId, action: content.type });
  return speakFor({ workspace, asset }, doors.speakers, show);
}

const wrong = (path: string, reason: string) => new Failure('invalid-request', reason, { errors: [{ path, reason }] });

/** How many lines of a thread are looked through for the person's last message. */
const looked = 50;

/** WhatsApp marks one message, and with it all before: the one that is named, else the person's last. */
async function lastOf({ threadId }: Target, workspace: string, { messageId }: ActionContent, doors: ActionDoors) {
  if (messageId !== undefined) return metaIdOf(workspace, messageId, 'messageId', doors);
  const { listed } = threadId === null ? { listed: [] } : await doors.messages.list(workspace, threadId, looked);
  const last = listed.find(({ message }) => message?.direction === 'in')?.message;
  if (last === undefined) throw wrong('body.messageId', 'is needed: no message of this person is known');
  return last.metaId;
}
