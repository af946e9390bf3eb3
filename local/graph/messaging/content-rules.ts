import { isGiven, isRaw, type Raw } from '../conversions/event.ts';
import { badParameter } from '../http/refusal.ts';
import { demandAttachment } from './attachment-rules.ts';
import { rawsIn, textIn } from './json-param.ts';
import type { Platform } from './message-ids.ts';

/** What a message says; `type` is `text`, the attachment's type, or `utility`. */
export type MessageContent = {
  type: string;
  text: string | null;
  attachment: Raw | null;
  template: Raw | null;
  metadata: string | null;
};

/** Limits of fact sheet §8; metadata's is Meta's documented one. */
const MOST = { characters: 2000, bytes: 1000, quickReplies: 13, title: 20, payload: 1000, metadata: 1000 };
const QUICK_REPLIES = ['text', 'user_phone_number', 'user_email'];

/** The content of a message; throws code 100 for the first rule that it breaks. */
export function contentOf(message: Raw, platform: Platform): MessageContent {
  const { attachment, template } = message;
  const bodies = [message.text, attachment, template].filter((one) => one !== undefined);
  if (bodies.length !== 1) throw badParameter('Param message must have exactly one of text, attachment, template.');
  const metadata = isGiven(message.metadata) ? textIn(message.metadata) : null;
  if (isGiven(message.metadata) && (metadata === null || metadata.length > MOST.metadata)) {
    throw badParameter(`Length of param message[metadata] must be less than or equal to ${MOST.metadata}`);
  }
  demandQuickReplies(message.quick_replies);
  const same = { metadata, text: null, attachment: null, template: null };
  if (isRaw(template)) return { ...same, type: 'utility', template };
  if (isRaw(attachment)) return { ...same, ...demandAttachment(attachment, platform), attachment };
  if (message.text === undefined) throw badParameter('Param message must have objects for attachment and template.');
  return { ...same, type: 'text', text: textOf(message.text, platform) };
}

/** Messenger counts characters, Instagram bytes of UTF-8. */
function textOf(given: unknown, platform: Platform): string {
  const text = textIn(given);
  if (text === null) throw badParameter('Param message[text] must be a non-empty UTF-8 encoded string');
  if (platform === 'instagram' && Buffer.byteLength(text) > MOST.bytes) {
    throw badParameter(`Length of param message[text] must be less than or equal to ${MOST.bytes} bytes`);
  }
  if (platform === 'messenger' && [...text].length > MOST.characters) {
    throw badParameter(`Length of param message[text] must be less than or equal to ${MOST.characters}`);
  }
  return text;
}

function demandQuickReplies(given: unknown): void {
  if (given === undefined) return;
  const replies = rawsIn(given);
  if (!Array.isArray(given) || replies.length !== given.length || replies.length === 0) {
    throw badParameter('Param message[quick_replies] must be a list of objects.');
  }
  if (replies.length > MOST.quickReplies) {
    throw badParameter(`Param message[quick_replies] has too many elements: at most ${MOST.quickReplies}.`);
  }
  for (const reply of replies) demandQuickReply(reply);
}

function demandQuickReply({ content_type: type, title, payload }: Raw): void {
  if (!QUICK_REPLIES.some((one) => one === type)) {
    throw badParameter(`Param quick_replies[content_type] must be one of {${QUICK_REPLIES.join(', ')}}`);
  }
  if (type !== 'text') return;
  const [name, data] = [textIn(title), textIn(payload)];
  if (name === null || [...name].length > MOST.title) {
    throw badParameter(`Param quick_replies[title] must be a string of at most ${MOST.title} characters.`);
  }
  if (data === null || data.length > MOST.payload) {
    throw badParameter(`Param quick_replies[payload] must be a string of at most ${MOST.payload} characters.`);
  }
}
