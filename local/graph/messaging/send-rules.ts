import type { Raw } from '../conversions/event.ts';
import type { Params } from '../http/graph-request.ts';
import { badParameter, Refusal } from '../http/refusal.ts';
import { contentOf, type MessageContent } from './content-rules.ts';
import { idIn, objectParam, textIn } from './json-param.ts';
import type { Platform } from './message-ids.ts';

/** Who gets it: a person, the writer of a comment, or whoever has filled in a form of the website. */
export type Recipient = { by: 'id' | 'comment_id' | 'user_ref'; value: string };

/** What is wanted of `POST /{page}/messages`. */
export type PageSend =
  | { kind: 'action'; action: string }
  | { kind: 'message'; type: MessagingType; tag: string | null; content: MessageContent };

const TYPES = ['RESPONSE', 'UPDATE', 'MESSAGE_TAG', 'UTILITY'] as const;
export type MessagingType = (typeof TYPES)[number];

/** Over since 2026-04-27 (fact sheet §1, "Messenger tags"). */
const RETIRED = ['CONFIRMED_EVENT_UPDATE', 'ACCOUNT_UPDATE', 'POST_PURCHASE_UPDATE'];
const ACTIONS = ['typing_on', 'typing_off', 'mark_seen', 'react', 'unreact'];

/** The recipient; throws code 100 unless it is named in exactly one way. */
export function recipientOf(params: Params): Recipient {
  const given = objectParam(params, 'recipient');
  if (given === undefined) throw badParameter('The parameter recipient is required.');
  const ways = Object.keys(given);
  const [by] = ways;
  if (ways.length !== 1 || (by !== 'id' && by !== 'comment_id' && by !== 'user_ref')) {
    throw badParameter('Param recipient must have exactly one of id, comment_id, user_ref.');
  }
  const value = idIn(given[by]);
  if (value === null) throw badParameter(`Param recipient[${by}] must be a string.`);
  if (by === 'id' && !/^\d+$/.test(value)) throw badParameter('Param recipient[id] must be a valid ID string.');
  return { by, value };
}

/** What to send, held against fact sheet §8; throws code 100, and 100/2018276 when the app has no HUMAN_AGENT. */
export function pageSend(params: Params, platform: Platform, may: { humanAgent: boolean }): PageSend {
  const message = objectParam(params, 'message');
  const action = textIn(params.sender_action);
  if ((message === undefined) === (action === null)) {
    throw badParameter('Exactly one of the parameters message and sender_action is required.');
  }
  demandReplyTo(objectParam(params, 'reply_to'));
  if (message === undefined) return { kind: 'action', action: actionOf(params) };
  const type = typeOf(params.messaging_type, platform);
  const tag = tagOf(params.tag, type);
  if (tag !== null && !may.humanAgent) {
    throw new Refusal(100, '(#100) The app is not approved for the tag HUMAN_AGENT', { subcode: 2018276 });
  }
  const content = contentOf(message, platform);
  if ((content.template !== null) !== (type === 'UTILITY')) {
    throw badParameter('message[template] goes with messaging_type UTILITY, and the other way round.');
  }
  return { kind: 'message', type, tag, content };
}

function demandReplyTo(given: Raw | undefined): void {
  if (given !== undefined && textIn(given.mid) === null) throw badParameter('Param reply_to[mid] must be a string.');
}

function actionOf(params: Params): string {
  const action = (params.sender_action ?? '').toLowerCase();
  if (!ACTIONS.includes(action)) throw badParameter(`Param sender_action must be one of {${ACTIONS.join(', ')}}`);
  if (action.endsWith('react') && textIn(objectParam(params, 'payload')?.message_id) === null) {
    throw badParameter('Param payload[message_id] is required.');
  }
  return action;
}

/** Left out it is a RESPONSE: Meta's specs do not require it. */
function typeOf(given: string | undefined, platform: Platform): MessagingType {
  const type = given ? TYPES.find((one) => one === given) : 'RESPONSE';
  if (type === undefined) throw badParameter(`Param messaging_type must be one of {${TYPES.join(', ')}}`);
  if (type === 'UTILITY' && platform !== 'messenger') throw badParameter('UTILITY messages are Messenger’s only.');
  return type;
}

function tagOf(given: string | undefined, type: MessagingType): string | null {
  const tag = textIn(given);
  if (type !== 'MESSAGE_TAG') {
    if (tag !== null) throw badParameter('Param tag goes with messaging_type MESSAGE_TAG.');
    return null;
  }
  if (tag === null) throw badParameter('The parameter tag is required for messaging_type MESSAGE_TAG.');
  if (RETIRED.includes(tag)) throw badParameter(`The tag ${tag} is deprecated. Use a utility message instead.`);
  if (tag !== 'HUMAN_AGENT') throw badParameter('Param tag must be one of {HUMAN_AGENT}');
  return tag;
}
