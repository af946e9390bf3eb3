import * as z from 'zod/mini';
import '../foundation/core/zod-english.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { Message } from '../foundation/core/messages.ts';
import type { Thread } from '../foundation/store/threads.ts';

// What this room reads of an event, and no more: every object is loose, and what it says besides goes along.
const id = z.string().check(z.minLength(1));
const optionalId = z.optional(id);
const text = z.optional(z.string());
const flag = z.optional(z.boolean());

const Contact = z.looseObject({
  name: text,
  username: text,
  waId: optionalId,
  userId: optionalId,
  parentUserId: optionalId,
});
const Attachment = z.looseObject({ type: text });

/** The last millisecond of the year 9999: ISO-8601 has four digits for the year. */
const lastMoment = 253_402_300_799_999;
const watermark = z.optional(z.int().check(z.minimum(0), z.maximum(lastMoment)));

const between = { from: id, to: id, standby: flag };
const byPhone = {
  phoneNumberId: optionalId,
  contact: z.optional(Contact),
  fromUserId: optionalId,
  fromParentUserId: optionalId,
  toUserId: optionalId,
  toParentUserId: optionalId,
};
/** `echo`: by the business itself. */
const byEither = { ...between, ...byPhone, echo: flag };

const content = {
  ...between,
  ...byPhone,
  messageId: id,
  type: z.string(),
  text,
  attachments: z.array(Attachment),
  replyTo: z.optional(z.looseObject({ storyId: optionalId, storyUrl: text })),
  referral: z.optional(z.unknown()),
  groupId: optionalId,
  userRef: optionalId,
};

/** One line of the address book of a business's app, in Meta's words; what does not fit names nobody. */
const BookEntry = z.catch(
  z.looseObject({
    type: text,
    action: text,
    contact: z.optional(z.looseObject({ full_name: text, first_name: text, phone_number: text })),
    metadata: z.optional(z.looseObject({ timestamp: text })),
  }),
  {},
);

/** WhatsApp's words; one that Meta adds some day is `other` until somebody says what it means. */
export const statusWords = ['sent', 'delivered', 'read', 'played', 'failed'] as const;

const conversationKinds = {
  message: z.looseObject({ kind: z.literal('message'), ...content }),
  echo: z.looseObject({ kind: z.literal('echo'), ...content, appId: optionalId, metadata: text }),
  edit: z.looseObject({
    kind: z.literal('edit'),
    ...byEither,
    messageId: id,
    text,
    edits: z.optional(z.int()),
    attachments: z.optional(z.array(Attachment)),
  }),
  deletion: z.looseObject({ kind: z.literal('deletion'), ...byEither, messageId: id }),
  reaction: z.looseObject({
    kind: z.literal('reaction'),
    ...byEither,
    messageId: id,
    action: z.enum(['react', 'unreact']),
    reaction: text,
    emoji: text,
  }),
  postback: z.looseObject({ kind: z.literal('postback'), ...between, messageId: optionalId, title: text }),
  delivery: z.looseObject({ kind: z.literal('delivery'), ...between, messageIds: z.array(id), watermark }),
  read: z.looseObject({ kind: z.literal('read'), ...between, messageId: optionalId, watermark }),
  referral: z.looseObject({ kind: z.literal('referral'), ...between, userRef: optionalId }),
  handover: z.looseObject({
    kind: z.literal('handover'),
    ...between,
    from: optionalId,
    action: z.enum(['pass', 'take', 'request', 'app_roles']),
    newOwnerAppId: optionalId,
  }),
  call: z.looseObject({
    kind: z.literal('call'),
    from: optionalId,
    to: optionalId,
    ...byPhone,
    callId: id,
    event: text,
    direction: text,
  }),
  status: z.looseObject({
    kind: z.literal('status'),
    messageId: id,
    status: z.catch(z.enum([...statusWords, 'other']), 'other'),
    recipientId: optionalId,
    recipientUserId: optionalId,
    parentRecipientUserId: optionalId,
    recipientType: text,
    groupId: optionalId,
    phoneNumberId: optionalId,
    pricing: z.optional(z.record(z.string(), z.unknown())),
    errors: z.optional(z.array(z.looseObject({ code: z.number(), title: text, message: text, details: text }))),
    callbackData: text,
  }),
  'identity-change': z.looseObject({
    kind: z.literal('identity-change'),
    change: z.string(),
    waId: optionalId,
    previousWaId: optionalId,
    userId: optionalId,
    previousUserId: optionalId,
    parentUserId: optionalId,
    previousParentUserId: optionalId,
  }),
  'user-preference': z.looseObject({
    kind: z.literal('user-preference'),
    from: optionalId,
    userId: optionalId,
    category: z.string(),
    value: z.string(),
    phoneNumberId: optionalId,
  }),
  'app-state-sync': z.looseObject({
    kind: z.literal('app-state-sync'),
    entries: z.array(BookEntry),
    phoneNumberId: optionalId,
  }),
} as const satisfies Record<string, z.ZodMiniType<{ kind: string }>>;

/** The kinds that are facts of a conversation, with what this room reads of each. */
export type FactOf<Kind extends keyof typeof conversationKinds> = z.infer<(typeof conversationKinds)[Kind]>;

/** One fact of a conversation. */
export type InboundFact = { [Kind in keyof typeof conversationKinds]: FactOf<Kind> }[keyof typeof conversationKinds];

/** What an item is: a fact, or something that no thread keeps (rooms to come, and kinds that nobody knows). */
export type InboundEvent = InboundFact | { readonly kind: 'noted' };

const schemas: ReadonlyMap<string, z.ZodMiniType<InboundFact>> = new Map(Object.entries(conversationKinds));

/** Reads an item of the queue. Throws `Failure` `malformed` when its event does not fit its kind. */
export function readInbound({ kind, event }: Pick<Message<'inboundMessages'>, 'kind' | 'event'>): InboundEvent {
  const schema = schemas.get(kind);
  if (schema === undefined) return { kind: 'noted' };
  const answer = schema.safeParse(event);
  if (answer.success) return answer.data;
  const [issue] = answer.error.issues;
  throw new Failure('malformed', `not what ${kind} is: ${issue?.path.join('.')}: ${issue?.message}`);
}

const Channel = z.enum(['messenger', 'instagram', 'whatsapp']);

/** The channel of a fact. Throws `Failure` `malformed` for one on which nobody converses. */
export function channelOf({ channel }: Pick<Message<'inboundMessages'>, 'channel'>): Thread['channel'] {
  const answer = Channel.safeParse(channel);
  if (!answer.success) throw new Failure('malformed', 'no conversation is held on this channel');
  return answer.data;
}
