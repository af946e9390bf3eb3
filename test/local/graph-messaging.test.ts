import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithShared } from '../shared-material.ts';
import { codesOf, IG_PERSON, type MessagingSimulator, messagingSimulator, PERSON } from './graph-messaging-sim.ts';
import { DEMO, type Json } from './graph-meta.ts';

let sim: MessagingSimulator;
beforeAll(async () => {
  sim = await messagingSimulator();
  await sim.set({ answers: 'none' });
});
afterAll(() => sim.close());
afterEach(() => sim.control('DELETE', 'messages'));

const text = (length: number, letter = 'x') => ({ message: { text: letter.repeat(length) } });
const attachment = (type: string, payload?: Json) => ({ message: { attachment: { type, payload } } });
const template = (payload: Json) => attachment('template', payload);
const replies = (count: number, more: Json = {}) => {
  const quick_replies = Array.from({ length: count }, () => ({
    content_type: 'text',
    title: 'Y',
    payload: 'Y',
    ...more,
  }));
  return { message: { text: 'Well?', quick_replies } };
};
const buttons = (count: number, more: Json = {}) =>
  Array.from({ length: count }, () => ({ type: 'postback', title: 'Go', payload: 'GO', ...more }));
const cards = (count: number, more: Json = {}) =>
  template({ template_type: 'generic', elements: Array.from({ length: count }, () => ({ title: 'Card', ...more })) });
const commits = async () => (await sim.record()).totals.commits;

