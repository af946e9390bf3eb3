import { Failure } from '../foundation/core/failure.ts';
import type { MetaBody } from '../foundation/meta/edges/json-body.ts';
import { type MetaMedia, metaMedia } from './meta-media.ts';
import type { OutboundContent } from './outbound-content.ts';
import type { Recipient } from './recipient.ts';

/** A message for WhatsApp. */
export interface WhatsappMessage {
  readonly content: OutboundContent;
  readonly recipient: Recipient;
  /** As the caller gave it; Meta takes it as `individual` when it is left out. */
  readonly recipientType?: 'individual' | undefined;
  /** Comes back with every status. */
  readonly marker: string;
  /** What our own upload became; not needed where the content names an address or Meta's id. */
  readonly media?: MetaMedia;
}

/**
 * The body of `POST /{phone number}/messages` (fact sheet §8), for content that `checkContent` let through; else throws
 * `Failure` `bug`. The phone number goes as it was given, its `+` included.
 */
export function whatsappBody({ content, recipient, recipientType, marker, media }: WhatsappMessage): MetaBody {
  const { phone, userId } = recipient;
  if (phone === undefined && userId === undefined) throw new Failure('bug', 'the recipient is none of WhatsApp');
  const type = content.type === 'file' ? 'document' : content.type;
  return {
    messaging_product: 'whatsapp',
    ...(recipientType && { recipient_type: recipientType }),
    ...(phone !== undefined && { to: phone }),
    ...(userId !== undefined && { recipient: userId }),
    ...(content.replyTo && { context: { message_id: content.replyTo } }),
    type,
    [type]: partOf(content, media),
    biz_opaque_callback_data: marker,
  };
}

function partOf(content: OutboundContent, media: MetaMedia | undefined): unknown {
  switch (content.type) {
    case 'text':
      return { body: content.text, ...(content.previewUrl !== undefined && { preview_url: content.previewUrl }) };
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
    case 'sticker': {
      const { caption, filename } = content;
      return { ...metaMedia(content.media, media), ...(caption && { caption }), ...(filename && { filename }) };
    }
    case 'interactive':
      return content.interactive;
    case 'template':
      return content.template;
    case 'location':
      return content.location;
    case 'contacts':
      return content.contacts;
    case 'reaction':
      return { message_id: content.messageId, emoji: content.emoji };
    case 'buttons':
    case 'cards':
      throw new Failure('bug', `${content.type} are Messenger’s and Instagram’s alone`);
  }
}
