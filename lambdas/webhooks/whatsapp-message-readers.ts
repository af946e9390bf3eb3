import { isObject } from '../foundation/meta/webhook-envelope.ts';
import {
  type Draft,
  each,
  flag,
  happened,
  id,
  inside,
  known,
  only,
  type Rule,
  type Rules,
  type RulesFor,
  readObject,
  text,
  truth,
  verbatim,
} from './field-rules.ts';
import { change, type ItemReader } from './item-reader.ts';
import type { Attachment, Echo, Edit } from './messaging-kinds.ts';
import { around, errorRules } from './whatsapp-around.ts';
import type { IdentityChange } from './whatsapp-kinds.ts';

const mediaRules: RulesFor<Attachment> = {
  id: id('mediaId'),
  mime_type: text('mimeType'),
  sha256: text('sha256'),
  caption: text('caption'),
  filename: text('filename'),
  url: text('url'),
  voice: flag('voice'),
  animated: flag('animated'),
};

/** A message carries one medium, under the name of its type. */
const media: Rule<'attachments'> = (value, draft, findings, key) => {
  const attachment: Draft = { type: key };
  readObject(mediaRules, value, attachment, findings, key);
  draft.attachments = [attachment];
};

const body = {
  text: inside({ body: text('text') }),
  image: media,
  video: media,
  audio: media,
  document: media,
  sticker: media,
} as const satisfies Rules;

type Sender = 'fromUserId' | 'toUserId' | 'contextId';

const who = {
  from: id('from'),
  from_user_id: id('fromUserId'),
  from_parent_user_id: known,
  to: id('to'),
  to_user_id: id('toUserId'),
  to_parent_user_id: known,
  group_id: id('groupId'),
  timestamp: happened,
} as const satisfies Rules;

const context = inside({
  id: id('contextId'),
  from: known,
  from_user_id: known,
  from_parent_user_id: known,
  forwarded: truth('forwarded'),
  frequently_forwarded: truth('forwarded'),
  referred_product: verbatim('referredProduct'),
});

const contentRules: RulesFor<Echo, Sender> = {
  ...who,
  ...body,
  id: id('messageId'),
  type: text('type'),
  location: verbatim('location'),
  contacts: verbatim('contacts'),
  button: verbatim('button'),
  interactive: verbatim('interactive'),
  order: verbatim('order'),
  system: inside({ body: text('text'), type: known }),
  context,
  referral: verbatim('referral'),
  errors: each('errors', errorRules),
  unsupported: known,
  identity: known,
  origin: known,
};

const element = (rules: Rules, list = 'messages'): Rules => change({ ...around, [list]: only(inside(rules)) });

/** People may be known by number or by user id only; then the contact beside the message says who it was. */
function nameSender(draft: Draft) {
  const { contact } = draft;
  draft.from ??= draft.fromUserId ?? (isObject(contact) ? (contact.waId ?? contact.userId) : undefined);
  draft.to ??= draft.toUserId ?? draft.phoneNumberId;
}

function completeMessage(draft: Draft) {
  nameSender(draft);
  draft.type ??= 'unsupported';
  draft.attachments ??= [];
  if (draft.contextId !== undefined) draft.replyTo = { messageId: draft.contextId };
}
const byMessageId = (draft: Draft) => [draft.messageId];

const message: ItemReader = {
  kind: 'message',
  rules: element(contentRules),
  complete: completeMessage,
  key: byMessageId,
};
const echo: ItemReader = { ...message, kind: 'echo', rules: element(contentRules, 'message_echoes') };

const reaction: ItemReader = {
  kind: 'reaction',
  rules: element({
    ...who,
    id: id('reactionId'),
    type: known,
    context,
    reaction: inside({ message_id: id('messageId'), emoji: text('emoji') }),
  }),
  complete: (draft) => {
    nameSender(draft);
    if (draft.emoji === '') draft.emoji = undefined;
    draft.action = draft.emoji === undefined ? 'unreact' : 'react';
  },
  key: (draft) => [draft.reactionId],
};

const edit: ItemReader = {
  kind: 'edit',
  rules: element({
    ...who,
    id: id('editId'),
    type: known,
    context,
    edit: inside({
      original_message_id: id('messageId'),
      message: inside({ ...body, type: text('type'), context: known } satisfies RulesFor<Edit>),
    }),
  }),
  complete: (draft) => {
    nameSender(draft);
    draft.messageId ??= draft.editId;
  },
  key: (draft) => [draft.editId],
};

const revoke: ItemReader = {
  kind: 'deletion',
  rules: element({
    ...who,
    id: id('deletionId'),
    type: known,
    context,
    revoke: inside({ original_message_id: id('messageId') }),
  }),
  complete: (draft) => {
    nameSender(draft);
    draft.messageId ??= draft.deletionId;
  },
  key: (draft) => [draft.deletionId],
};

const identity: ItemReader = {
  kind: 'identity-change',
  rules: element({
    ...who,
    id: id('messageId'),
    type: known,
    identity: inside({ acknowledged: flag('acknowledged'), created_timestamp: known, hash: known }),
    system: inside({
      type: text('change'),
      new_wa_id: id('waId'),
      wa_id: id('waId'),
      customer: id('previousWaId'),
      user_id: id('userId'),
      parent_user_id: id('parentUserId'),
      body: known,
      identity: known,
    } satisfies RulesFor<IdentityChange>),
  }),
  complete: (draft) => {
    if (draft.waId === undefined) draft.waId = draft.from;
    else draft.previousWaId ??= draft.from;
    if (draft.fromUserId !== draft.userId) draft.previousUserId = draft.fromUserId;
  },
  key: byMessageId,
};

const changesOfPerson: ReadonlySet<unknown> = new Set([
  'user_changed_number',
  'user_changed_user_id',
  'customer_identity_changed',
]);

const readers: ReadonlyMap<unknown, ItemReader> = new Map([
  ['reaction', reaction],
  ['edit', edit],
  ['revoke', revoke],
]);

/** The reader of one element of `messages`, by its type; types that we do not know are messages too. */
export function messageReader(one: unknown): ItemReader {
  if (!isObject(one)) return message;
  const { type, system } = one;
  if (type === 'system' && isObject(system) && changesOfPerson.has(system.type)) return identity;
  return readers.get(type) ?? message;
}

/** The reader of one element of `message_echoes`. */
export const echoReader = () => echo;
