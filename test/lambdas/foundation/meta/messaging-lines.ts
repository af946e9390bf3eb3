import { byteStream } from '../../../fakes/byte-stream.ts';
import type { GraphLine } from './graph-line.ts';
import { app, identity, instagramIdentity } from './loopback-meta.ts';

const list = { data: [] };
const done = { success: true };
const facebook = '/graph.facebook.com/v26.0';
const instagram = '/graph.instagram.com/v26.0';
const page = { ...identity, holder: 'page' } as const;
const text = { recipient: { id: '77' }, messaging_type: 'RESPONSE', message: { text: 'Grüße 🙂' } };
const whatsappText = { to: '+15555550123', type: 'text', text: { body: 'Hello' } };
const template = { name: 'order_shipped', language: 'en_US', category: 'UTILITY', components: [] };
const templateFields = 'id,name,language,category,status,components';
const withMessenger = 'object:5:messenger';
const thread = { account: '5', recipientId: '77' } as const;

const file = { mimeType: 'image/png', filename: 'a.png', size: 3, open: async () => byteStream('abc') };

/** The calls about messages, templates, media and who may answer. */
export const messagingLines: readonly GraphLine[] = [
  {
    method: 'sendMessage',
    call: (graph) => graph.sendMessage(page, { account: '5', body: text }),
    answer: { recipient_id: '77', message_id: 'm_1' },
    sent: `POST ${facebook}/5/messages`,
    json: text,
    budget: withMessenger,
  },
  {
    method: 'sendMessage',
    call: (graph) => graph.sendMessage(page, { account: '5', platform: 'instagram', body: text }),
    answer: { recipient_id: '77', message_id: 'm_1' },
    sent: `POST ${facebook}/5/messages`,
    json: text,
    budget: 'object:5:instagram',
  },
  {
    method: 'sendMessage',
    call: (graph) => graph.sendMessage(instagramIdentity, { account: '17', body: text }),
    answer: { recipient_id: '77', message_id: 'm_1' },
    sent: `POST ${instagram}/17/messages`,
    json: text,
    budget: 'object:17:instagram',
  },
  {
    method: 'sendSenderAction',
    call: (graph) => graph.sendSenderAction(page, { ...thread, action: 'typing_on' }),
    answer: { recipient_id: '77' },
    sent: `POST ${facebook}/5/messages`,
    json: { recipient: { id: '77' }, sender_action: 'typing_on' },
    budget: withMessenger,
  },
  {
    method: 'createAttachment',
    call: (graph) => graph.createAttachment(page, { page: '5', type: 'image', url: 'https://e.org/a', reusable: true }),
    answer: { attachment_id: 1854626884821032 },
    sent: `POST ${facebook}/5/message_attachments`,
    json: { message: { attachment: { type: 'image', payload: { url: 'https://e.org/a', is_reusable: true } } } },
    budget: withMessenger,
  },
  {
    method: 'createAttachment',
    call: (graph) =>
      graph.createAttachment(page, {
        ...{ page: '5', platform: 'instagram' },
        ...{ type: 'video', url: 'https://e.org/a', reusable: false },
      }),
    answer: { attachment_id: '1' },
    sent: `POST ${facebook}/5/message_attachments`,
    json: {
      platform: 'INSTAGRAM',
      message: { attachment: { type: 'video', payload: { url: 'https://e.org/a', is_reusable: false } } },
    },
    budget: 'object:5:instagram',
  },
  {
    method: 'sendWhatsappMessage',
    call: (graph) => graph.sendWhatsappMessage(identity, { phoneNumberId: '66', body: whatsappText }),
    answer: { messages: [{ id: 'wamid.a' }] },
    sent: `POST ${facebook}/66/messages`,
    json: { ...whatsappText, messaging_product: 'whatsapp' },
    budget: 'object:66:whatsapp_messages',
  },
  {
    method: 'markWhatsappRead',
    call: (graph) => graph.markWhatsappRead(identity, { phoneNumberId: '66', messageId: 'wamid.a=', typing: false }),
    answer: done,
    sent: `POST ${facebook}/66/messages`,
    json: { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.a=' },
    budget: 'object:66:whatsapp',
  },
  {
    method: 'markWhatsappRead',
    call: (graph) => graph.markWhatsappRead(identity, { phoneNumberId: '66', messageId: 'wamid.a', typing: true }),
    answer: done,
    sent: `POST ${facebook}/66/messages`,
    json: {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.a',
      typing_indicator: { type: 'text' },
    },
    budget: 'object:66:whatsapp',
  },
  {
    method: 'readMedia',
    call: (graph) => graph.readMedia(identity, '88'),
    answer: { url: 'https://lookaside.example/88' },
    sent: `GET ${facebook}/88`,
    query: {},
  },
  {
    method: 'readMedia',
    call: (graph) => graph.readMedia(identity, '88', '66'),
    answer: { url: 'https://lookaside.example/88' },
    sent: `GET ${facebook}/88`,
    query: { phone_number_id: '66' },
    budget: 'object:66:whatsapp',
  },
  {
    method: 'uploadMedia',
    call: (graph) => graph.uploadMedia(identity, { phoneNumberId: '66', ...file }),
    answer: { id: '4490709327384033' },
    sent: `POST ${facebook}/66/media`,
    query: {},
    budget: 'object:66:whatsapp',
  },
  {
    method: 'listMessageTemplates',
    call: (graph) => graph.listMessageTemplates(identity, { kind: 'waba', id: '6' }, { after: 'QVFI', limit: 50 }),
    answer: list,
    sent: `GET ${facebook}/6/message_templates`,
    query: { fields: templateFields, after: 'QVFI', limit: '50' },
    budget: 'object:6:whatsapp',
  },
  {
    method: 'listMessageTemplates',
    call: (graph) =>
      graph.listMessageTemplates(identity, { kind: 'waba', id: '6' }, { name: 'order_shipped', status: 'APPROVED' }),
    answer: list,
    sent: `GET ${facebook}/6/message_templates`,
    query: { fields: templateFields, name: 'order_shipped', status: '["APPROVED"]' },
    budget: 'object:6:whatsapp',
  },
  {
    method: 'listMessageTemplates',
    call: (graph) => graph.listMessageTemplates(page, { kind: 'page', id: '5' }),
    answer: list,
    sent: `GET ${facebook}/5/message_templates`,
    query: { fields: templateFields },
    budget: withMessenger,
  },
  {
    method: 'createMessageTemplate',
    call: (graph) => graph.createMessageTemplate(identity, { kind: 'waba', id: '6' }, template),
    answer: { id: '1', status: 'PENDING', category: 'UTILITY' },
    sent: `POST ${facebook}/6/message_templates`,
    json: template,
    budget: 'object:6:whatsapp',
  },
  {
    method: 'createMessageTemplate',
    call: (graph) => graph.createMessageTemplate(page, { kind: 'page', id: '5' }, template),
    answer: { id: '1' },
    sent: `POST ${facebook}/5/message_templates`,
    json: template,
    budget: withMessenger,
  },
  {
    method: 'passThreadControl',
    call: (graph) => graph.passThreadControl(page, { ...thread, targetAppId: '263902037430900', metadata: 'to "you"' }),
    answer: done,
    sent: `POST ${facebook}/5/pass_thread_control`,
    json: { recipient: { id: '77' }, target_app_id: '263902037430900', metadata: 'to "you"' },
    budget: withMessenger,
  },
  {
    method: 'takeThreadControl',
    call: (graph) => graph.takeThreadControl(page, { ...thread, platform: 'instagram' }),
    answer: done,
    sent: `POST ${facebook}/5/take_thread_control`,
    json: { recipient: { id: '77' } },
    budget: 'object:5:instagram',
  },
  {
    method: 'requestThreadControl',
    call: (graph) => graph.requestThreadControl(page, { ...thread, metadata: 'please' }),
    answer: done,
    sent: `POST ${facebook}/5/request_thread_control`,
    json: { recipient: { id: '77' }, metadata: 'please' },
    budget: withMessenger,
  },
  {
    method: 'readThreadOwner',
    call: (graph) => graph.readThreadOwner(page, thread),
    answer: { data: [{ thread_owner: { app_id: app.appId } }] },
    sent: `GET ${facebook}/5/thread_owner`,
    query: { recipient: '77' },
    budget: withMessenger,
  },
];
