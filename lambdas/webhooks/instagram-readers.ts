import type { PlacedItem } from '../foundation/core/messages.ts';
import { isObject } from '../foundation/meta/webhook-envelope.ts';
import { happenedAs, id, inside, known, type Rule, type RulesFor, text, under } from './field-rules.ts';
import { type Choice, change, type ItemReader } from './item-reader.ts';
import type { Comment, Mention, StoryInsight } from './page-kinds.ts';

const commentOf = (live: boolean): ItemReader => ({
  kind: 'comment',
  rules: change({
    id: id('commentId'),
    text: text('text'),
    from: under('from', { id: id('id'), username: text('username'), name: text('name') }),
    media: inside({ id: id('mediaId'), media_product_type: text('mediaType') }),
    parent_id: id('parentId'),
    created_time: happenedAs('createdAt'),
  } satisfies RulesFor<Comment>),
  complete: (draft) => {
    draft.verb = 'add';
    if (live) draft.live = true;
  },
  key: (draft) => [draft.commentId],
});

const mention: ItemReader = {
  kind: 'mention',
  rules: change({ media_id: id('mediaId'), comment_id: id('commentId') } satisfies RulesFor<Mention>),
  key: (draft, _findings, { entry }) => [draft.mediaId, draft.commentId, entry.time],
};

/** Every number of a story under Meta's name for it: the list of names grows. */
const metrics: Rule<keyof StoryInsight> = (value, draft, findings, key) => {
  inside({ media_id: id('mediaId'), '*': known })(value, draft, findings, key);
  if (!isObject(value)) return;
  const numbers = Object.entries(value).filter(([name, count]) => name !== 'media_id' && typeof count === 'number');
  draft.metrics = Object.fromEntries(numbers);
};

const storyInsight: ItemReader = { kind: 'story-insight', rules: { field: known, value: metrics } };

const comment = commentOf(false);
const liveComment = commentOf(true);

/** Readers of an Instagram account's changes, by field. */
export const instagramFields: ReadonlyMap<string, (placed: PlacedItem) => Choice> = new Map([
  ['comments', () => comment],
  ['live_comments', () => liveComment],
  ['mentions', () => mention],
  ['story_insights', () => storyInsight],
]);
