import * as z from 'zod/mini';
import '../foundation/core/zod-english.ts';
import { whenNeeded } from '../foundation/core/when-needed.ts';

// Lazy: a function carries all kinds of messages and meets one at its cold start.

const said = () => z.string();
const flag = () => z.optional(z.boolean());
const messageName = () =>
  z.string().check(z.regex(/^[!-~]{1,512}$/, 'is no id of a message'), z.describe('A message by our id or Meta’s.'));

/** What every kind of message may have. */
const answering = () => ({ replyTo: z.optional(messageName()) });

// Meta's own objects keep its names, and members that we do not know go to Meta as they are.
const quickReply = () =>
  z.looseObject({
    content_type: said(),
    title: z.optional(said()),
    payload: z.optional(said()),
    image_url: z.optional(said()),
  });
const quickReplies = () =>
  z
    .optional(z.array(quickReply()))
    .check(z.describe('Messenger and Instagram, in Meta’s words: `content_type`, `title`, `payload`, `image_url`.'));

const uploadId = () => z.string().check(z.regex(/^[!-~]{1,128}$/, 'is no id of an upload'));

/** Where a medium comes from. */
const media = () =>
  z
    .union(
      [
        z.strictObject({ url: said().check(z.describe('https; Meta fetches it.')) }),
        z.strictObject({ mediaId: uploadId().check(z.describe('Of `POST /v1/media`.')) }),
        z.strictObject({
          metaId: uploadId().check(
            z.describe('Meta’s own: the id of a medium (WhatsApp), an `attachment_id` elsewhere.'),
          ),
        }),
      ],
      { error: 'is not exactly one of url, mediaId and metaId' },
    )
    .check(z.describe('Exactly one of `url`, `mediaId` and `metaId`.'));

const button = () => z.looseObject({ type: said(), title: z.optional(said()) });
const card = () =>
  z.looseObject({ title: said(), subtitle: z.optional(said()), buttons: z.optional(z.array(button())) });
const degrees = () => z.union([z.number(), said()], { error: 'is neither a number nor a text' });

const template = () =>
  z.looseObject({
    name: said().check(z.minLength(1), z.maxLength(512)),
    language: z.looseObject({ code: said().check(z.minLength(1), z.maxLength(16)) }),
    components: z.optional(z.array(z.looseObject({ type: said() }))),
  });

const mediaTypes = ['image', 'audio', 'video', 'file', 'sticker'] as const;
const actionTypes = ['mark_seen', 'typing_on', 'typing_off'] as const;

/** Members of each kind of message; `type` tells them apart. */
export const messageShapes = {
  text: () => ({
    type: z.literal('text'),
    text: said(),
    previewUrl: flag(),
    quickReplies: quickReplies(),
    ...answering(),
  }),
  media: () => ({
    type: z.enum(mediaTypes),
    media: media(),
    caption: z.optional(said()),
    filename: z.optional(said()),
    reusable: flag().check(z.describe('Messenger and Instagram: Meta keeps it under an `attachment_id`.')),
    quickReplies: quickReplies(),
    ...answering(),
  }),
  buttons: () => ({ type: z.literal('buttons'), text: said(), buttons: z.array(button()), ...answering() }),
  cards: () => ({
    type: z.literal('cards'),
    elements: z.array(card()),
    imageAspectRatio: z.optional(z.enum(['horizontal', 'square'])),
    sharable: flag(),
    quickReplies: quickReplies(),
    ...answering(),
  }),
  interactive: () => ({
    type: z.literal('interactive'),
    interactive: z
      .looseObject({ type: said(), action: z.looseObject({}) })
      .check(z.describe('WhatsApp’s `interactive` object, in Meta’s words.')),
    ...answering(),
  }),
  template: () => ({
    type: z.literal('template'),
    template: template().check(z.describe('WhatsApp’s template, or Messenger’s utility template, in Meta’s words.')),
    ...answering(),
  }),
  location: () => ({
    type: z.literal('location'),
    location: z.looseObject({
      latitude: degrees(),
      longitude: degrees(),
      name: z.optional(said()),
      address: z.optional(said()),
    }),
    ...answering(),
  }),
  contacts: () => ({
    type: z.literal('contacts'),
    contacts: z
      .array(z.looseObject({ name: z.looseObject({ formatted_name: said() }) }))
      .check(z.describe('WhatsApp’s `contacts`, in Meta’s words.')),
    ...answering(),
  }),
  reaction: () => ({
    type: z.literal('reaction'),
    messageId: messageName(),
    emoji: said().check(z.maxLength(64), z.describe('Empty takes the reaction back.')),
    ...answering(),
  }),
} as const;

/** Members of what the person sees without a message. */
export const actionShape = () => ({
  type: z.enum(actionTypes),
  messageId: z
    .optional(messageName())
    .check(
      z.describe('WhatsApp: the person’s message that is marked as read, and all before it; their last by default.'),
    ),
});

/** The kind of message, or of action, that a value's `type` names; undefined when it names none. */
export function kindOf(value: unknown): keyof typeof messageShapes | 'action' | undefined {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (mediaTypes.some((one) => one === type)) return 'media';
  if (actionTypes.some((one) => one === type)) return 'action';
  return kinds.find((one) => one === type && one !== 'media');
}

const kinds = Object.keys(messageShapes).filter((name): name is keyof typeof messageShapes => name in messageShapes);

const contents = {
  text: whenNeeded(() => z.strictObject(messageShapes.text())),
  media: whenNeeded(() => z.strictObject(messageShapes.media())),
  buttons: whenNeeded(() => z.strictObject(messageShapes.buttons())),
  cards: whenNeeded(() => z.strictObject(messageShapes.cards())),
  interactive: whenNeeded(() => z.strictObject(messageShapes.interactive())),
  template: whenNeeded(() => z.strictObject(messageShapes.template())),
  location: whenNeeded(() => z.strictObject(messageShapes.location())),
  contacts: whenNeeded(() => z.strictObject(messageShapes.contacts())),
  reaction: whenNeeded(() => z.strictObject(messageShapes.reaction())),
};

/** What a message says: our envelope in camelCase, inside it Meta's objects in Meta's words. */
export const OutboundContent = z.lazy(() =>
  z.discriminatedUnion('type', [
    contents.text(),
    contents.media(),
    contents.buttons(),
    contents.cards(),
    contents.interactive(),
    contents.template(),
    contents.location(),
    contents.contacts(),
    contents.reaction(),
  ]),
);

/** What a message says. */
export type OutboundContent = z.infer<typeof OutboundContent>;

/** Whether it is what a row of ours holds: the schema let it in, and is not asked again for each send. */
export function isKeptContent(value: unknown): value is OutboundContent {
  const kind = kindOf(value);
  return kind !== undefined && kind !== 'action';
}

/** What the person sees without a message: that theirs was read, that somebody types. */
export const ActionContent = z.lazy(() => z.strictObject(actionShape()));

/** What the person sees without a message. */
export type ActionContent = z.infer<typeof ActionContent>;

/** What a caller may ask to send. */
export type SendContent = OutboundContent | ActionContent;

/** Where a medium comes from: an address, our upload, or Meta's own id. */
export type MediaOrigin = Extract<OutboundContent, { media: unknown }>['media'];

/** Whether it is an action, of which Meta gives no id. */
export const isAction = (content: SendContent): content is ActionContent =>
  actionTypes.some((type) => type === content.type);
