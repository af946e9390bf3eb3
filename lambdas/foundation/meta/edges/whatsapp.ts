import * as z from 'zod/mini';
import { isObject } from '../webhook-envelope.ts';
import { appBudget, numberSends, objectBudget } from '../wire/budget-keys.ts';
import type { Send } from '../wire/graph-call.ts';
import { pathId } from '../wire/path-id.ts';
import { read } from './edge-call.ts';
import { jsonBody } from './json-body.ts';
import { done, id, idIn, lacking } from './shapes.ts';
import type { AcceptedMessage, MediaSource, WhatsappCalls } from './whatsapp-calls.ts';

const product = { messaging_product: 'whatsapp' } as const;
const surface = 'whatsapp';

const text = () => z.optional(z.nullable(z.string()));

/** Only the message's id is demanded: what else may be missing must not make a sent message an unknown one. */
const acceptedMessage = z.transform((answer, { issues }): AcceptedMessage => {
  const { contacts, messages } = isObject(answer) ? answer : {};
  const { id: message, message_status: status } = firstOf(messages);
  const { wa_id, user_id } = firstOf(contacts);
  const messageId = idIn(message);
  if (messageId === null) issues.push(lacking('messages', answer));
  return { messageId: messageId ?? '', waId: idIn(wa_id), userId: idIn(user_id), status: idIn(status) };
});

function firstOf(list: unknown): Readonly<Record<string, unknown>> {
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return isObject(first) ? first : {};
}

/** The spec has the size as text; a sample of Meta's has a placeholder there. */
const mediaSource = z.lazy(() =>
  z.pipe(
    z.looseObject({ url: z.string(), mime_type: text(), sha256: text(), file_size: z.optional(z.unknown()) }),
    z.transform(
      ({ url, mime_type, sha256, file_size }): MediaSource => ({
        url,
        mimeType: mime_type ?? null,
        sha256: sha256 ?? null,
        fileSize: /^\d{1,15}$/.test(String(file_size)) ? Number(file_size) : null,
      }),
    ),
  ),
);

const uploaded = z.lazy(() => z.looseObject({ id }));

/** Milliseconds for a file of 100 MB on a line of 10 Mbit/s. */
const uploadMs = 90_000;

const isTyping = { typing_indicator: { type: 'text' } };

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
      keys: numberSends(phoneNumberId),
      heldBy: appBudget(identity.app),
      answer: acceptedMessage,
    }),
  markWhatsappRead: async (identity, { phoneNumberId, messageId, typing }) => {
    return send({
      name: 'markWhatsappRead',
      effect: 'set',
      method: 'POST',
      surface,
      path: `/${pathId(phoneNumberId)}/messages`,
      json: jsonBody({ ...product, status: 'read', message_id: messageId, ...(typing && isTyping) }),
      speaker: { identity },
      keys: objectBudget(identity, phoneNumberId, 'whatsapp'),
      answer: done,
    });
  },
  readMedia: async (identity, mediaId, phoneNumberId) => {
    const path = `/${pathId(mediaId)}`;
    if (phoneNumberId === undefined) return send({ ...read(identity, 'readMedia', path, {}, mediaSource), surface });
    const keys = objectBudget(identity, phoneNumberId, 'whatsapp');
    const params = { phone_number_id: phoneNumberId };
    return send({ ...read(identity, 'readMedia', path, params, mediaSource, keys), surface });
  },
  uploadMedia: async (identity, { phoneNumberId, mimeType, filename, size, open }) => {
    const { id: mediaId } = await send({
      name: 'uploadMedia',
      effect: 'set',
      method: 'POST',
      surface,
      path: `/${pathId(phoneNumberId)}/media`,
      upload: { fields: { ...product, type: mimeType }, file: { name: filename, mimeType, size, open } },
      timeoutMs: uploadMs,
      speaker: { identity },
      keys: objectBudget(identity, phoneNumberId, 'whatsapp'),
      answer: uploaded,
    });
    return mediaId;
  },
});
