import {
  type At,
  type Expectations,
  type ExpectedItem,
  hashed,
  idOf,
  inMessaging,
  inValue,
  items,
  key,
} from './expectation.ts';

type Main = ExpectedItem['event'];
const asset = 'instagram:1234567890';
const channel = 'instagram';
const parties = { from: '5678', to: '1234567890' };
const noon = '2016-04-07T01:11:27.970Z';

/** A message of the sample account, named by its `mid`. */
const message = (mid: string, type: string, event: Main = {}): ExpectedItem => ({
  asset,
  channel,
  topic: 'messages',
  kind: 'message',
  dedupeKey: mid,
  occurredAt: noon,
  event: { messageId: mid, ...parties, type, ...event },
});

/** A change of the account `0`. */
const change = (topic: string, kind: string, dedupeKey: ExpectedItem['dedupeKey'], event: Main): ExpectedItem => ({
  asset: 'instagram:0',
  channel,
  topic,
  kind,
  dedupeKey,
  occurredAt: '2018-02-23T15:21:47.000Z',
  event,
});

const firstAttachment = (field: string): At => inMessaging(`message.attachments.0.${field}`);

const messages: Expectations = {
  'ig_message_attachment_image.json': items(
    message('external_id', 'image', {
      attachments: [{ type: 'image', url: firstAttachment('payload.url') }],
    }),
  ),
  'ig_message_deleted.json': items({
    asset,
    channel,
    topic: 'message_deleted',
    kind: 'deletion',
    dedupeKey: 'external_id',
    occurredAt: '2019-09-23T18:14:45.349Z',
    event: { messageId: 'external_id', ...parties },
    without: ['text'],
  }),
  'ig_message_echo_no_entry_time.json': items({
    asset,
    channel,
    topic: 'messages',
    kind: 'echo',
    dedupeKey: 'qT7ywaK',
    occurredAt: noon,
    event: { messageId: 'qT7ywaK', ...parties },
  }),
  'ig_message_ephemeral.json': items({
    asset: 'instagram:IGID',
    channel,
    topic: 'messages',
    kind: 'message',
    dedupeKey: 'MESSAGE-ID',
    occurredAt: '2019-09-23T18:14:45.349Z',
    event: {
      messageId: 'MESSAGE-ID',
      from: 'IGSID',
      to: 'IGID',
      type: 'ephemeral',
      attachments: [{ type: 'ephemeral' }],
    },
  }),
  'ig_message_like_heart.json': items(message('external_id', 'like_heart', { attachments: [{ type: 'like_heart' }] })),
  'ig_message_reaction.json': items({
    asset: 'instagram:IGID',
    channel,
    topic: 'message_reactions',
    kind: 'reaction',
    dedupeKey: 'MESSAGE-ID|IGSID|react|1569262485349',
    occurredAt: '2019-09-23T18:14:45.349Z',
    event: {
      messageId: 'MESSAGE-ID',
      from: 'IGSID',
      to: 'IGID',
      action: 'react',
      reaction: 'love',
      emoji: inMessaging('reaction.emoji'),
    },
  }),
  'ig_message_story_mention.json': items(
    message('external_id', 'story_mention', {
      attachments: [{ type: 'story_mention', url: firstAttachment('payload.url') }],
    }),
  ),
  'ig_message_unsupported_attachment.json': items({
    asset: 'instagram:17841452691600098',
    channel,
    topic: 'messages',
    kind: 'message',
    dedupeKey: inMessaging('message.mid'),
    occurredAt: '2022-11-09T19:32:13.735Z',
    event: {
      messageId: inMessaging('message.mid'),
      from: inMessaging('sender.id'),
      to: '17841452691600098',
      type: 'unsupported_type',
      attachments: [{ type: 'unsupported_type', url: firstAttachment('payload.url') }],
    },
  }),
  'ig_messages_text.json': items(message('external_id', 'text', { text: inMessaging('message.text') })),
};

const otherMessaging: Expectations = {
  // Meta's example names the sender as the entry; the asset is what `entry.id` says.
  'ig_messaging_referral.json': items({
    asset: 'instagram:IGSID',
    channel,
    topic: 'messaging_referral',
    kind: 'referral',
    dedupeKey: hashed(1502905976963),
    occurredAt: '2017-08-16T17:52:56.377Z',
    event: {
      from: 'IGSID',
      to: 'IGID',
      ref: inMessaging('referral.ref'),
      source: 'IGME-SOURCE-LINK',
      type: 'OPEN_THREAD',
    },
    without: ['adId'],
  }),
  'ig_messaging_seen.json': items({
    asset: 'instagram:17841452691600098',
    channel,
    topic: 'messaging_seen',
    kind: 'read',
    dedupeKey: key(idOf(inMessaging('sender.id')), 'MESSAGE-ID'),
    occurredAt: '2022-11-09T19:32:13.735Z',
    event: { from: inMessaging('sender.id'), to: '17841452691600098', messageId: 'MESSAGE-ID' },
    without: ['watermark'],
  }),
  'ig_postback_icebreaker.json': items({
    asset,
    channel,
    topic: 'messaging_postbacks',
    kind: 'postback',
    dedupeKey: hashed(1459991487970),
    occurredAt: noon,
    event: { ...parties, title: 'icebreaker question', payload: 'get_started' },
    without: ['messageId', 'referral'],
  }),
};

const changes: Expectations = {
  'ig_comments.json': items(
    change('comments', 'comment', '123456789', {
      commentId: '123456789',
      verb: 'add',
      mediaId: '76543987',
      parentId: '987654321',
      from: { id: inValue('from.id'), username: inValue('from.username') },
      text: inValue('text'),
    }),
  ),
  'ig_comments_min.json': items({
    ...change('comments', 'comment', '123456789', { commentId: '123456789', verb: 'add', text: inValue('text') }),
    without: ['from', 'mediaId', 'parentId', 'live'],
  }),
  'ig_live_comments.json': items(
    change('live_comments', 'comment', '123456789', {
      commentId: '123456789',
      verb: 'add',
      live: true,
      text: inValue('text'),
    }),
  ),
  'ig_mentions.json': items({
    ...change('mentions', 'mention', '17887498072083520|17887498072083520|1519399310', {
      mediaId: '17887498072083520',
      commentId: '17887498072083520',
    }),
    occurredAt: '2018-02-23T15:21:50.000Z',
  }),
  'ig_story_insights.json': items({
    ...change('story_insights', 'story-insight', hashed(1519399312), {
      mediaId: '17887498072083520',
      metrics: { exits: 3, replies: 0, reach: 44, taps_forward: 4, taps_back: 3, impressions: 444 },
    }),
    occurredAt: '2018-02-23T15:21:52.000Z',
  }),
};

/** Object `instagram`: messages, what else `messaging` brings, changes. */
export const instagram: Expectations = { ...messages, ...otherMessaging, ...changes };
