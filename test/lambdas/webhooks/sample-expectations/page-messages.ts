import { type Expectations, type ExpectedItem, hashed, inMessaging, items } from './expectation.ts';

type Main = ExpectedItem['event'];
const asset = 'page:12345654332';
const channel = 'messenger';
const parties = { from: '987654321432', to: '12345654332' };
const spring = '2016-03-12T06:29:57.627Z';
const longMid = 'mid.1457764197618:41d102a3e1ae206a38';
const attachedMid = 'mid.1458696618141:b4ef9d19ec21086067';

const message = (mid: string, occurredAt: string, type: string, event: Main): ExpectedItem => ({
  asset,
  channel,
  topic: 'messages',
  kind: 'message',
  dedupeKey: mid,
  occurredAt,
  event: { messageId: mid, ...parties, type, ...event },
});

const attached = (type: string, attachment: Main): ExpectedItem =>
  message(attachedMid, '2016-03-23T01:30:18.268Z', type, { attachments: [{ type, ...attachment }] });

const url = inMessaging('message.attachments.0.payload.url');

const messages: Expectations = {
  // A fallback carries its address and title beside `payload`, not inside.
  'page_message_attachment_fallback.json': items(
    attached('fallback', {
      title: inMessaging('message.attachments.0.title'),
      url: inMessaging('message.attachments.0.url'),
    }),
  ),
  'page_message_attachment_location.json': items(attached('location', { latitude: 12.34, longitude: 43.21 })),
  'page_message_attachment_media.json': items(attached('image', { url })),
  'page_message_prior_message.json': items(
    message('mid.1457744567618:41d102a3e1ae206a38', spring, 'text', { text: inMessaging('message.text') }),
  ),
  'page_message_quick_reply.json': items({
    ...message(attachedMid, '2016-08-09T21:51:50.432Z', 'text', {
      to: '1234567890321',
      text: inMessaging('message.text'),
      quickReply: 'PAYLOAD_QUICK_REPLY',
    }),
    asset: 'page:1234567890321',
  }),
  'page_message_reel_share.json': items({
    ...message('external_id', '2016-04-07T01:11:27.970Z', 'ig_reel', {
      from: '5678',
      to: '1234567890',
      attachments: [{ type: 'ig_reel', url }],
    }),
    asset: 'page:1234567890',
  }),
  'page_message_reply_to.json': items(
    message(longMid, spring, 'text', {
      text: inMessaging('message.text'),
      replyTo: { messageId: 'very_long_id_representing_the_original_message' },
    }),
  ),
  'page_message_sticker.json': items(
    message('mid.12345654332:226a70a704', '2016-10-11T21:05:00.918Z', 'image', {
      attachments: [{ type: 'image', url, stickerId: '56789012345678' }],
    }),
  ),
  'page_message_sticker_since_2026_08.json': items(
    message('m_sticker_2026_example', '2026-08-30T23:59:59.627Z', 'sticker', {
      attachments: [{ type: 'sticker', url, stickerId: '369239263222822' }],
    }),
  ),
  'page_message_unsupported.json': items({
    ...message('message_id', spring, 'unsupported', {}),
    without: ['text'],
  }),
  'page_messages_text.json': items(message(longMid, spring, 'text', { text: inMessaging('message.text') })),
  'page_message_deleted.json': items({
    ...message('message_id', spring, '', {}),
    topic: 'message_deleted',
    kind: 'deletion',
    event: { messageId: 'message_id', ...parties },
    without: ['text'],
  }),
  'page_message_edit.json': items({
    ...message(longMid, spring, '', {}),
    topic: 'message_edits',
    kind: 'edit',
    dedupeKey: `${longMid}|37`,
    event: { messageId: longMid, ...parties, text: inMessaging('message_edit.text'), edits: 37 },
  }),
};

const echo: ExpectedItem = {
  ...message(longMid, spring, '', {}),
  topic: 'message_echoes',
  field: 'messages',
  kind: 'echo',
  event: {
    messageId: longMid,
    ...parties,
    type: 'text',
    appId: '1517776481860111',
    metadata: 'DEVELOPER_DEFINED_METADATA_STRING',
    text: 'hello, world!',
  },
};

const aboutMessages: Expectations = {
  'page_message_echo.json': items({ ...echo, without: ['standby'] }),
  'page_standby_echo.json': items({ ...echo, event: { ...echo.event, standby: true } }),
  // No timestamp of its own: the moment is the entry's, the watermark is not one.
  'page_message_delivery.json': items({
    ...message('', '2016-03-22T17:47:36.451Z', '', {}),
    topic: 'message_deliveries',
    kind: 'delivery',
    dedupeKey: '987654321432|1458668856253',
    event: {
      ...parties,
      messageIds: ['mid.1458668856218:ed81099e15d3f4f233'],
      watermark: 1458668856253,
    },
  }),
  'page_message_read.json': items({
    ...message('', '2016-03-22T17:47:36.463Z', '', {}),
    topic: 'message_reads',
    kind: 'read',
    dedupeKey: '987654321432|1458668856253',
    event: { ...parties, watermark: 1458668856253 },
  }),
  'page_message_reaction_add.json': items({
    asset: 'page:1234567890321',
    channel,
    topic: 'message_reactions',
    kind: 'reaction',
    dedupeKey: 'original_message_id|USER_ID|react|1572465098502',
    occurredAt: '2019-10-30T19:51:38.502Z',
    event: {
      messageId: 'original_message_id',
      from: 'USER_ID',
      to: 'PAGE_ID',
      action: 'react',
      reaction: 'sad',
      emoji: inMessaging('reaction.emoji'),
    },
  }),
  'page_message_reaction_remove.json': items({
    asset: 'page:1234567890321',
    channel,
    topic: 'message_reactions',
    kind: 'reaction',
    dedupeKey: 'original_message_id|USER_ID|unreact|1572466511366',
    occurredAt: '2019-10-30T20:15:11.366Z',
    event: { messageId: 'original_message_id', from: 'USER_ID', to: 'PAGE_ID', action: 'unreact' },
    without: ['reaction', 'emoji'],
  }),
  'page_no_messaging_entries.json': items(),
  'page_unknown_messaging_entry.json': items({
    asset: 'page:1234567890',
    channel,
    topic: 'messaging',
    kind: 'unclassified',
    dedupeKey: hashed(null),
    occurredAt: '2016-04-07T01:11:27.970Z',
    event: { reason: 'unknown messaging content' },
  }),
};

/** Object `page`, lists `messaging` and `standby`: messages and what happens to them. */
export const pageMessages: Expectations = { ...messages, ...aboutMessages };
