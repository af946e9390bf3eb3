import * as z from 'zod/mini';
import { whenNeeded } from '../foundation/core/when-needed.ts';
import { flag, id, instant, optionalId, text, verbatim, whole } from './event-fields.ts';

/** What a person sent along: media, a link, a place, a story or a post, by Meta's own word for its type. */
export const Attachment = whenNeeded(() =>
  z.object({
    type: text,
    url: text,
    mediaId: optionalId,
    mimeType: text,
    sha256: text,
    caption: text,
    filename: text,
    voice: flag,
    animated: flag,
    stickerId: optionalId,
    title: text,
    latitude: z.optional(z.number()),
    longitude: z.optional(z.number()),
    postId: optionalId,
    videoId: optionalId,
    template: verbatim,
  }),
);
export type Attachment = z.infer<ReturnType<typeof Attachment>>;

/** A reason given by WhatsApp. */
export const ErrorDetail = whenNeeded(() => z.object({ code: z.number(), title: text, message: text, details: text }));
export type ErrorDetail = z.infer<ReturnType<typeof ErrorDetail>>;

/** A person as WhatsApp names them beside what they did. */
export const Contact = whenNeeded(() =>
  z.object({
    name: text,
    username: text,
    waId: optionalId,
    userId: optionalId,
    parentUserId: optionalId,
  }),
);

const ReplyTo = whenNeeded(() => z.object({ messageId: optionalId, storyId: optionalId, storyUrl: text }));

/** Where a conversation's event stood; `standby` when another app holds the thread. */
const between = { from: id, to: id, standby: flag };

/** WhatsApp: the business phone number it came by, the contact beside the element, and the user ids that the element itself names. */
const byPhone = () => ({
  phoneNumberId: optionalId,
  contact: z.optional(Contact()),
  fromUserId: optionalId,
  fromParentUserId: optionalId,
  toUserId: optionalId,
  toParentUserId: optionalId,
});

/** The same, and whether the business itself did it, where Meta tells so by an echo. */
const byEither = () => ({ ...byPhone(), echo: flag });

const content = () => ({
  ...between,
  messageId: id,
  /** `text`, WhatsApp's own word, the first attachment's type, or `unsupported`. */
  type: z.string(),
  text,
  attachments: z.array(Attachment()),
  quickReply: text,
  replyTo: z.optional(ReplyTo()),
  referral: verbatim,
  referredProduct: verbatim,
  priorMessage: verbatim,
  ...byPhone(),
  groupId: optionalId,
  button: verbatim,
  interactive: verbatim,
  location: verbatim,
  contacts: z.optional(z.array(z.unknown())),
  order: verbatim,
  forwarded: flag,
  errors: z.optional(z.array(ErrorDetail())),
  userRef: optionalId,
});

/** A person wrote to the business. */
export const Message = whenNeeded(() => z.object({ kind: z.literal('message'), ...content() }));
export type Message = z.infer<ReturnType<typeof Message>>;

/** The business wrote to a person: through us, another app, or by hand. */
export const Echo = whenNeeded(() =>
  z.object({ kind: z.literal('echo'), ...content(), appId: optionalId, metadata: text }),
);
export type Echo = z.infer<ReturnType<typeof Echo>>;

/** A message was edited; `editId` is the id of the edit itself (WhatsApp). */
export const Edit = whenNeeded(() =>
  z.object({
    kind: z.literal('edit'),
    ...between,
    messageId: id,
    editId: optionalId,
    type: text,
    text,
    edits: whole,
    attachments: z.optional(z.array(Attachment())),
    ...byEither(),
  }),
);
export type Edit = z.infer<ReturnType<typeof Edit>>;

/** A message was deleted by its sender: stored copies must go. `deletionId` is WhatsApp's id of the act itself. */
export const Deletion = whenNeeded(() =>
  z.object({
    kind: z.literal('deletion'),
    ...between,
    messageId: id,
    deletionId: optionalId,
    ...byEither(),
  }),
);
export type Deletion = z.infer<ReturnType<typeof Deletion>>;

/** Somebody put a reaction on message `messageId`, or took it back. `reactionId` is WhatsApp's id of the act itself. */
export const Reaction = whenNeeded(() =>
  z.object({
    kind: z.literal('reaction'),
    ...between,
    messageId: id,
    action: z.enum(['react', 'unreact']),
    reaction: text,
    emoji: text,
    reactionId: optionalId,
    ...byEither(),
  }),
);
export type Reaction = z.infer<ReturnType<typeof Reaction>>;

/** A button or an icebreaker was tapped. */
export const Postback = whenNeeded(() =>
  z.object({
    kind: z.literal('postback'),
    ...between,
    messageId: optionalId,
    title: text,
    payload: text,
    referral: verbatim,
  }),
);
export type Postback = z.infer<ReturnType<typeof Postback>>;

/** Messages of the business arrived. `watermark`: all before it did, milliseconds since 1970. */
export const Delivery = whenNeeded(() =>
  z.object({
    kind: z.literal('delivery'),
    ...between,
    messageIds: z.array(z.string()),
    watermark: whole,
  }),
);
export type Delivery = z.infer<ReturnType<typeof Delivery>>;

/** Messages of the business were read: up to `watermark` (milliseconds since 1970), or the one (Instagram). */
export const Read = whenNeeded(() =>
  z.object({ kind: z.literal('read'), ...between, messageId: optionalId, watermark: whole }),
);
export type Read = z.infer<ReturnType<typeof Read>>;

/** A person allowed messages. The token that Meta sends is a secret: it stays in the raw body. */
export const Optin = whenNeeded(() =>
  z.object({
    kind: z.literal('optin'),
    ...between,
    from: optionalId,
    userRef: optionalId,
    ref: text,
    type: text,
    payload: text,
    title: text,
    hasToken: flag,
    tokenStatus: text,
    tokenExpiresAt: instant,
    frequency: text,
    timezone: text,
  }),
);
export type Optin = z.infer<ReturnType<typeof Optin>>;

/** A person came into the thread by a link, an ad or a plugin. */
export const Referral = whenNeeded(() =>
  z.object({
    kind: z.literal('referral'),
    ...between,
    ref: text,
    source: text,
    type: text,
    adId: optionalId,
    refererUri: text,
    adContext: verbatim,
    userRef: optionalId,
  }),
);
export type Referral = z.infer<ReturnType<typeof Referral>>;

/** A thread changed hands between apps, or the apps' roles changed. */
export const Handover = whenNeeded(() =>
  z.object({
    kind: z.literal('handover'),
    ...between,
    from: optionalId,
    action: z.enum(['pass', 'take', 'request', 'app_roles']),
    newOwnerAppId: optionalId,
    previousOwnerAppId: optionalId,
    requestedOwnerAppId: optionalId,
    metadata: text,
    appRoles: verbatim,
  }),
);
export type Handover = z.infer<ReturnType<typeof Handover>>;

/** Meta blocked the Page's messaging, or lifted the block. */
export const Policy = whenNeeded(() =>
  z.object({
    kind: z.literal('policy'),
    ...between,
    from: optionalId,
    action: z.string(),
    reason: text,
  }),
);
export type Policy = z.infer<ReturnType<typeof Policy>>;

/** A person linked or unlinked an account of the business; the authorisation code stays in the raw body. */
export const AccountLinking = whenNeeded(() =>
  z.object({ kind: z.literal('account-linking'), ...between, status: z.string() }),
);
export type AccountLinking = z.infer<ReturnType<typeof AccountLinking>>;
