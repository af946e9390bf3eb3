import * as z from 'zod/mini';
import { whenNeeded } from '../foundation/core/when-needed.ts';
import { flag, id, instant, optionalId, text } from './event-fields.ts';

/** Who did it, as far as Meta says. */
const Person = z.optional(z.object({ id: optionalId, name: text, username: text }));

/** Something on the Page's own wall other than a comment: a post, a photo, a reaction, … */
export const FeedChange = whenNeeded(() =>
  z.object({
    kind: z.literal('feed-change'),
    item: z.string(),
    verb: text,
    postId: optionalId,
    commentId: optionalId,
    parentId: optionalId,
    photoId: optionalId,
    videoId: optionalId,
    shareId: optionalId,
    from: Person,
    message: text,
    reactionType: text,
    link: text,
    published: flag,
    hidden: flag,
    createdAt: instant,
  }),
);
export type FeedChange = z.infer<ReturnType<typeof FeedChange>>;

/** A comment on a Page's post or on Instagram media; `live` while the video runs. Instagram tells of new ones only. */
export const Comment = whenNeeded(() =>
  z.object({
    kind: z.literal('comment'),
    commentId: id,
    verb: text,
    postId: optionalId,
    mediaId: optionalId,
    mediaType: text,
    parentId: optionalId,
    from: Person,
    text,
    live: flag,
    createdAt: instant,
  }),
);
export type Comment = z.infer<ReturnType<typeof Comment>>;

/** Somebody named the Page or the Instagram account. */
export const Mention = whenNeeded(() =>
  z.object({
    kind: z.literal('mention'),
    item: text,
    verb: text,
    postId: optionalId,
    mediaId: optionalId,
    commentId: optionalId,
    from: Person,
    message: text,
    createdAt: instant,
  }),
);
export type Mention = z.infer<ReturnType<typeof Mention>>;

/** A rating or recommendation of the Page, or something said about one. */
export const Rating = whenNeeded(() =>
  z.object({
    kind: z.literal('rating'),
    item: text,
    verb: text,
    reviewer: Person,
    rating: z.optional(z.number()),
    recommendation: text,
    text,
    storyId: optionalId,
    commentId: optionalId,
    createdAt: instant,
  }),
);
export type Rating = z.infer<ReturnType<typeof Rating>>;

/** The final numbers of an Instagram story, by Meta's names. */
export const StoryInsight = whenNeeded(() =>
  z.object({
    kind: z.literal('story-insight'),
    mediaId: id,
    metrics: z.record(z.string(), z.number()),
  }),
);
export type StoryInsight = z.infer<ReturnType<typeof StoryInsight>>;

/** Somebody filled a lead form; the answers are fetched by `leadId`. No `adId`: organic, or a test. */
export const Leadgen = whenNeeded(() =>
  z.object({
    kind: z.literal('leadgen'),
    leadId: id,
    pageId: optionalId,
    formId: optionalId,
    adId: optionalId,
    adgroupId: optionalId,
    createdAt: instant,
  }),
);
export type Leadgen = z.infer<ReturnType<typeof Leadgen>>;
