import { type At, type Expectations, type ExpectedItem, inValue, items } from './expectation.ts';

type Main = ExpectedItem['event'];
const message = (path: string): At => inValue(`messages.0.${path}`);
const phoneNumberId = inValue('metadata.phone_number_id');

/** An inbound message of any type, named by its own id. */
const inbound = (waba: string, occurredAt: string, kind: string, event: Main): ExpectedItem => ({
  asset: `whatsapp:${waba}`,
  channel: 'whatsapp',
  topic: 'messages',
  kind,
  dedupeKey: message('id'),
  occurredAt,
  event: { phoneNumberId, ...event },
});

const received = (waba: string, occurredAt: string, type: string, event: Main = {}): ExpectedItem =>
  inbound(waba, occurredAt, 'message', {
    messageId: message('id'),
    from: message('from'),
    to: phoneNumberId,
    contact: { waId: inValue('contacts.0.wa_id'), name: inValue('contacts.0.profile.name') },
    type,
    ...event,
  });

const old = (type: string, event: Main = {}) => received('101809759215303', '2022-05-22T21:01:53.000Z', type, event);
const own = '102290129340398';
const summer = '2025-06-08T20:59:43.000Z';
const courier = '8856996819413533';
const leap = '2016-01-30T01:57:09.000Z';

/** The one attachment of a media message: its id, and what Meta says about it. */
const media = (type: string, mediaId: string, ...fields: ('caption' | 'filename' | 'url')[]): Main => ({
  attachments: [
    {
      type,
      mediaId,
      mimeType: message(`${type}.mime_type`),
      sha256: message(`${type}.sha256`),
      ...Object.fromEntries(fields.map((field) => [field, message(`${type}.${field}`)])),
    },
  ],
});

const mediaMessages: Expectations = {
  'wa_audio.json': items(old('audio', media('audio', '1113842206146232'))),
  'wa_document.json': items(old('document', media('document', '4937353526352', 'caption', 'filename'))),
  'wa_document_with_url.json': items(
    received(
      own,
      '2025-04-11T04:08:16.000Z',
      'document',
      media('document', '622684793477189', 'caption', 'filename', 'url'),
    ),
  ),
  'wa_image.json': items(old('image', media('image', '400962571939895', 'caption'))),
  'wa_image_with_url.json': items(
    received(own, '2025-04-11T04:08:16.000Z', 'image', media('image', '1003383421387256', 'caption', 'url')),
  ),
  'wa_sticker.json': items(old('sticker', media('sticker', '1122990445227715'))),
  'wa_video.json': items(old('video', media('video', '378911494190301', 'caption'))),
};

const text = { text: message('text.body') };
const bsuid = {
  userId: inValue('contacts.0.user_id'),
  parentUserId: inValue('contacts.0.parent_user_id'),
  username: inValue('contacts.0.profile.username'),
};
const bySender = {
  from: message('from_user_id'),
  fromUserId: message('from_user_id'),
  fromParentUserId: message('from_parent_user_id'),
  contact: bsuid,
};

const texts: Expectations = {
  'wa_text.json': items({ ...old('text', text), without: ['groupId', 'referral', 'errors'] }),
  'wa_group_text.json': items(received(courier, leap, 'text', { ...text, groupId: '555555555' })),
  // Its name says status; it is a text whose contact bears another user id than the message.
  'wa_bsuid_status.json': items(received(own, summer, 'text', { ...text, ...bySender })),
  'wa_text_bsuid.json': items(received(own, summer, 'text', { ...text, ...bySender, groupId: message('group_id') })),
  'wa_text_bsuid_without_phone.json': items(received(courier, leap, 'text', { ...text, ...bySender })),
  'wa_text_from_ad_or_reply.json': items(
    received(own, '2025-06-18T19:46:32.000Z', 'text', {
      ...text,
      referral: message('referral'),
    }),
  ),
  'wa_referral_ad.json': items(old('text', { ...text, referral: message('referral') })),
};

