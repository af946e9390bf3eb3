import * as z from 'zod/mini';
import { objectBudget } from '../wire/budget-keys.ts';
import type { Send } from '../wire/graph-call.ts';
import { pathId } from '../wire/path-id.ts';
import { read } from './edge-call.ts';
import { jsonBody } from './json-body.ts';
import { done, id } from './shapes.ts';
import type { AcceptedMessage, MediaSource, WhatsappCalls } from './whatsapp-calls.ts';

const product = { messaging_product: 'whatsapp' } as const;
const surface = 'whatsapp';

const text = z.optional(z.nullable(z.string()));
const perhaps = z.optional(z.nullable(id));

/** Only the message's id is demanded: what else may be missing must not make a sent message an unknown one. */
const acceptedMessage = z.pipe(
  z.looseObject({
    contacts: z.optional(z.nullable(z.array(z.looseObject({ wa_id: perhaps, user_id: perhaps })))),
    messages: z.tuple([z.looseObject({ id, message_status: text })], z.unknown()),
  }),
  z.transform(
    ({ contacts, messages: [message] }): AcceptedMessage => ({
      messageId: message.id,
      waId: contacts?.[0]?.wa_id ?? null,
      userId: contacts?.[0]?.user_id ?? null,
      status: message.message_status ?? null,
    }),
  ),
);

/** The spec has the size as text; a sample of Meta's has a placeholder there. */
const mediaSource = z.pipe(
  z.looseObject({ url: z.string(), mime_type: text, sha256: text, file_size: z.optional(z.unknown()) }),
  z.transform(
    ({ url, mime_type, sha256, file_size }): MediaSource => ({
      url,
      mimeType: mime_type ?? null,
      sha256: sha256 ?? null,
      fileSize: /^\d{1,15}$/.test(String(file_size)) ? Number(file_size) : null,
    }),
  ),
);

/** The WhatsApp calls over a sender. */
export const whatsappCalls = (send: Send): WhatsappCalls => ({
  sendWhatsappMessage: async (identity, { phoneNumberId, body }) =>
    send({
      name: 'sendWhatsappMessage',
      effect: 'once',
      method: 'POST',
      surface,
      path: `/${pathId(phoneNumberId)}/messages`,
      json: jsonBody({ ...body, ...product }),
      speaker: { identity },
      keys: objectBudget(identity, phoneNumberId, 'whatsapp'),
      answer: acceptedMessage,
    }),
  markWhatsappRead: async (identity, { phoneNumberId, messageId, typing }) => {
    const typed = typing ? { typing_indicator: { type: 'text' } } : {};
    return send({
      name: 'markWhatsappRead',
      effect: 'set',
      method: 'POST',
      surface,
      path: `/${pathId(phoneNumberId)}/messages`,
      json: jsonBody({ ...product, status: 'read', message_id: messageId, ...typed }),
      speaker: { identity },
      keys: objectBudget(identity, phoneNumberId, 'whatsapp'),
      answer: done,
    });
  },
  readMedia: async (identity, mediaId, phoneNumberId) => {
    const path = `/${pathId(mediaId)}`;
    if (phoneNumberId === undefined) return send({ ...read(identity, 'readMedia', path, {}, mediaSource), surface });
    const params = { phone_number_id: phoneNumberId };
    const keys = objectBudget(identity, phoneNumberId, 'whatsapp');
    return send({ ...read(identity, 'readMedia', path, params, mediaSource, keys), surface });
  },
});
