import { refusalOf } from '../http/graph-faults.ts';
import { badParameter, noScope, Refusal } from '../http/refusal.ts';
import type { MessageContent } from '../messaging/content-rules.ts';
import { followUp } from '../messaging/follow-up.ts';
import { idIn } from '../messaging/json-param.ts';
import { messageId, type Platform, personBehind } from '../messaging/message-ids.ts';
import { pageSteps } from '../messaging/page-steps.ts';
import { type PageSend, pageSend, type Recipient, recipientOf } from '../messaging/send-rules.ts';
import type { SentMessage } from '../messaging/sent-messages.ts';
import { misfit, templateUse } from '../messaging/template-use.ts';
import { demandWindow } from '../messaging/windows.ts';
import { secretOf } from '../meta.ts';
import type { Edge, EdgeCall, Edges } from './edge.ts';

/** Where a message leaves from, and who gets it. */
type Way = { platform: Platform; account: string; recipient: Recipient; person: string };

const SCOPES: Readonly<Partial<Record<Platform, string>>> = {
  messenger: 'pages_messaging',
  instagram: 'instagram_manage_messages',
};

/** A Page sends for its Instagram account too: the recipient's id tells, when it was heard of there. */
function wayOf({ meta, node, params }: EdgeCall): Way {
  const recipient = recipientOf(params);
  const person = recipient.by === 'id' ? recipient.value : personBehind(recipient.value);
  if (node.kind === 'instagram') return { platform: 'instagram', account: node.id, recipient, person };
  const linked = node.kind === 'page' ? node.instagram : null;
  if (linked !== null && meta.messaging.inbox.knows(linked, recipient.value)) {
    return { platform: 'instagram', account: linked, recipient, person };
  }
  return { platform: 'messenger', account: node.id, recipient, person };
}

const send: Edge['run'] = (call) => {
  const { meta, caller, node, params } = call;
  const way = wayOf(call);
  const scope = SCOPES[way.platform];
  if (node.kind === 'page' && scope !== undefined && !caller.scopes.has(scope)) throw noScope([scope], 200);
  if (way.recipient.by === 'user_ref' && way.platform === 'instagram') {
    throw badParameter('Param recipient[user_ref] is Messenger’s only.');
  }
  const wish = pageSend(params, way.platform, meta.messaging.switches.current());
  const shown = way.recipient.by === 'user_ref' ? {} : { recipient_id: way.person };
  if (wish.kind === 'action') return { json: shown };
  demandKnown(call, wish.content);
  demandFree(call, way, wish);
  const message = commit(call, way, wish);
  return { json: { ...shown, message_id: message.id } };
};

/** An upload is the Page's own; a template has to be approved, and gets the values that it wants. */
function demandKnown({ meta, node }: EdgeCall, { attachment, template }: MessageContent): void {
  const payload = attachment?.payload;
  const upload =
    typeof payload === 'object' && payload !== null && 'attachment_id' in payload ? payload.attachment_id : null;
  if (upload !== null && meta.messaging.uploads.get(idIn(upload) ?? '') !== node.id) {
    throw badParameter('Param attachment_id is not the id of an upload of this Page.');
  }
  if (template === null) return;
  const use = templateUse(template);
  if ('missing' in use) throw badParameter(`The parameter message[${use.missing}] is required.`);
  const known = meta.messaging.templates.find({ owner: node.id, ...use });
  if (known?.status !== 'APPROVED')
    throw badParameter('The template does not exist in this language, or is not approved.');
  const reason = misfit(known, use);
  if (reason) throw badParameter(reason.details);
}

/** Faults of this message, the window, and one private reply to a comment. */
function demandFree({ meta }: EdgeCall, way: Way, wish: Extract<PageSend, { kind: 'message' }>): void {
  const { messaging, clock } = meta;
  const { text, metadata } = wish.content;
  const fault = messaging.faults.take({ account: way.account, recipient: way.recipient.value, text, metadata });
  if (fault) throw refusalOf(fault);
  if (!messaging.switches.current().enforceWindows) return;
  if (way.recipient.by === 'comment_id' && messaging.replied.has(way.recipient.value)) {
    throw new Refusal(100, '(#100) The comment has had its private reply already', {
      ...(way.platform === 'instagram' ? { subcode: 2534025 } : {}),
    });
  }
  if (way.recipient.by !== 'id') return;
  demandWindow(way.platform, wish.type, messaging.inbox.lastFrom(way.account, way.person), clock.now());
}

/** From here on Meta has taken it, whatever becomes of the answer. */
function commit(call: EdgeCall, way: Way, { type, tag, content }: Extract<PageSend, { kind: 'message' }>): SentMessage {
  const { meta, caller, node, params, request } = call;
  const { sent, switches, owners, replied, post } = meta.messaging;
  const message = sent.commit(
    {
      id: messageId(way.platform),
      platform: way.platform,
      account: way.account,
      recipient: way.person,
      type: content.type,
      text: content.text,
      metadata: content.metadata,
      messagingType: type,
      tag,
      call: meta.calls.idOf(request) ?? '-',
      app: caller.app.id,
      failed: null,
      body: params.message ?? null,
    },
    request,
  );
  if (way.recipient.by === 'comment_id') replied.add(way.recipient.value);
  if (node.kind === 'page') owners.give(node.id, way.person, caller.app.id);
  const steps = pageSteps(message, content, switches.current().delayMs);
  const order = followUp(steps, switches.current(), { ...meta.settings(), secret: secretOf(meta, caller.app) });
  if (order) post(order);
  return message;
}

/** Messages of Pages and Instagram accounts (fact sheet §8). */
export const MESSAGE_EDGES: Edges = {
  'page/messages POST': { tokens: ['page'], tasks: ['MESSAGING'], run: send },
  'instagram/messages POST': {
    scopes: ['instagram_business_manage_messages'],
    hosts: ['graph.instagram.com'],
    tokens: ['instagram'],
    run: send,
  },
};
