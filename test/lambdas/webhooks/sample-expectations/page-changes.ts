import { type Expectations, type ExpectedItem, hashed, idOf, inValue, items } from './expectation.ts';

const asset = 'page:1234567890321';
const channel = 'page';

/** A field that the fact sheet does not name; Meta sent no value. */
const nameless = (topic: string, time: number, occurredAt: string): ExpectedItem => ({
  asset,
  channel,
  topic,
  kind: 'unclassified',
  dedupeKey: hashed(time),
  occurredAt,
  event: { reason: `unknown field ${topic}` },
});

/** Object `page`, list `changes`. */
export const pageChanges: Expectations = {
  'page_feed_comment_add.json': items({
    asset,
    channel,
    topic: 'feed',
    kind: 'comment',
    dedupeKey: '901097836652708_903438993085259|add|1449135003',
    occurredAt: '2015-12-03T09:30:03.000Z',
    event: {
      commentId: '901097836652708_903438993085259',
      verb: 'add',
      postId: '1234567890321_901097836652708',
      parentId: '1234567890321_901097836652708',
      from: { id: inValue('from.id'), name: inValue('from.name') },
      text: inValue('message'),
    },
  }),
  // No created_time: the third part is empty, the moment is the entry's.
  'page_feed_comment_remove.json': items({
    asset,
    channel,
    topic: 'feed',
    kind: 'comment',
    dedupeKey: '905578656204626_905579239537901|remove|',
    occurredAt: '2016-01-06T19:06:22.000Z',
    event: {
      commentId: '905578656204626_905579239537901',
      verb: 'remove',
      postId: '1234567890321_905578656204626',
      parentId: '1234567890321_905578656204626',
      from: { id: inValue('from.id') },
    },
    without: ['text'],
  }),
  // An envelope inside an array is no envelope.
  'page_feed_post_add_array_wrapped.json': { body: 'malformed', items: [] },
  'page_feed_reaction_add.json': items({
    asset,
    channel,
    topic: 'feed',
    kind: 'feed-change',
    dedupeKey: '1234567890321_98735342324352|1234567890321|add|1475578854',
    occurredAt: '2016-10-04T11:00:54.000Z',
    event: {
      item: 'reaction',
      verb: 'add',
      postId: '1234567890321_98735342324352',
      parentId: '1234567890321_901097836652708',
      reactionType: 'love',
      from: { id: inValue('from.id'), name: inValue('from.name') },
    },
  }),
  'page_feed_status_edited.json': items({
    asset,
    channel,
    topic: 'feed',
    kind: 'feed-change',
    dedupeKey: '1234567890321_949560725137650|edited|1451949415',
    occurredAt: '2016-01-04T23:16:55.000Z',
    event: {
      item: 'status',
      verb: 'edited',
      postId: '1234567890321_949560725137650',
      from: { id: inValue('from.id') },
      message: inValue('message'),
    },
  }),
  'page_feed_two_entries.json': items(
    nameless('parking', 1449589360, '2015-12-08T15:42:40.000Z'),
    nameless('payment_options', 1449589369, '2015-12-08T15:42:49.000Z'),
  ),
  // Ad ids of 0 mean that no ad stood behind the lead.
  'page_leadgen.json': items({
    asset,
    channel,
    topic: 'leadgen',
    kind: 'leadgen',
    dedupeKey: '1636129430026801',
    occurredAt: '2017-02-01T16:00:25.000Z',
    event: {
      leadId: '1636129430026801',
      pageId: '12345',
      formId: '12345',
      createdAt: '2017-02-01T16:00:25.000Z',
    },
    without: ['adId', 'adgroupId'],
  }),
  'page_mention_post_add.json': items({
    asset,
    channel,
    topic: 'mention',
    kind: 'mention',
    dedupeKey: hashed(1614340567),
    occurredAt: '2021-02-26T11:56:02.000Z',
    event: { postId: '1234567890321_98722536423179', verb: 'add', message: inValue('message') },
    without: ['commentId', 'mediaId'],
  }),
  'page_ratings_add.json': items({
    asset,
    channel,
    topic: 'ratings',
    kind: 'rating',
    dedupeKey: hashed(1448795002),
    occurredAt: '2018-09-19T15:05:12.000Z',
    event: {
      verb: 'add',
      rating: 3,
      recommendation: 'POSITIVE',
      reviewer: { id: idOf(inValue('reviewer_id')), name: inValue('reviewer_name') },
      text: inValue('review_text'),
    },
  }),
  'unknown_change_value.json': items({
    asset,
    channel,
    topic: 'foo',
    kind: 'unclassified',
    dedupeKey: hashed(1452107389),
    occurredAt: '2016-01-02T22:54:56.000Z',
    event: { reason: 'unknown field foo' },
  }),
};
