import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithShared } from '../shared-material.ts';
import { BSUID, codesOf, type MessagingSimulator, messagingSimulator, PHONE, WA_ID } from './graph-messaging-sim.ts';
import { DEMO, type Json } from './graph-meta.ts';

let sim: MessagingSimulator;
beforeAll(async () => {
  sim = await messagingSimulator();
  await sim.set({ answers: 'none' });
});
afterAll(() => sim.close());
afterEach(() => sim.control('DELETE', 'messages'));

const text = (body = 'hello') => ({ type: 'text', text: { body } });
const commits = async () => (await sim.record()).totals.commits;
const interactive = (type: string, action: Json, more: Json = {}) => ({
  type: 'interactive',
  interactive: { type, body: { text: 'Well?' }, action, ...more },
});
const buttons = (count: number, more: Json = {}) => ({
  buttons: Array.from({ length: count }, (_, at) => ({ type: 'reply', reply: { id: `b${at}`, title: 'Go', ...more } })),
});
const list = (rows: number, more: Json = {}) => ({
  button: 'Choose',
  sections: [
    { title: 'One', rows: Array.from({ length: rows }, (_, at) => ({ id: `r${at}`, title: 'Row', ...more })) },
  ],
});
const link = { link: 'https://shop.invalid/a.png' };
const value = (text: string, more: Json = {}) => ({ type: 'text', text, ...more });
const template = (name: string, parameters: Json[] = [], code = 'en_US') => ({
  type: 'template',
  template: { name, language: { code }, components: [{ type: 'body', parameters }] },
});

