import { Failure } from '../foundation/core/failure.ts';
import type { MetaBody } from '../foundation/meta/edges/json-body.ts';
import { type MetaMedia, metaMedia } from './meta-media.ts';
import type { OutboundContent } from './outbound-content.ts';
import type { Recipient } from './recipient.ts';
import type { SendingWay } from './way.ts';

/** A message for Messenger or Instagram. */
export interface MessengerMessage {
  readonly content: OutboundContent;
  readonly recipient: Recipient;
  readonly way: SendingWay;
  /** Comes back in the echo. */
  readonly marker: string;
  /** What our own upload became; not needed where the content names an address or Meta's id. */
  readonly media?: MetaMedia;
}

/**
 * The body of `POST /{account}/messages` (fact sheet §8), for content that `checkContent` let through; else throws
 * `Failure` `bug`. A reaction has no marker: Meta echoes none.
 */
export function messengerBody(message: MessengerMessage): MetaBody {
  const { content, way, marker } = message;
  const recipient = recipientOf(message.recipient);
  if (content.type === 'reaction') return { recipient, ...reactionOf(content) };
  return {
    recipient,
    ...(way.messagingType && { messaging_type: way.messagingType }),
    ...(way.tag && { tag: way.tag }),
    message: { metadata: marker, ...messageOf(content, message.media) },
    ...(content.replyTo && { reply_to: { mid: content.replyTo } }),
  };
}

function recipientOf({ id, userRef, commentId }: Recipient): MetaBody {
  if (id !== undefined) return { id };
  if (userRef !== undefined) return { user_ref: userRef };
  if (commentId !== undefined) return { comment_id: commentId };
  throw new Failure('bug', 'the recipient is none of Messenger or Instagram');
}

type Reaction = Extract<OutboundContent, { type: 'reaction' }>;

/**
 * Meta's specs have `react` and `unreact` and a `payload`, and do not say what is in it: `message_id` and `reaction` are
 * those of its reference.
 */
function reactionOf({ messageId, emoji }: Reaction): MetaBody {
  const payload = { message_id: messageId };
  return emoji === ''
    ? { sender_action: 'unreact', payload }
    : { sender_action: 'react', payload: { ...payload, reaction: emoji } };
}

function messageOf(content: Exclude<OutboundContent, Reaction>, media: MetaMedia | undefined): MetaBody {
  switch (content.type) {
    case 'text':
      return { text: content.text, ...repliesOf(content) };
    case 'image':
    case 'audio':
    case 'video':
    case 'file': {
      const payload = { ...payloadOf(metaMedia(content.media, media)), ...(content.reusable && { is_reusable: true }) };
      return { attachment: { type: content.type, payload }, ...repliesOf(content) };
    }
    case 'buttons':
      return template({ template_type: 'button', text: content.text, buttons: content.buttons });
    case 'cards':
      return { ...template(cardsOf(content)), ...repliesOf(content) };
    case 'template':
      return { template: content.template };
    case 'sticker':
    case 'interactive':
    case 'location':
    case 'contacts':
      throw new Failure('bug', `${content.type} is WhatsApp’s alone`);
  }
}

const template = (payload: MetaBody): MetaBody => ({ attachment: { type: 'template', payload } });

const payloadOf = (media: MetaMedia): MetaBody => ('link' in media ? { url: media.link } : { attachment_id: media.id });

const repliesOf = ({ quickReplies }: { readonly quickReplies?: readonly MetaBody[] | undefined }): MetaBody =>
  quickReplies ? { quick_replies: quickReplies } : {};

const cardsOf = ({ elements, imageAspectRatio, sharable }: Extract<OutboundContent, { type: 'cards' }>): MetaBody => ({
  template_type: 'generic',
  elements,
  ...(imageAspectRatio && { image_aspect_ratio: imageAspectRatio }),
  ...(sharable !== undefined && { sharable }),
});
