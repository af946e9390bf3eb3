import type { PlacedItem } from '../foundation/core/messages.ts';
import { isObject } from '../foundation/meta/webhook-envelope.ts';
import {
  each,
  happened,
  id,
  inside,
  known,
  number,
  only,
  type Rule,
  type Rules,
  type RulesFor,
  text,
  time,
  verbatim,
} from './field-rules.ts';
import { type Choice, change, type ItemReader } from './item-reader.ts';
import { accountFields } from './whatsapp-account-readers.ts';
import { around, errorRules } from './whatsapp-around.ts';
import type {
  AppStateSync,
  Call,
  History,
  IdentityChange,
  Status,
  UserPreference,
  WhatsappError,
} from './whatsapp-kinds.ts';
import { echoReader, messageReader } from './whatsapp-message-readers.ts';

type Lists = readonly (readonly [list: string, choose: (element: unknown) => Choice])[];

/** The one element that splitting left in a list of the value. */
const element = (list: string, rules: Rules): Rules => change({ ...around, [list]: only(inside(rules)) });

const status: ItemReader = {
  kind: 'status',
  rules: element('statuses', {
    id: id('messageId'),
    status: text('status'),
    timestamp: happened,
    recipient_id: id('recipientId'),
    recipient_user_id: id('recipientUserId'),
    parent_recipient_user_id: id('parentRecipientUserId'),
    recipient_type: text('recipientType'),
    group_id: id('groupId'),
    biz_opaque_callback_data: text('callbackData'),
    conversation: verbatim('conversation'),
    pricing: verbatim('pricing'),
    errors: each('errors', errorRules),
    type: known,
  } satisfies RulesFor<Status>),
  key: (draft) => [draft.messageId, draft.status],
};

const preference: ItemReader = {
  kind: 'user-preference',
  rules: element('user_preferences', {
    wa_id: id('from'),
    user_id: id('userId'),
    category: text('category'),
    value: text('value'),
    timestamp: happened,
    detail: known,
  } satisfies RulesFor<UserPreference>),
  complete: (draft) => {
    draft.from ??= draft.userId;
  },
};

const userIdUpdate: ItemReader = {
  kind: 'identity-change',
  rules: element('user_id_update', {
    wa_id: id('waId'),
    user_id: inside({ previous: id('previousUserId'), current: id('userId') }),
    parent_user_id: inside({ previous: id('previousParentUserId'), current: id('parentUserId') }),
    timestamp: happened,
    detail: known,
  } satisfies RulesFor<IdentityChange>),
  complete: (draft) => {
    draft.change = 'user_id_update';
  },
};

const failure: ItemReader = {
  kind: 'whatsapp-error',
  rules: element('errors', errorRules satisfies RulesFor<WhatsappError>),
};

/** Meta's page `business-messaging/whatsapp/calling/user-initiated-calls`. */
const call: ItemReader = {
  kind: 'call',
  rules: element('calls', {
    id: id('callId'),
    from: id('from'),
    to: id('to'),
    event: text('event'),
    status: text('status'),
    direction: text('direction'),
    timestamp: happened,
    start_time: time('startedAt'),
    end_time: time('endedAt'),
    duration: number('durationSeconds'),
    biz_opaque_callback_data: text('callbackData'),
    errors: each('errors', errorRules),
    session: known,
    connection: known,
    deeplink_payload: known,
    cta_payload: known,
  } satisfies RulesFor<Call>),
  key: (draft) => [draft.callId, draft.event],
};

/** Whether the phone of the person who is called rings, is answered or refuses. */
const callStatus: ItemReader = {
  kind: 'call',
  rules: element('statuses', {
    id: id('callId'),
    status: text('status'),
    timestamp: happened,
    recipient_id: id('to'),
    biz_opaque_callback_data: text('callbackData'),
    errors: each('errors', errorRules),
    type: known,
  } satisfies RulesFor<Call>),
  key: (draft) => [draft.callId, draft.status],
};

const callLists: Lists = [
  ['calls', () => call],
  ['statuses', () => callStatus],
  ['errors', () => failure],
];

const lengthOf = (list: unknown) => (Array.isArray(list) ? list.length : 0);

/** Counts what a chunk holds: it can be megabytes of the past. */
const chunks: Rule<'threads' | 'messages'> = (value, draft) => {
  const parts: readonly unknown[] = Array.isArray(value) ? value : [];
  const threads: readonly unknown[] = parts.flatMap((part): unknown[] =>
    isObject(part) && Array.isArray(part.threads) ? part.threads : [],
  );
  draft.threads = threads.length;
  draft.messages = threads.reduce<number>((sum, one) => sum + (isObject(one) ? lengthOf(one.messages) : 0), 0);
};

const chunkFields = inside({
  metadata: inside({ phase: number('phase'), chunk_order: number('chunkOrder'), progress: number('progress') }),
  errors: each('errors', errorRules),
  threads: known,
});

const history: ItemReader = {
  kind: 'history',
  rules: change({
    ...around,
    history: (value, draft, findings, key) => {
      chunks(value, draft, findings, key);
      only(chunkFields)(value, draft, findings, key);
    },
  } satisfies RulesFor<History, 'contact'>),
};

const appState: ItemReader = {
  kind: 'app-state-sync',
  rules: change({ ...around, state_sync: verbatim('entries') } satisfies RulesFor<AppStateSync, 'contact'>),
};

const messageLists: Lists = [
  ['messages', messageReader],
  ['statuses', () => status],
  ['user_id_update', () => userIdUpdate],
  ['user_preferences', () => preference],
  ['errors', () => failure],
];

/** Chooses by the list that the value holds. */
const byList =
  (lists: Lists) =>
  ({ item }: PlacedItem): Choice => {
    const value = isObject(item) && isObject(item.value) ? item.value : {};
    for (const [list, choose] of lists) {
      const elements: unknown = value[list];
      if (Array.isArray(elements) && elements.length > 0) return choose(elements[0]);
    }
    return 'does not fit: value: none of the lists of its field';
  };

/** Readers of a WhatsApp account's changes, by field. */
export const whatsappFields: ReadonlyMap<string, (placed: PlacedItem) => Choice> = new Map([
  ['messages', byList(messageLists)],
  ['smb_message_echoes', byList([['message_echoes', echoReader], ...messageLists])],
  ['user_preferences', byList(messageLists)],
  ['user_id_update', byList(messageLists)],
  ['calls', byList(callLists)],
  ['history', () => history],
  ['smb_app_state_sync', () => appState],
  ...accountFields,
]);