describe('a WhatsApp message', () => {
  it.each<[string, Json, Json]>([
    ['a phone number', { to: PHONE }, { input: PHONE, wa_id: WA_ID }],
    ['a BSUID', { to: undefined, recipient: BSUID }, { input: BSUID, user_id: BSUID }],
    ['both, where the number wins', { to: PHONE, recipient: BSUID }, { input: PHONE, wa_id: WA_ID, user_id: BSUID }],
  ])('goes to %s', async (_what, to, contact) => {
    const { status, body } = await sim.whatsapp({ ...to, ...text() });
    const messages = [{ id: expect.stringMatching(/^wamid\./) }];
    expect([status, body]).toEqual([200, { messaging_product: 'whatsapp', contacts: [contact], messages }]);
    const { data } = await sim.record();
    expect(data).toMatchObject([{ recipient: contact.wa_id ?? BSUID, account: DEMO.number, platform: 'whatsapp' }]);
  });

  it('tells the BSUID of a number that was heard of with one', async () => {
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '1', phone_number_id: DEMO.number },
      contacts: [{ profile: { name: 'Ada' }, wa_id: '15555550123', user_id: 'US.7' }],
      messages: [{ from: '15555550123', id: 'wamid.in', timestamp: '1', type: 'text', text: { body: 'hi' } }],
    };
    const entry = [{ id: DEMO.waba, changes: [{ field: 'messages', value }] }];
    const body = { object: 'whatsapp_business_account', entry };
    await sim.control('POST', 'webhooks', { deliveries: [{ body }] });
    expect((await sim.whatsapp({ to: '15555550123', ...text() })).body.contacts).toEqual([
      { input: '15555550123', wa_id: '15555550123', user_id: 'US.7' },
    ]);
  });

  it.each<[string, Json, string | null]>([
    ['text by default', { text: { body: 'hi' } }, 'hi'],
    ['a text of 4,096', text('x'.repeat(4096)), 'x'.repeat(4096)],
    ['an image by address', { type: 'image', image: { ...link, caption: 'A' } }, 'A'],
    ['a video', { type: 'video', video: link }, null],
    ['an audio', { type: 'audio', audio: link }, null],
    ['a document', { type: 'document', document: { ...link, filename: 'a.pdf' } }, null],
    ['a sticker', { type: 'sticker', sticker: link }, null],
    ['a place', { type: 'location', location: { latitude: '52.5', longitude: 13.4 } }, null],
    ['a contact', { type: 'contacts', contacts: [{ name: { formatted_name: 'Ada Example' } }] }, null],
    ['a reaction', { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '😀' } }, '😀'],
    ['a reaction taken back', { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '' } }, null],
    ['3 buttons', interactive('button', buttons(3)), 'Well?'],
    ['a list of 10', interactive('list', list(10)), 'Well?'],
    ['a flow', interactive('flow', { name: 'flow' }), 'Well?'],
    ['an answer', { ...text(), context: { message_id: 'wamid.1' } }, 'hello'],
    ['a template without values', template('hello_world'), null],
    ['a template with values', template('order_update', [value('Ada'), value('7')]), null],
  ])('may be %s', async (_what, body, said) => {
    expect((await sim.whatsapp(body)).status).toBe(200);
    const { data } = await sim.record();
    expect(data.map((row: Json) => [row.type, row.text])).toEqual([[body.type ?? 'text', said]]);
  });

  it.each<[string, number, Json]>([
    ['without a product', 100, { messaging_product: undefined, ...text() }],
    ['without a recipient', 131008, { to: undefined, ...text() }],
    ['to no number', 131009, { to: 'ada', ...text() }],
    ['to no BSUID', 131009, { to: undefined, recipient: 'ada', ...text() }],
    ['to a group', 131009, { recipient_type: 'group', ...text() }],
    ['of an unknown kind', 131051, { type: 'hologram', hologram: {} }],
    ['of a kind that every object has', 131051, { type: 'toString' }],
    ['without its body', 131008, { type: 'text' }],
    ['without text', 131008, { type: 'text', text: {} }],
    ['of 4,097', 131009, text('x'.repeat(4097))],
    ['without medium', 131008, { type: 'image', image: {} }],
    ['with two media', 131008, { type: 'image', image: { ...link, id: '1' } }],
    ['with a medium that was not uploaded', 100, { type: 'image', image: { id: '1' } }],
    ['with a broken address', 131009, { type: 'image', image: { link: 'a.png' } }],
    ['with a long caption', 131009, { type: 'image', image: { ...link, caption: 'x'.repeat(1025) } }],
    ['of a place beyond the pole', 131009, { type: 'location', location: { latitude: 91, longitude: 0 } }],
    ['of a place without longitude', 131008, { type: 'location', location: { latitude: 9 } }],
    ['of a nameless contact', 131008, { type: 'contacts', contacts: [{}] }],
    ['reacting to nothing', 131008, { type: 'reaction', reaction: { emoji: 'x' } }],
    ['with 4 buttons', 131009, interactive('button', buttons(4))],
    ['with equal buttons', 131009, interactive('button', buttons(2, { id: 'b' }))],
    ['with a long button', 131009, interactive('button', buttons(1, { title: 'x'.repeat(21) }))],
    ['with 11 rows', 131009, interactive('list', list(11))],
    ['with a long row', 131009, interactive('list', list(1, { title: 'x'.repeat(25) }))],
    ['with a list without a button', 131008, interactive('list', { ...list(1), button: undefined })],
    ['with a link without address', 131009, interactive('cta_url', { parameters: { display_text: 'Go' } })],
    ['interactive without a body', 131008, interactive('button', buttons(1), { body: undefined })],
    ['interactive in an unknown way', 131009, interactive('dance', {})],
    ['with an unknown template', 132001, template('nothing')],
    ['with a template of another language', 132001, template('order_update', [value('Ada'), value('7')], 'de_DE')],
    ['with too few values', 132000, template('order_update', [value('Ada')])],
    ['with a long marker', 131009, { ...text(), biz_opaque_callback_data: 'x'.repeat(513) }],
  ])('%s is refused: %s', async (_what, code, body) => {
    const answer = await sim.whatsapp(body);
    expect([answer.status, ...codesOf(answer)]).toEqual([400, code, null]);
    if (code !== 100) expect(answer.body.error.error_data).toMatchObject({ messaging_product: 'whatsapp' });
    expect(await commits()).toBe(0);
  });

  it.each<[string, number | null, Json]>([
    ['paused', 132015, { status: 'PAUSED' }],
    ['disabled', 132016, { status: 'DISABLED' }],
    ['waiting', 132001, { status: 'PENDING' }],
    ['named, with other names', 132012, { parameter_format: 'NAMED' }],
    ['approved', null, {}],
  ])('with a template that is %s is answered with error %s', async (_what, code, more) => {
    const one = {
      owner: DEMO.waba,
      name: 'made',
      language: 'de',
      components: [{ type: 'BODY', text: 'Hallo {{who}}' }],
    };
    await sim.control('POST', 'templates', { templates: [{ ...one, ...more }] });
    const use = template('made', [value('Ada', { parameter_name: 'whom' })], 'de');
    expect((await sim.whatsapp(use)).body.error?.code ?? null).toBe(code);
  });

  it('may not send a code to a BSUID', async () => {
    const one = { owner: DEMO.waba, name: 'a_code', language: 'en_US', category: 'AUTHENTICATION' };
    await sim.control('POST', 'templates', { templates: [one] });
    expect(codesOf(await sim.whatsapp({ to: undefined, recipient: BSUID, ...template('a_code') }))).toEqual([
      131062,
      null,
    ]);
    expect((await sim.whatsapp(template('a_code'))).body.messages[0].message_status).toBe('accepted');
  });

  it('marks as read, with typing, without a commit', async () => {
    const read = { to: undefined, status: 'read', message_id: 'wamid.1' };
    expect((await sim.whatsapp(read)).body).toEqual({ success: true });
    expect((await sim.whatsapp({ ...read, typing_indicator: { type: 'text' } })).body).toEqual({ success: true });
    expect(codesOf(await sim.whatsapp({ ...read, message_id: undefined }))).toEqual([131008, null]);
    expect(codesOf(await sim.whatsapp({ ...read, status: 'seen' }))).toEqual([100, null]);
    expect(codesOf(await sim.whatsapp({ ...read, typing_indicator: { type: 'dots' } }))).toEqual([100, null]);
    expect(await commits()).toBe(0);
  });

  it('needs its scope and a token that sees the number', async () => {
    const body = { messaging_product: 'whatsapp', to: PHONE, ...text() };
    const path = `/${DEMO.number}/messages`;
    const mute = await sim.issue('user', { person: DEMO.ada, scopes: ['whatsapp_business_management'] });
    expect(codesOf(await sim.post(path, mute, body))).toEqual([200, null]);
    const ben = await sim.issue('user', { person: DEMO.ben });
    expect(codesOf(await sim.post(path, ben, body))).toEqual([100, 33]);
  });
});

