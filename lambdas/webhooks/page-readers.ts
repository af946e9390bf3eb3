import type { PlacedItem } from '../foundation/core/messages.ts';
import { isObject } from '../foundation/meta/webhook-envelope.ts';
import {
  type Draft,
  type Findings,
  flag,
  happenedAs,
  id,
  known,
  number,
  type Rules,
  type RulesFor,
  realId,
  text,
  under,
} from './field-rules.ts';
import { type Choice, change, type ItemReader } from './item-reader.ts';
import type { FeedChange, Leadgen, Mention, Rating } from './page-kinds.ts';

type Sender = 'senderId' | 'senderName';

const doer = {
  from: under('from', { id: id('id'), name: text('name'), username: text('username') }),
  sender_id: id('senderId'),
  sender_name: text('senderName'),
  created_time: happenedAs('createdAt'),
} as const satisfies Rules;

const person = (id: unknown, name: unknown) => {
  if (id === undefined) return undefined;
  return name === undefined ? { id } : { id, name };
};

/** Older payloads name the doer by `sender_id` and `sender_name`. */
function nameDoer(draft: Draft) {
  draft.from ??= person(draft.senderId, draft.senderName);
}
const doerId = ({ from }: Draft) => (isObject(from) ? from.id : undefined);

const feedRules: RulesFor<FeedChange, Sender> = {
  ...doer,
  item: text('item'),
  verb: text('verb'),
  post_id: id('postId'),
  comment_id: id('commentId'),
  parent_id: id('parentId'),
  photo_id: id('photoId'),
  video_id: id('videoId'),
  share_id: id('shareId'),
  message: text('message'),
  reaction_type: text('reactionType'),
  link: text('link'),
  published: flag('published'),
  is_hidden: flag('hidden'),
  photo: known,
  photos: known,
  photo_ids: known,
  video: known,
  post: known,
  story: known,
  edited_time: known,
  permalink_url: known,
};

const act = (draft: Draft, { time }: Findings) => [draft.verb, time];

/** A reaction is one per person and object; anything else is one per object. */
const feedKey = (draft: Draft, findings: Findings) => {
  const object = draft.commentId ?? draft.postId ?? draft.photoId ?? draft.videoId ?? draft.shareId;
  const byPerson = draft.item === 'reaction' || draft.item === 'like';
  return [object, ...(byPerson ? [doerId(draft)] : []), ...act(draft, findings)];
};

const feedChange: ItemReader = { kind: 'feed-change', rules: change(feedRules), complete: nameDoer, key: feedKey };

const pageComment: ItemReader = {
  kind: 'comment',
  rules: change({ ...feedRules, item: known, message: text('text') }),
  complete: nameDoer,
  key: (draft, findings) => [draft.commentId ?? draft.postId, ...act(draft, findings)],
};

const pageMention: ItemReader = {
  kind: 'mention',
  rules: change({
    ...doer,
    item: text('item'),
    verb: text('verb'),
    post_id: id('postId'),
    comment_id: id('commentId'),
    message: text('message'),
  } satisfies RulesFor<Mention, Sender>),
  complete: nameDoer,
};

const rating: ItemReader = {
  kind: 'rating',
  rules: change({
    item: text('item'),
    verb: text('verb'),
    reviewer_id: id('reviewerId'),
    reviewer_name: text('reviewerName'),
    rating: number('rating'),
    review_text: text('text'),
    recommendation_type: text('recommendation'),
    open_graph_story_id: id('storyId'),
    comment_id: id('commentId'),
    created_time: happenedAs('createdAt'),
    from: known,
    message: text('text'),
  } satisfies RulesFor<Rating, 'reviewerId' | 'reviewerName'>),
  complete: (draft) => {
    draft.reviewer = person(draft.reviewerId, draft.reviewerName);
  },
};

const leadgen: ItemReader = {
  kind: 'leadgen',
  rules: change({
    leadgen_id: id('leadId'),
    page_id: id('pageId'),
    form_id: id('formId'),
    ad_id: realId('adId'),
    adgroup_id: realId('adgroupId'),
    created_time: happenedAs('createdAt'),
  } satisfies RulesFor<Leadgen>),
  key: (draft) => [draft.leadId],
};

const ofFeed = ({ item }: PlacedItem) =>
  isObject(item) && isObject(item.value) && item.value.item === 'comment' ? pageComment : feedChange;

/** Readers of a Page's own changes, by field. */
export const pageFields: ReadonlyMap<string, (placed: PlacedItem) => Choice> = new Map([
  ['feed', ofFeed],
  ['mention', () => pageMention],
  ['ratings', () => rating],
  ['leadgen', () => leadgen],
]);
