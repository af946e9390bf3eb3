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

const who = {
  from: id('from'),
  from_user_id: id('fromUserId'),
  from_parent_user_id: id('fromParentUserId'),
  to: id('to'),
  to_user_id: id('toUserId'),
  to_parent_user_id: id('toParentUserId'),
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

const contentRules: RulesFor<Echo, 'contextId'> = {
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

/** Whose elements a list of the value holds. */
interface Side {
  readonly list: 'messages' | 'message_echoes';
  /** Names who did it, and to whom, where the element leaves out a number. */
  readonly name: (draft: Draft) => void;
}

const element = ({ list }: Pick<Side, 'list'>, rules: Rules): Rules =>
  change({ ...around, [list]: only(inside(rules)) });

const besideIt = ({ contact }: Draft) => (isObject(contact) ? (contact.waId ?? contact.userId) : undefined);

/** People may be known by number or by user id only; then the contact beside the message says who it was. */
const person: Side = {
  list: 'messages',
  name: (draft) => {
    draft.from ??= draft.fromUserId ?? besideIt(draft);
    draft.to ??= draft.toUserId ?? draft.phoneNumberId;
  },
};

/** The business, in WhatsApp's app (Meta's page `webhooks/reference/smb_message_echoes`). */
const business: Side = {
  list: 'message_echoes',
  name: (draft) => {
    draft.echo = true;
    draft.from ??= draft.phoneNumberId;
    draft.to ??= draft.toUserId ?? besideIt(draft) ?? draft.phoneNumberId;
  },
};

const byMessageId = (draft: Draft) => [draft.messageId];

const contentOf = (kind: 'message' | 'echo', side: Side): ItemReader => ({
  kind,
  rules: element(side, contentRules),
  complete: (draft) => {
    side.name(draft);
    draft.type ??= 'unsupported';
    draft.attachments ??= [];
    if (draft.contextId !== undefined) draft.replyTo = { messageId: draft.contextId };
  },
  key: byMessageId,
});

const reactionOf = (side: Side): ItemReader => ({
  kind: 'reaction',
  rules: element(side, {
    ...who,
    id: id('reactionId'),
    type: known,
    context,
    reaction: inside({ message_id: id('messageId'), emoji: text('emoji') }),
  }),
  complete: (draft) => {
    side.name(draft);
    if (draft.emoji === '') draft.emoji = undefined;
    draft.action = draft.emoji === undefined ? 'unreact' : 'react';
  },
  key: (draft) => [draft.reactionId],
});

const editOf = (side: Side): ItemReader => ({
  kind: 'edit',
  rules: element(side, {
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
    side.name(draft);
    draft.messageId ??= draft.editId;
  },
  key: (draft) => [draft.editId],
});

const revokeOf = (side: Side): ItemReader => ({
  kind: 'deletion',
  // Where the act bears the id of the message itself, it must not be taken for the message come again.
  keyField: 'message_deleted',
  rules: element(side, {
    ...who,
    id: id('deletionId'),
    type: known,
    context,
    revoke: inside({ original_message_id: id('messageId') }),
  }),
  complete: (draft) => {
    side.name(draft);
    draft.messageId ??= draft.deletionId;
  },
  key: (draft) => [draft.deletionId],
});

const identity: ItemReader = {
  kind: 'identity-change',
  rules: element(person, {
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

/** What one side does, by its type; types that we do not know are messages too. */
const readersOf = (side: Side, content: ItemReader) => {
  const acts = new Map<unknown, ItemReader>([
    ['reaction', reactionOf(side)],
    ['edit', editOf(side)],
    ['revoke', revokeOf(side)],
  ]);
  return (one: unknown): ItemReader => (isObject(one) ? acts.get(one.type) : undefined) ?? content;
};

const ofPerson = readersOf(person, contentOf('message', person));

/** The reader of one element of `messages`. */
export function messageReader(one: unknown): ItemReader {
  if (isObject(one) && one.type === 'system' && isObject(one.system) && changesOfPerson.has(one.system.type)) {
    return identity;
  }
  return ofPerson(one);
}

/** The reader of one element of `message_echoes`: the business writes, edits, deletes and reacts as people do. */
export const echoReader = readersOf(business, contentOf('echo', business));