describeWithShared('Meta’s samples', (folder) => {
  const at = join(folder, 'meta/samples/messaging');
  const sample = (name: string): Json => JSON.parse(readFileSync(join(at, name), 'utf8'));
  const requests = readdirSync(at).filter((name) => /^wa_(send_(?!response)|mark_read)/.test(name));

  it('has requests', () => expect(requests.length).toBeGreaterThan(12));

  it.each(requests)('are taken: %s', async (name) => {
    const body = sample(name);
    const { media } = { media: ['image', 'document'].find((type) => body[type]?.id) };
    const file = { messaging_product: 'whatsapp', type: 'image/png', file: 'bytes' };
    const id = (await sim.post(`/${DEMO.number}/media`, sim.user, file)).body.id;
    if (media) body[media].id = id;
    if (body.template) await makeTemplate(body.template);
    const answer = await sim.post(`/${DEMO.number}/messages`, sim.user, body);
    expect([answer.status, answer.body.error ?? null]).toEqual([200, null]);
  });

  async function makeTemplate({ name, language, components }: Json) {
    const parameters = components.find(({ type }: Json) => type === 'body')?.parameters ?? [];
    const words = parameters.map(({ parameter_name: given }: Json, index: number) => `{{${given ?? index + 1}}}`);
    const made = {
      owner: DEMO.waba,
      name,
      language: language.code,
      components: [{ type: 'BODY', text: words.join(' ') }],
    };
    await sim.control('POST', 'templates', { templates: [made] });
  }

  it.each<[string, Json]>([
    ['wa_send_response.json', { to: '123456789' }],
    ['wa_send_response_bsuid.json', { to: undefined, recipient: BSUID }],
    ['wa_send_response_phone_and_bsuid.json', { to: '+16505551234', recipient: BSUID }],
  ])('is what is answered: %s', async (name, to) => {
    const { body } = await sim.whatsapp({ ...to, ...text() });
    expect(body).toEqual({ ...sample(name), messages: [{ id: expect.stringMatching(/^wamid\./) }] });
  });
});
