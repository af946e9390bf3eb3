import { byteStream } from '../fakes/byte-stream.ts';
import { demo } from './demo-ids.ts';
import type { Stops } from './travellers.ts';

const one = { limit: 1 };
const reader = '5550000000000001';
const photo = '6001';
const thread = { account: demo.page, recipientId: reader };
const toReader = { recipient: { id: reader } };
const said = { ...toReader, messaging_type: 'RESPONSE', message: { text: 'Hello', metadata: 'msg_1' } };
const wabaOwner = { kind: 'waba', id: demo.waba } as const;
const pageOwner = { kind: 'page', id: demo.page } as const;
const body = { type: 'BODY', text: 'Hi {{1}}, it is on its way.', example: { body_text: [['Ada']] } };
const template = { name: 'tour_stop', language: 'en_US', category: 'UTILITY', components: [body] };

/** A person on Messenger in each form that we shall send, then who may answer: one who was written to has an owner. */
export const messageStops = {
  sendMessage: async (call, { page, instagram, sim }) => {
    const attachment = { type: 'image', payload: { url: 'https://shop.example/a.png', is_reusable: false } };
    const replies = [{ content_type: 'text', title: 'Yes', payload: 'YES' }];
    const late = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
    const bodies = [
      said,
      { ...said, message: { attachment } },
      { ...said, message: { text: 'Really?', quick_replies: replies } },
      { ...said, ...late },
      { ...said, reply_to: { mid: 'm_1' } },
      { ...said, recipient: { comment_id: `${demo.page}_1` } },
    ];
    for (const one of bodies) await call(page, { account: demo.page, body: one });
    await sim.post('/inbox', { account: demo.instagram, person: reader });
    await call(page, { account: demo.page, platform: 'instagram', body: said });
    await call(instagram, { account: demo.instagram, body: { ...toReader, message: { text: 'Hello' } } });
  },
  sendSenderAction: async (call, { page, instagram }) => {
    for (const action of ['mark_seen', 'typing_on', 'typing_off'] as const) await call(page, { ...thread, action });
    await call(instagram, { account: demo.instagram, recipientId: reader, action: 'mark_seen' });
  },
  createAttachment: async (call, { page }) => {
    const file = { page: demo.page, type: 'video', url: 'https://shop.example/a.mp4', reusable: true } as const;
    await call(page, file);
    await call(page, { ...file, platform: 'instagram' });
  },
  sendWhatsappMessage: async (call, { person }) => {
    const way = { recipient_type: 'individual', biz_opaque_callback_data: 'msg_1' };
    const buttons = [{ type: 'reply', reply: { id: 'yes', title: 'Yes' } }];
    const interactive = { type: 'button', body: { text: 'Really?' }, action: { buttons } };
    const bodies = [
      { ...way, to: '+15555550199', type: 'text', text: { body: 'Hello', preview_url: false } },
      { ...way, recipient: 'US.13491208655302741918', type: 'text', text: { body: 'Hello' } },
      { ...way, to: '+15555550199', type: 'image', image: { link: 'https://shop.example/a.png' } },
      { ...way, to: '+15555550199', type: 'interactive', interactive, context: { message_id: 'wamid.1' } },
      { ...way, to: '+15555550199', type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } },
    ];
    for (const one of bodies) await call(person, { phoneNumberId: demo.phone, body: one });
  },
  markWhatsappRead: async (call, { person }) => {
    const mark = { phoneNumberId: demo.phone, messageId: 'wamid.fake' };
    await call(person, { ...mark, typing: false });
    await call(person, { ...mark, typing: true });
  },
  readMedia: async (call, { person, sim }) => {
    await sim.photo(demo.phone, photo);
    await call(person, photo);
    await call(person, photo, demo.phone);
  },
  uploadMedia: async (call, { person }) => {
    const open = async () => byteStream('a made-up photo');
    await call(person, { phoneNumberId: demo.phone, mimeType: 'image/jpeg', filename: 'a.jpg', size: 15, open });
  },
  downloadMedia: async (call, { person, sim }) => {
    await sim.photo(demo.phone, photo);
    const url = `https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=${photo}&ext=9999999999`;
    (await call(person, { url, family: 'image', capBytes: 2000 })).close();
  },
  createMessageTemplate: async (call, { person, page }) => {
    await call(person, wabaOwner, { ...template, parameter_format: 'POSITIONAL' });
    await call(page, pageOwner, template);
  },
  listMessageTemplates: async (call, { person, page }) => {
    const { after } = await call(person, wabaOwner, one);
    if (after === null) throw new Error('the demo world has one page of templates only');
    await call(person, wabaOwner, { ...one, after });
    await call(page, pageOwner);
  },
  passThreadControl: (call, { page }) =>
    call(page, { ...thread, targetAppId: '263902037430900', metadata: 'wants a person' }),
  requestThreadControl: (call, { page }) => call(page, { ...thread, metadata: 'done?' }),
  takeThreadControl: (call, { page }) => call(page, thread),
  readThreadOwner: (call, { page }) => call(page, thread),
} satisfies Partial<Stops>;