const otherMessages: Expectations = {
  'wa_button.json': items(
    old('button', {
      button: message('button'),
      replyTo: { messageId: 'wamid.ID' },
    }),
  ),
  'wa_contacts.json': items(
    received('555555555555555', '2023-11-28T10:48:48.000Z', 'contacts', { contacts: message('contacts') }),
  ),
  // Neither `from` nor `from_user_id`: only the contact beside it says who it was.
  'wa_contacts_request_bsuid.json': items(
    inbound(own, summer, 'message', {
      messageId: message('id'),
      to: phoneNumberId,
      type: 'contacts',
      contact: bsuid,
      contacts: message('contacts'),
    }),
  ),
  'wa_interactive_button_reply.json': items(
    old('interactive', {
      interactive: message('interactive'),
    }),
  ),
  'wa_interactive_list_reply.json': items(
    old('interactive', {
      interactive: message('interactive'),
    }),
  ),
  'wa_interactive_nfm_reply.json': items(
    received(courier, leap, 'interactive', {
      interactive: message('interactive'),
    }),
  ),
  'wa_location.json': items(
    old('location', {
      location: message('location'),
    }),
  ),
  'wa_order.json': items(received(own, '2025-06-16T17:52:05.000Z', 'order', { order: message('order') })),
  'wa_message_error_131051.json': items(old('unknown', { errors: [{ code: 131051 }] })),
  'wa_unsupported.json': items(
    received('555555555555555', '2023-12-06T13:21:32.000Z', 'unsupported', {
      errors: [{ code: 131051, details: message('errors.0.error_data.details') }],
    }),
  ),
  'wa_unsupported_2026.json': items(
    received(own, '2025-06-16T16:18:22.000Z', 'unsupported', { errors: [{ code: 131051 }] }),
  ),
};

const aboutMessages: Expectations = {
  'wa_reaction.json': items(
    inbound('101809759215303', '2022-05-22T21:01:53.000Z', 'reaction', {
      messageId: 'wamid.xxxxxxxx',
      from: message('from'),
      to: phoneNumberId,
      action: 'react',
      emoji: message('reaction.emoji'),
    }),
  ),
  'wa_edit_image.json': items(
    inbound(own, '2025-06-13T22:42:55.000Z', 'edit', {
      messageId: message('edit.original_message_id'),
      editId: message('id'),
      from: message('from'),
      to: phoneNumberId,
    }),
  ),
  // In the key a deletion is a field of its own.
  'wa_revoke.json': items({
    ...inbound('<WHATSAPP_BUSINESS_ACCOUNT_ID>', '2023-10-11T16:53:43.000Z', 'deletion', {
      messageId: '<ORIGINAL_WHATSAPP_MESSAGE_ID>',
      deletionId: '<WHATSAPP_MESSAGE_ID>',
      from: message('from'),
      to: phoneNumberId,
    }),
    field: 'message_deleted',
    without: ['echo'],
  }),
  'wa_smb_echo_text.json': items({
    ...inbound('<WHATSAPP_BUSINESS_ACCOUNT_ID>', '2023-10-11T16:53:43.000Z', 'echo', {
      messageId: '<WHATSAPP_MESSAGE_ID>',
      from: inValue('message_echoes.0.from'),
      to: inValue('message_echoes.0.to'),
      toUserId: inValue('message_echoes.0.to_user_id'),
      toParentUserId: inValue('message_echoes.0.to_parent_user_id'),
      type: 'text',
      text: inValue('message_echoes.0.text.body'),
    }),
    topic: 'smb_message_echoes',
    dedupeKey: '<WHATSAPP_MESSAGE_ID>',
  }),
  // The person left the number in `from` for the one in `system`.
  'wa_system.json': items(
    inbound('101809759215303', '2022-05-22T21:01:53.000Z', 'identity-change', {
      change: 'user_changed_number',
      messageId: message('id'),
      waId: 'NEW_PHONE_NUMBER',
      previousWaId: message('from'),
    }),
  ),
  'wa_system_bsuid.json': items(
    inbound(own, summer, 'identity-change', {
      change: 'user_changed_user_id',
      messageId: message('id'),
      userId: message('system.user_id'),
      parentUserId: message('system.parent_user_id'),
    }),
  ),
  'wa_system_identity_change.json': items(
    inbound('1234567890987654321', '2023-10-11T17:18:26.000Z', 'identity-change', {
      change: 'customer_identity_changed',
      messageId: message('id'),
      waId: message('from'),
    }),
  ),
};

/** Object `whatsapp_business_account`: messages of every type, and what happens to them. */
export const whatsappMessages: Expectations = { ...mediaMessages, ...texts, ...otherMessages, ...aboutMessages };
