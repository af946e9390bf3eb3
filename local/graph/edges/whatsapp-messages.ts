import { refusalOf } from '../http/graph-faults.ts';
import { badParameter } from '../http/refusal.ts';
import { followUp } from '../messaging/follow-up.ts';
import { objectParam } from '../messaging/json-param.ts';
import { messageId } from '../messaging/message-ids.ts';
import type { SentMessage } from '../messaging/sent-messages.ts';
import { misfit, type TemplateUse, templateUse } from '../messaging/template-use.ts';
import type { Template } from '../messaging/templates.ts';
import { lacking, titleOf, whatsappRefusal } from '../messaging/whatsapp-refusal.ts';
import {
  callbackDataOf,
  demandProduct,
  type WhatsappContent,
  type WhatsappRecipient,
  whatsappContent,
  whatsappRecipient,
} from '../messaging/whatsapp-rules.ts';
import { type Failure, whatsappSteps } from '../messaging/whatsapp-steps.ts';
import { isOpen } from '../messaging/windows.ts';
import { secretOf } from '../meta.ts';
import { type Edge, type EdgeCall, type Edges, SUCCESS } from './edge.ts';

const CLOSED =
  'Message failed to send because more than 24 hours have passed since the customer last replied to this number.';

/** A message that keeps the rules, and the template it uses. */
type Wish = { to: WhatsappRecipient; content: WhatsappContent; template: Template | null; metadata: string | null };

const send: Edge['run'] = (call) => {
  const { params } = call;
  demandProduct(params);
  if (params.status !== undefined) return markRead(call);
  const to = knownOf(call, whatsappRecipient(params));
  const content = whatsappContent(params);
  demandMedium(call, content);
  const wish = { to, content, template: templateOf(call, content, to), metadata: callbackDataOf(params) };
  const message = commit(call, wish, failureOf(call, wish));
  const ids = {
    ...(to.waId === null ? {} : { wa_id: to.waId }),
    ...(to.userId === null ? {} : { user_id: to.userId }),
  };
  return {
    json: {
      messaging_product: 'whatsapp',
      contacts: [{ input: to.input, ...ids }],
      messages: [{ id: message.id, ...(wish.template ? { message_status: 'accepted' } : {}) }],
    },
  };
};

/** `{status: "read", message_id, typing_indicator?}` (fact sheet §8). */
function markRead({ params }: EdgeCall): typeof SUCCESS {
  if (params.status !== 'read') throw badParameter('Param status must be one of {read}');
  if (!params.message_id?.startsWith('wamid.')) throw lacking('message_id');
  const typing = objectParam(params, 'typing_indicator');
  if (typing !== undefined && typing.type !== 'text') throw badParameter('Param typing_indicator[type] must be text.');
  return SUCCESS;
}

/** Meta adds the id that was left out, when it knows the person by both. */
function knownOf({ meta, node }: EdgeCall, to: WhatsappRecipient): WhatsappRecipient {
  const contact = to.waId === null ? null : meta.messaging.inbox.contact(node.id, to.waId);
  return { ...to, userId: to.userId ?? contact?.userId ?? null };
}

function demandMedium({ meta, node }: EdgeCall, { type, medium }: WhatsappContent): void {
  if (medium === null || meta.messaging.media.find(medium)?.phone === node.id) return;
  throw badParameter(`Param ${type}['id'] is not a valid whatsapp business account media attachment ID`);
}

const wabaOf = ({ node }: EdgeCall): string => (node.kind === 'phone_number' ? node.waba : node.id);

const UNUSABLE: Partial<Record<Template['status'], number>> = { PAUSED: 132015, DISABLED: 132016 };

function templateOf(call: EdgeCall, { template: given }: WhatsappContent, to: WhatsappRecipient): Template | null {
  if (given === null) return null;
  const use = templateUse(given);
  if ('missing' in use) throw lacking(use.missing);
  const template = call.meta.messaging.templates.find({ owner: wabaOf(call), ...use });
  const code = template && (template.status === 'APPROVED' ? null : UNUSABLE[template.status]);
  if (template === undefined || code === undefined) {
    throw whatsappRefusal(132001, `template name (${use.name}) does not exist in ${use.language}`);
  }
  if (code !== null) throw whatsappRefusal(code, `template ${use.name} is ${template.status.toLowerCase()}`);
  demandFit(template, use, to);
  return template;
}

function demandFit(template: Template, use: TemplateUse, { waId }: WhatsappRecipient): void {
  if (template.category === 'AUTHENTICATION' && waId === null) {
    throw whatsappRefusal(131062, 'Authentication templates need a phone number.');
  }
  const reason = misfit(template, use);
  if (reason) throw whatsappRefusal(reason.why === 'count' ? 132000 : 132012, reason.details);
}

/** Why it will fail after it was taken; throws what is refused at once. */
function failureOf({ meta, node }: EdgeCall, { to, content, template, metadata }: Wish): Failure | null {
  const { faults, switches, inbox } = meta.messaging;
  const recipient = to.waId ?? to.userId ?? '';
  const fault = faults.take({ account: node.id, recipient, text: content.text, metadata });
  if (fault?.as === 'error') throw refusalOf(fault);
  if (fault) return { code: fault.code, title: fault.message, details: fault.details ?? fault.message };
  const { enforceWindows, outsideWindow } = switches.current();
  const lasts = [to.waId, to.userId].flatMap((id) => (id === null ? [] : [inbox.lastFrom(node.id, id)]));
  if (!enforceWindows || template !== null || lasts.some((last) => isOpen(last, meta.clock.now()))) return null;
  if (outsideWindow === 'error') throw whatsappRefusal(131047, CLOSED);
  return { code: 131047, title: titleOf(131047), details: CLOSED };
}

/** From here on Meta has taken it, whatever becomes of the answer. */
function commit(call: EdgeCall, { to, content, template, metadata }: Wish, failure: Failure | null): SentMessage {
  const { meta, caller, node, params, request } = call;
  const { sent, switches, inbox, post } = meta.messaging;
  const recipient = to.waId ?? to.userId ?? '';
  const message = sent.commit(
    {
      id: messageId('whatsapp'),
      platform: 'whatsapp',
      account: node.id,
      recipient,
      type: content.type,
      text: content.text,
      metadata,
      messagingType: null,
      tag: null,
      call: meta.calls.idOf(request) ?? '-',
      app: caller.app.id,
      failed: failure?.code ?? null,
      body: params[content.type] ?? null,
    },
    request,
  );
  const frame = {
    waba: wabaOf(call),
    displayNumber: String(node.fields.display_phone_number ?? node.id).replace(/[^\d]/g, ''),
    ...to,
    contact: inbox.contact(node.id, recipient),
    category: template?.category.toLowerCase() ?? 'service',
  };
  const steps = whatsappSteps(message, frame, failure, switches.current().delayMs);
  const order = followUp(steps, switches.current(), { ...meta.settings(), secret: secretOf(meta, caller.app) });
  if (order) post(order);
  return message;
}

/** Messages of WhatsApp numbers (fact sheet §8). */
export const WHATSAPP_MESSAGE_EDGES: Edges = {
  'phone_number/messages POST': { scopes: ['whatsapp_business_messaging'], run: send },
};
