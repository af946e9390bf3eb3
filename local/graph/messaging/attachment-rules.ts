import { isRaw, type Raw } from '../conversions/event.ts';
import { badParameter } from '../http/refusal.ts';
import { idIn, rawsIn, textIn } from './json-param.ts';
import type { Platform } from './message-ids.ts';

/** Types that a platform takes (fact sheet §8). */
const MEDIA = ['image', 'audio', 'video', 'file'];
const BESIDES: Readonly<Record<Platform, readonly string[]>> = {
  messenger: ['template'],
  instagram: ['template', 'like_heart', 'MEDIA_SHARE'],
  whatsapp: [],
};
const TEMPLATES = ['generic', 'button', 'media', 'receipt', 'product', 'customer_feedback'];

/** Limits of fact sheet §8: 3 buttons, 10 cards; lengths are those that Meta documents. */
const MOST = { elements: 10, buttons: 3, title: 80, buttonText: 640, buttonTitle: 20 };

/** The type of an attachment, with the text of a button template; throws code 100 for a rule that it breaks. */
export function demandAttachment(attachment: Raw, platform: Platform): { type: string; text: string | null } {
  const type = textIn(attachment.type) ?? '';
  const known = [...MEDIA, ...BESIDES[platform]];
  if (!known.includes(type)) {
    throw badParameter(`Param message[attachment][type] must be one of {${known.join(', ')}}`);
  }
  if (type === 'like_heart') return { type, text: null };
  const payload = isRaw(attachment.payload) ? attachment.payload : {};
  if (type === 'template') return { type, text: demandTemplate(payload) };
  if (type === 'MEDIA_SHARE') {
    if (idIn(payload.id) === null) throw badParameter('Param message[attachment][payload][id] is required.');
  } else demandSource(payload);
  return { type, text: null };
}

/** A medium comes by address, or by the id of an upload. */
function demandSource({ url, attachment_id: id }: Raw): void {
  if ((url === undefined) === (id === undefined)) {
    throw badParameter('Param message[attachment][payload] must have exactly one of url, attachment_id.');
  }
  if (id === undefined && !isHttp(url)) throw badParameter('Param message[attachment][payload][url] must be a URL.');
  if (url === undefined && idIn(id) === null) throw badParameter('Param attachment_id must be a string.');
}

/** An address of the web. */
export const isHttp = (url: unknown): boolean =>
  typeof url === 'string' && /^https?:\/\//.test(url) && URL.canParse(url);

/** The text of a button template, null for the others. */
function demandTemplate(payload: Raw): string | null {
  const type = textIn(payload.template_type) ?? '';
  if (!TEMPLATES.includes(type)) throw badParameter(`Param template_type must be one of {${TEMPLATES.join(', ')}}`);
  if (type === 'generic') demandElements(payload.elements);
  if (type !== 'button') return null;
  const text = textIn(payload.text);
  if (text === null || [...text].length > MOST.buttonText) {
    throw badParameter(`Param text of a button template must have 1 to ${MOST.buttonText} characters.`);
  }
  if (rawsIn(payload.buttons).length === 0) throw badParameter('A button template must have buttons.');
  demandButtons(payload.buttons);
  return text;
}

function demandElements(given: unknown): void {
  const elements = rawsIn(given);
  if (elements.length === 0 || elements.length > MOST.elements) {
    throw badParameter(`Param elements must have 1 to ${MOST.elements} elements.`);
  }
  for (const { title, buttons } of elements) {
    const name = textIn(title);
    if (name === null || [...name].length > MOST.title) {
      throw badParameter(`Param title of an element must have 1 to ${MOST.title} characters.`);
    }
    if (buttons !== undefined) demandButtons(buttons);
  }
}

function demandButtons(given: unknown): void {
  const buttons = rawsIn(given);
  if (buttons.length > MOST.buttons) throw badParameter(`Param buttons must have at most ${MOST.buttons} buttons.`);
  for (const { type, title, url, payload } of buttons) {
    const name = textIn(title);
    if (textIn(type) === null) throw badParameter('Param type of a button is required.');
    if (name !== null && [...name].length > MOST.buttonTitle) {
      throw badParameter(`Param title of a button must have at most ${MOST.buttonTitle} characters.`);
    }
    if (type === 'web_url' && (name === null || !isHttp(url)))
      throw badParameter('A web_url button needs title and url.');
    if (type === 'postback' && (name === null || textIn(payload) === null)) {
      throw badParameter('A postback button needs title and payload.');
    }
  }
}
