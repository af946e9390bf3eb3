import { isRaw, type Raw } from '../conversions/event.ts';
import type { Params } from '../http/graph-request.ts';
import { badParameter } from '../http/refusal.ts';
import { isHttp } from './attachment-rules.ts';
import { demandInteractive } from './interactive-rules.ts';
import { idIn, listParamOf, objectParam, rawsIn, textIn } from './json-param.ts';
import { lacking, whatsappRefusal, wrong } from './whatsapp-refusal.ts';

/** Who gets it; `to` wins, and one of the two ids is always there. */
export type WhatsappRecipient = { input: string; waId: string | null; userId: string | null };

/** What a message says. `medium` is the id of an upload, `template` what was given of one. */
export type WhatsappContent = { type: string; text: string | null; medium: string | null; template: Raw | null };

const MOST = { text: 4096, caption: 1024, callback: 512 };
const MEDIA = ['image', 'audio', 'video', 'document', 'sticker'];

/** Every call of the number names the product. */
export function demandProduct({ messaging_product: product }: Params): void {
  if (product !== 'whatsapp') throw badParameter('The parameter messaging_product is required.');
}

/** The recipient of `to` (a phone number) or `recipient` (a BSUID, fact sheet §8). */
export function whatsappRecipient(params: Params): WhatsappRecipient {
  const { to, recipient } = params;
  if (params.recipient_type !== undefined && params.recipient_type !== 'individual') {
    throw wrong('recipient_type', 'must be individual: groups are not played');
  }
  const userId = textIn(recipient);
  if (userId !== null && !/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(userId)) {
    throw wrong('recipient', 'must be a business-scoped user id');
  }
  if (!to) {
    if (userId === null) throw lacking('to');
    return { input: userId, waId: null, userId };
  }
  const waId = to.replace(/[^\d]/g, '');
  if (!/^\+?[\d\s().-]+$/.test(to) || waId.length < 5 || waId.length > 20) throw wrong('to', 'must be a phone number');
  return { input: to, waId, userId };
}

/** The marker that comes back with every status. */
export function callbackDataOf({ biz_opaque_callback_data: data }: Params): string | null {
  if (data !== undefined && data.length > MOST.callback) {
    throw wrong('biz_opaque_callback_data', `must have at most ${MOST.callback} characters`);
  }
  return textIn(data);
}

/** The content by `type`; throws 131008, 131009 or 131051 for the first rule that it breaks. */
export function whatsappContent(params: Params): WhatsappContent {
  const type = params.type ?? 'text';
  const context = objectParam(params, 'context');
  if (context !== undefined && textIn(context.message_id) === null) throw lacking('context[message_id]');
  const same = { type, text: null, medium: null, template: null };
  if (type === 'contacts') return { ...same, ...contacts(params) };
  const read = Object.hasOwn(READERS, type) ? READERS[type] : MEDIA.includes(type) ? media(type) : undefined;
  if (read === undefined) throw whatsappRefusal(131051, `Message type ${type} is not supported.`);
  const body = objectParam(params, type);
  if (body === undefined) throw lacking(type);
  return { ...same, ...read(body) };
}

type Reader = (body: Raw) => Partial<WhatsappContent>;

const READERS: Readonly<Record<string, Reader>> = {
  text: ({ body }) => {
    const text = textIn(body);
    if (text === null) throw lacking('text[body]');
    if ([...text].length > MOST.text) throw wrong('text[body]', `must have at most ${MOST.text} characters`);
    return { text };
  },
  location: ({ latitude, longitude }) => {
    demandDegrees('location[latitude]', latitude, 90);
    demandDegrees('location[longitude]', longitude, 180);
    return {};
  },
  reaction: ({ message_id: id, emoji }) => {
    if (textIn(id) === null) throw lacking('reaction[message_id]');
    if (typeof emoji !== 'string') throw lacking('reaction[emoji]');
    return { text: textIn(emoji) };
  },
  interactive: (body) => ({ text: demandInteractive(body) }),
  template: (template) => ({ template }),
};

/** By the id of an upload, or by address. */
const media =
  (type: string): Reader =>
  ({ id, link, caption }) => {
    if ((id === undefined) === (link === undefined)) throw lacking(`${type}[id] or ${type}[link], one of them,`);
    if (id === undefined && !isHttp(link)) throw wrong(`${type}[link]`, 'must be a URL');
    const medium = idIn(id);
    if (link === undefined && medium === null) throw wrong(`${type}[id]`, 'must be a string');
    const text = textIn(caption);
    if (text !== null && [...text].length > MOST.caption) {
      throw wrong(`${type}[caption]`, `must have at most ${MOST.caption} characters`);
    }
    return { medium, text };
  };

function contacts(params: Params): Partial<WhatsappContent> {
  const given = listParamOf(params, 'contacts');
  if (given === undefined) throw lacking('contacts');
  const people = rawsIn(given);
  const isNamed = ({ name }: Raw) => isRaw(name) && textIn(name.formatted_name) !== null;
  if (people.length === 0 || people.length !== given.length || !people.every(isNamed)) {
    throw lacking('contacts[name][formatted_name]');
  }
  return {};
}

function demandDegrees(name: string, given: unknown, most: number): void {
  if (given === undefined || given === null || given === '') throw lacking(name);
  if (!(Math.abs(Number(given)) <= most)) throw wrong(name, `must lie between -${most} and ${most}`);
}
