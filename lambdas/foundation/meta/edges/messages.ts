import * as z from 'zod/mini';
import type { Send } from '../wire/graph-call.ts';
import { conversationEdge } from './conversation-edge.ts';
import { jsonBody } from './json-body.ts';
import type { AttachmentWish, MessageCalls, SentMessage } from './message-calls.ts';
import { done, id } from './shapes.ts';

const perhaps = z.optional(z.nullable(id));

/** One of the two is always there (fact sheet §8): an answer without both tells nothing of a message. */
const sentMessage = z.pipe(
  z
    .looseObject({ recipient_id: perhaps, message_id: perhaps })
    .check(z.refine(({ recipient_id, message_id }) => (recipient_id ?? message_id ?? null) !== null)),
  z.transform(
    ({ recipient_id, message_id }): SentMessage => ({
      recipientId: recipient_id ?? null,
      messageId: message_id ?? null,
    }),
  ),
);

const attachment = z.pipe(
  z.looseObject({ attachment_id: id }),
  z.transform(({ attachment_id }) => ({ attachmentId: attachment_id })),
);

/** The message calls over a sender. */
export const messageCalls = (send: Send): MessageCalls => ({
  sendMessage: async (identity, { body, ...account }) =>
    send({
      ...conversationEdge(identity, account, 'messages'),
      name: 'sendMessage',
      effect: 'once',
      method: 'POST',
      json: jsonBody(body),
      answer: sentMessage,
    }),
  sendSenderAction: async (identity, { recipientId, action, ...account }) =>
    send({
      ...conversationEdge(identity, account, 'messages'),
      name: 'sendSenderAction',
      effect: 'set',
      method: 'POST',
      json: jsonBody({ recipient: { id: recipientId }, sender_action: action }),
      answer: done,
    }),
  createAttachment: async (identity, { page, platform, ...wish }) =>
    send({
      ...conversationEdge(identity, { account: page, ...(platform && { platform }) }, 'message_attachments'),
      name: 'createAttachment',
      effect: 'set',
      method: 'POST',
      json: jsonBody({ ...(platform === 'instagram' ? { platform: 'INSTAGRAM' } : {}), message: attachmentOf(wish) }),
      answer: attachment,
    }),
});

const attachmentOf = ({ type, url, reusable }: Pick<AttachmentWish, 'type' | 'url' | 'reusable'>) => ({
  attachment: { type, payload: { url, is_reusable: reusable } },
});
