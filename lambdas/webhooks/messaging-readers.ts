import type { PlacedItem } from '../foundation/core/messages.ts';
import { isObject } from '../foundation/meta/webhook-envelope.ts';
import {
  type Draft,
  happened,
  id,
  ids,
  inside,
  known,
  number,
  presence,
  type Rules,
  text,
  time,
  verbatim,
} from './field-rules.ts';
import type { ItemReader } from './item-reader.ts';
import { messageContent, nameType } from './message-content.ts';
import type {
  AccountLinking,
  Delivery,
  Edit,
  Handover,
  Optin,
  Policy,
  Postback,
  Reaction,
  Read,
  Referral,
} from './messaging-kinds.ts';

const around = {
  sender: inside({ id: id('from'), user_ref: id('userRef') }),
  recipient: inside({ id: id('to'), user_ref: id('userRef') }),
  timestamp: happened,
} as const satisfies Rules;

type Place = 'from' | 'to' | 'userRef';
type Own<T> = Rules<(keyof T & string) | Place>;

/** Who, to whom, when, and below the one key that says what. */
const rules = <T>(key: string, own: Own<T>): Rules => ({ ...around, [key]: inside(own) });

const messageRules: Rules = {
  ...around,
  message: inside(messageContent),
  prior_message: verbatim('priorMessage'),
};
const byMessageId = (draft: Draft) => [draft.messageId];

const message: ItemReader = { kind: 'message', rules: messageRules, complete: nameType, key: byMessageId };
// One `mid` is one message: in the key an echo is filed under `messages`, as Instagram does, whichever field brought it.
const echo: ItemReader = { ...message, kind: 'echo', keyField: 'messages' };
const deletion: ItemReader = { kind: 'deletion', rules: messageRules, key: byMessageId };

const edit: ItemReader = {
  kind: 'edit',
  rules: rules<Edit>('message_edit', { mid: id('messageId'), text: text('text'), num_edit: number('edits') }),
  key: (draft) => [draft.messageId, draft.edits],
};

const reaction: ItemReader = {
  kind: 'reaction',
  rules: rules<Reaction>('reaction', {
    mid: id('messageId'),
    action: text('action'),
    reaction: text('reaction'),
    emoji: text('emoji'),
  }),
  key: (draft, { time: when }) => [draft.messageId, draft.from, draft.action, when],
};

const postback: ItemReader = {
  kind: 'postback',
  rules: rules<Postback>('postback', {
    mid: id('messageId'),
    title: text('title'),
    payload: text('payload'),
    referral: verbatim('referral'),
  }),
  key: byMessageId,
};

const delivery: ItemReader = {
  kind: 'delivery',
  rules: rules<Delivery>('delivery', { mids: ids('messageIds'), watermark: number('watermark'), seq: known }),
  complete: (draft) => {
    draft.messageIds ??= [];
  },
  key: (draft) => [draft.from, draft.watermark ?? (Array.isArray(draft.messageIds) ? draft.messageIds[0] : undefined)],
};

const read: ItemReader = {
  kind: 'read',
  rules: rules<Read>('read', { mid: id('messageId'), watermark: number('watermark'), seq: known }),
  key: (draft) => [draft.from, draft.watermark ?? draft.messageId],
};

const optin: ItemReader = {
  kind: 'optin',
  rules: rules<Optin>('optin', {
    ref: text('ref'),
    user_ref: id('userRef'),
    type: text('type'),
    payload: text('payload'),
    title: text('title'),
    notification_messages_token: presence('hasToken'),
    one_time_notif_token: presence('hasToken'),
    notification_messages_frequency: text('frequency'),
    notification_messages_timezone: text('timezone'),
    token_expiry_timestamp: time('tokenExpiresAt'),
    user_token_status: text('tokenStatus'),
  }),
};

const referral: ItemReader = {
  kind: 'referral',
  rules: rules<Referral>('referral', {
    ref: text('ref'),
    source: text('source'),
    type: text('type'),
    ad_id: id('adId'),
    referer_uri: text('refererUri'),
    ads_context_data: verbatim('adContext'),
  }),
};

const handedOver = (key: string, action: Handover['action']): ItemReader => ({
  kind: 'handover',
  rules: rules<Handover>(key, {
    new_owner_app_id: id('newOwnerAppId'),
    previous_owner_app_id: id('previousOwnerAppId'),
    requested_owner_app_id: id('requestedOwnerAppId'),
    metadata: text('metadata'),
  }),
  complete: (draft) => {
    draft.action = action;
  },
});

const appRoles: ItemReader = {
  kind: 'handover',
  rules: { ...around, app_roles: verbatim('appRoles') },
  complete: (draft) => {
    draft.action = 'app_roles';
  },
};

const policy = (key: string): ItemReader => ({
  kind: 'policy',
  rules: rules<Policy>(key, { action: text('action'), reason: text('reason') }),
});

const accountLinking: ItemReader = {
  kind: 'account-linking',
  rules: rules<AccountLinking>('account_linking', { status: text('status'), authorization_code: known }),
};

/** One kind of content of a messaging item, with the field that Page and Instagram subscribe it by. */
export interface Content {
  readonly page: string;
  readonly instagram: string;
  readonly reader: ItemReader;
}
const content = (reader: ItemReader, page: string, instagram = page): Content => ({ reader, page, instagram });

const handover = (reader: ItemReader) => content(reader, 'messaging_handovers', 'messaging_handover');
const messages = content(message, 'messages');
const echoes = content(echo, 'message_echoes', 'messages');
const deletions = content(deletion, 'message_deleted');

/** What the key `message` holds: a deletion, an echo, or else a message. */
const ofMessage = (value: unknown): Content => {
  if (!isObject(value)) return messages;
  if (value.is_deleted === true) return deletions;
  return value.is_echo === true ? echoes : messages;
};

const contents: readonly (readonly [key: string, content: Content | ((value: unknown) => Content)])[] = [
  ['message', ofMessage],
  ['message_edit', content(edit, 'message_edits', 'message_edit')],
  ['reaction', content(reaction, 'message_reactions')],
  ['postback', content(postback, 'messaging_postbacks')],
  ['delivery', content(delivery, 'message_deliveries')],
  ['read', content(read, 'message_reads', 'messaging_seen')],
  ['optin', content(optin, 'messaging_optins')],
  ['referral', content(referral, 'messaging_referrals', 'messaging_referral')],
  ['pass_thread_control', handover(handedOver('pass_thread_control', 'pass'))],
  ['take_thread_control', handover(handedOver('take_thread_control', 'take'))],
  ['request_thread_control', handover(handedOver('request_thread_control', 'request'))],
  ['app_roles', handover(appRoles)],
  ['policy-enforcement', content(policy('policy-enforcement'), 'messaging_policy_enforcement')],
  ['policy_enforcement', content(policy('policy_enforcement'), 'messaging_policy_enforcement')],
  ['account_linking', content(accountLinking, 'messaging_account_linking')],
];

/** What a messaging item holds, by the first key that says so; undefined when none does. */
export function contentOf({ item }: PlacedItem): Content | undefined {
  if (!isObject(item)) return undefined;
  const found = contents.find(([key]) => Object.hasOwn(item, key) && item[key] !== null);
  return typeof found?.[1] === 'function' ? found[1](item[found[0]]) : found?.[1];
}