describe('a message of a Page', () => {
  it('is answered with the recipient and an id, by id and by me, as JSON and as a form', async () => {
    const answers = [
      await sim.messenger({ message: { text: 'a' } }),
      await sim.post(`/${DEMO.page}/messages`, sim.page, { recipient: { id: PERSON }, message: { text: 'b' } }),
      await sim.graph('POST', '/me/messages', sim.page, {
        recipient: JSON.stringify({ id: PERSON }),
        message: JSON.stringify({ text: 'c' }),
        messaging_type: 'UPDATE',
      }),
    ];
    const ids = answers.map(({ status, body }) => {
      expect([status, body]).toEqual([200, { recipient_id: PERSON, message_id: expect.stringMatching(/^m_/) }]);
      return body.message_id;
    });
    const { data } = await sim.record();
    expect(data.map((row: Json) => [row.id, row.text, row.messagingType, row.order, row.nth])).toEqual([
      [ids[0], 'a', 'RESPONSE', expect.any(Number), expect.any(Number)],
      [ids[1], 'b', 'RESPONSE', data[0].order + 1, data[0].nth + 1],
      [ids[2], 'c', 'UPDATE', data[0].order + 2, data[0].nth + 2],
    ]);
  });

  it('goes to a form’s user without naming the person, and to a comment naming it', async () => {
    const form = await sim.messenger({ recipient: { user_ref: 'ref-1' }, message: { text: 'a' } });
    expect(form.body).toEqual({ message_id: expect.stringMatching(/^m_/) });
    const comment = await sim.messenger({ recipient: { comment_id: '1_2' }, message: { text: 'b' } });
    expect(comment.body).toEqual({ recipient_id: expect.stringMatching(/^77\d{13}$/), message_id: expect.any(String) });
  });

  it.each(['typing_on', 'typing_off', 'mark_seen', 'TYPING_ON'])(
    'may be the action %s, which is no commit',
    async (one) => {
      const { body } = await sim.messenger({ sender_action: one, messaging_type: undefined });
      expect(body).toEqual({ recipient_id: PERSON });
      expect(await commits()).toBe(0);
    },
  );

  it('may be a reaction, which names a message', async () => {
    const react = { sender_action: 'react', payload: { message_id: 'm_1', reaction: 'love' } };
    expect((await sim.messenger(react)).status).toBe(200);
    expect(codesOf(await sim.messenger({ sender_action: 'unreact' }))).toEqual([100, null]);
  });

  it('needs the Page’s token, its scope, its task', async () => {
    const to = { recipient: { id: PERSON }, message: { text: 'a' } };
    expect(codesOf(await sim.post(`/${DEMO.page}/messages`, sim.user, to))).toEqual([210, null]);
    const mute = await sim.issue('page', { person: DEMO.ada, page: DEMO.page, scopes: ['pages_show_list'] });
    expect(codesOf(await sim.post('/me/messages', mute, to))).toEqual([200, null]);
    const ben = await sim.issue('page', { person: DEMO.ben, page: DEMO.page });
    expect(codesOf(await sim.post('/me/messages', ben, to))).toEqual([200, null]);
    expect(codesOf(await sim.post(`/${DEMO.outlet}/messages`, sim.page, to))).toEqual([100, 33]);
    expect(await commits()).toBe(0);
  });

  it.each<[string, Json]>([
    ['2,000 characters', text(2000)],
    ['2,000 characters outside the plane', text(2000, '😀')],
    ['13 quick replies', replies(13)],
    [
      'a quick reply without title for a phone number',
      replies(1, { content_type: 'user_phone_number', title: undefined }),
    ],
    ['an image by address', attachment('image', { url: 'https://shop.invalid/a.png', is_reusable: true })],
    ['10 cards', cards(10)],
    ['a card with 3 buttons', cards(1, { buttons: buttons(3) })],
    ['a button template', template({ template_type: 'button', text: 'Go?', buttons: buttons(3) })],
    ['a tag', { ...text(1), messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }],
    ['an answer to a message', { ...text(1), reply_to: { mid: 'm_1' } }],
    ['metadata', { message: { text: 'x', metadata: 'y'.repeat(1000) } }],
  ])('may have %s', async (_what, body) => {
    expect((await sim.messenger(body)).body).toMatchObject({ message_id: expect.any(String) });
  });

  it.each<[string, Json]>([
    ['no recipient', { recipient: undefined, ...text(1) }],
    ['a recipient that is no object', { recipient: PERSON, ...text(1) }],
    ['two recipients', { recipient: { id: PERSON, user_ref: 'x' }, ...text(1) }],
    ['a notification token', { recipient: { notification_messages_token: '3' }, ...text(1) }],
    ['an id that is none', { recipient: { id: 'ada' }, ...text(1) }],
    ['neither message nor action', {}],
    ['both message and action', { ...text(1), sender_action: 'typing_on' }],
    ['an unknown action', { sender_action: 'wave' }],
    ['an unknown type', { ...text(1), messaging_type: 'PROMO' }],
    ['a type of small letters', { ...text(1), messaging_type: 'response' }],
    ['a tag without its type', { ...text(1), tag: 'HUMAN_AGENT' }],
    ['the tag’s type without a tag', { ...text(1), messaging_type: 'MESSAGE_TAG' }],
    ['CONFIRMED_EVENT_UPDATE', { ...text(1), messaging_type: 'MESSAGE_TAG', tag: 'CONFIRMED_EVENT_UPDATE' }],
    ['ACCOUNT_UPDATE', { ...text(1), messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE' }],
    ['POST_PURCHASE_UPDATE', { ...text(1), messaging_type: 'MESSAGE_TAG', tag: 'POST_PURCHASE_UPDATE' }],
    ['an empty text', text(0)],
    ['2,001 characters', text(2001)],
    [
      'text and attachment',
      { message: { text: 'x', attachment: { type: 'image', payload: { url: 'https://a.invalid' } } } },
    ],
    ['long metadata', { message: { text: 'x', metadata: 'y'.repeat(1001) } }],
    ['14 quick replies', replies(14)],
    ['a long quick reply', replies(1, { title: 'x'.repeat(21) })],
    ['a quick reply without payload', replies(1, { payload: undefined })],
    ['an attachment without source', attachment('image', {})],
    ['an attachment with two sources', attachment('image', { url: 'https://a.invalid', attachment_id: '1' })],
    ['an attachment that was not uploaded', attachment('image', { attachment_id: '1' })],
    ['an attachment of an unknown type', attachment('hologram', { url: 'https://a.invalid' })],
    ['a heart, which is Instagram’s', attachment('like_heart')],
    ['11 cards', cards(11)],
    ['no cards', cards(0)],
    ['4 buttons', cards(1, { buttons: buttons(4) })],
    ['a button without payload', cards(1, { buttons: buttons(1, { payload: undefined }) })],
    ['a button without address', cards(1, { buttons: buttons(1, { type: 'web_url' }) })],
    ['a long button', cards(1, { buttons: buttons(1, { title: 'x'.repeat(21) }) })],
    ['a button template without buttons', template({ template_type: 'button', text: 'Go?' })],
    ['an unknown template', template({ template_type: 'poem' })],
    [
      'a utility template that there is not',
      { messaging_type: 'UTILITY', message: { template: { name: 'x', language: { code: 'en_US' } } } },
    ],
    ['UTILITY without a template', { messaging_type: 'UTILITY', ...text(1) }],
    ['an answer to nothing', { ...text(1), reply_to: {} }],
  ])('may not have %s', async (_what, body) => {
    expect(codesOf(await sim.messenger(body))).toEqual([100, null]);
    expect(await commits()).toBe(0);
  });

  it('needs approval for HUMAN_AGENT', async () => {
    const human = { ...text(1), messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
    await sim.set({ humanAgent: false });
    expect(codesOf(await sim.messenger(human))).toEqual([100, 2018276]);
    await sim.set({ humanAgent: true });
    expect((await sim.messenger(human)).status).toBe(200);
  });

  it('may be a utility template with its values', async () => {
    const use = (parameters: Json[]) => ({
      messaging_type: 'UTILITY',
      message: {
        template: {
          name: 'order_update',
          language: { code: 'en_US' },
          components: [{ type: 'body', parameters }],
        },
      },
    });
    const value = { type: 'text', text: 'Ada' };
    expect((await sim.messenger(use([value, value]))).status).toBe(200);
    expect((await sim.messenger(use([value]))).body.error.message).toContain('does not match the expected number');
    expect((await sim.record('?full=1')).data).toMatchObject([
      { type: 'utility', text: null, body: { template: { name: 'order_update' } } },
    ]);
  });

  it('counts in the Page’s messenger limit', async () => {
    await sim.control('POST', 'usage', { fill: [{ useCase: 'messenger', object: DEMO.page, percent: 100 }] });
    const { body, headers } = await sim.messenger(text(1));
    expect(body.error.code).toBe(80006);
    expect(headers.get('x-business-use-case-usage')).toContain('"type":"messenger"');
    expect(await commits()).toBe(0);
    await sim.control('DELETE', 'usage');
  });
});

describe('a message of an Instagram account', () => {
  it('goes by Instagram Login, under its webhook id, and by its Page when the person was heard of there', async () => {
    const login = await sim.direct({ message: { text: 'a' } });
    expect(login.body).toEqual({ recipient_id: IG_PERSON, message_id: expect.stringMatching(/^aWdf/) });
    const toPerson = { recipient: { id: IG_PERSON }, message: { text: 'b' } };
    await sim.post('/me/messages', sim.page, toPerson);
    await sim.control('POST', 'inbox', { account: DEMO.instagram, person: IG_PERSON });
    await sim.post('/me/messages', sim.page, { ...toPerson, message: { text: 'c' } });
    const { data } = await sim.record();
    expect(data.map((row: Json) => [row.text, row.platform, row.account])).toEqual([
      ['a', 'instagram', DEMO.instagram],
      ['b', 'messenger', DEMO.page],
      ['c', 'instagram', DEMO.instagram],
    ]);
  });

  it.each<[string, number | null, Json]>([
    ['1,000 bytes', null, text(500, 'é')],
    ['a heart', null, attachment('like_heart')],
    ['a shared post', null, attachment('MEDIA_SHARE', { id: '17' })],
    ['1,002 bytes', 100, text(501, 'é')],
    ['a form’s user', 100, { recipient: { user_ref: 'x' }, ...text(1) }],
    ['UTILITY', 100, { messaging_type: 'UTILITY', message: { template: {} } }],
  ])('with %s is answered with error %s', async (_what, code, body) => {
    expect((await sim.direct(body)).body.error?.code ?? null).toBe(code);
  });

  it('is nothing that graph.facebook.com knows, and needs the scope', async () => {
    const to = { recipient: { id: IG_PERSON }, message: { text: 'a' } };
    expect(codesOf(await sim.post(`/${DEMO.instagram}/messages`, sim.page, to))).toEqual([100, 33]);
    const mute = await sim.issue('instagram', { person: DEMO.instagram, scopes: ['instagram_business_basic'] });
    expect(codesOf(await sim.post('/graph.instagram.com/v26.0/me/messages', mute, to))).toEqual([200, null]);
  });
});

describeWithShared('Meta’s samples', (folder) => {
  const sample = (name: string): Json =>
    JSON.parse(readFileSync(join(folder, 'meta/samples/messaging', `${name}.json`), 'utf8'));

  it.each([
    'messenger_send_human_agent',
    'messenger_send_image_reusable',
    'messenger_send_quick_replies',
    'messenger_send_response_text',
    'messenger_sender_action_typing_on',
  ])('are taken: %s', async (name) => {
    const { status, body } = await sim.post('/me/messages', sim.page, sample(name));
    const answer = sample('messenger_send_response_ok');
    expect([status, Object.keys(body)]).toEqual([
      200,
      name.includes('action') ? ['recipient_id'] : Object.keys(answer),
    ]);
  });
});
