import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, type MessagingSimulator, messagingSimulator, PERSON } from './graph-messaging-sim.ts';
import { DEMO, type Json, proofFor } from './graph-meta.ts';

let sim: MessagingSimulator;
beforeAll(async () => {
  sim = await messagingSimulator();
});
afterAll(() => sim.close());
afterEach(() => sim.quiet());

const media = `/${DEMO.number}/media`;

describe('media of WhatsApp', () => {
  const uploadForm = (bytes: Uint8Array<ArrayBuffer>, more: Json = {}) => {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('file', new Blob([bytes], { type: 'image/png' }), 'a.png');
    for (const [name, value] of Object.entries<string>(more)) form.set(name, value);
    return sim.send(`/v26.0${media}?appsecret_proof=${proofFor(sim.user)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sim.user}` },
      body: form,
    });
  };

  it('are uploaded as a form, read with an address, sent, and deleted', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
    const { id } = (await uploadForm(bytes)).body;
    expect(id).toMatch(/^88\d{13}$/);
    const { status, body } = await sim.graph('GET', `/${id}`, sim.user);
    expect([status, body]).toEqual([
      200,
      {
        messaging_product: 'whatsapp',
        url: expect.stringMatching(/^https:\/\/lookaside\.fbsbx\.com\/.*[?&]mid=88/),
        mime_type: 'image/png',
        sha256: createHash('sha256').update(bytes).digest('hex'),
        file_size: '256',
        id,
      },
    ]);
    expect((await sim.whatsapp({ type: 'image', image: { id } })).status).toBe(200);
    expect((await sim.graph('DELETE', `/${id}`, sim.user)).body).toEqual({ success: true });
    expect(codesOf(await sim.graph('GET', `/${id}`, sim.user))).toEqual([100, 33]);
    const { data } = (await sim.control('GET', 'calls?path=Media')).body;
    expect(data.map(({ method, status: code }: Json) => [method, code])).toEqual([
      ['GET', 200],
      ['DELETE', 200],
    ]);
    expect((await sim.control('GET', 'calls?path=media')).body.data[0].params.file).toBe('(271 characters)');
  });

  it('are seen with a scope, by who sees their number', async () => {
    const { id } = (await uploadForm(new Uint8Array(3))).body;
    const ben = await sim.issue('user', { person: DEMO.ben });
    expect(codesOf(await sim.graph('GET', `/${id}`, ben))).toEqual([100, 33]);
    const mute = await sim.issue('user', { person: DEMO.ada, scopes: ['ads_read'] });
    expect(codesOf(await sim.graph('GET', `/${id}`, mute))).toEqual([200, null]);
    expect(codesOf(await sim.graph('GET', `/${id}`, sim.user, { phone_number_id: '990000000000016' }))).toEqual([
      100, 33,
    ]);
    expect(codesOf(await sim.graph('GET', `/${id}`, null))).toEqual([2500, null]);
    const other = `/990000000000016/messages`;
    const image = { messaging_product: 'whatsapp', to: '15555550199', type: 'image', image: { id } };
    expect(codesOf(await sim.post(other, sim.user, image))).toEqual([100, null]);
  });

  it('come by webhooks too, and live 7 days, uploads 30', async () => {
    const own = await messagingSimulator();
    const image = { id: '6001', mime_type: 'image/jpeg', sha256: 'fakeBase64=' };
    const messages = [{ from: '15555550199', id: 'wamid.1', timestamp: '1', type: 'image', image }];
    const value = { messaging_product: 'whatsapp', metadata: { phone_number_id: DEMO.number }, messages };
    const entry = [{ id: DEMO.waba, changes: [{ field: 'messages', value }] }];
    await own.control('POST', 'webhooks', { deliveries: [{ body: { object: 'whatsapp_business_account', entry } }] });
    expect((await own.graph('GET', '/6001', own.user)).body).toMatchObject({
      mime_type: 'image/jpeg',
      sha256: 'fakeBase64=',
    });
    const file = { messaging_product: 'whatsapp', type: 'image/png', file: 'x' };
    const { id } = (await own.post(media, own.user, file)).body;
    const day = (days: number) => own.control('POST', 'clock', { advanceSeconds: days * 86_400 });
    await day(8);
    expect((await own.graph('GET', '/6001', own.user)).status).toBe(400);
    expect((await own.graph('GET', `/${id}`, own.user)).status).toBe(200);
    await day(23);
    expect((await own.graph('GET', `/${id}`, own.user)).status).toBe(400);
    await own.close();
  });

  it.each<[string, number, Json]>([
    ['product', 100, { type: 'image/png', file: 'x' }],
    ['file', 131008, { messaging_product: 'whatsapp', type: 'image/png' }],
    ['type', 100, { messaging_product: 'whatsapp', file: 'x' }],
  ])('need a %s', async (_what, code, body) => {
    expect(codesOf(await sim.post(media, sim.user, body))).toEqual([code, null]);
  });
});

describe('uploads of a Page', () => {
  const upload = (message: Json, more: Json = {}) =>
    sim.post(`/${DEMO.page}/message_attachments`, sim.page, { message, ...more });
  const image = { attachment: { type: 'image', payload: { url: 'https://shop.invalid/a.png', is_reusable: true } } };

  it('are sent by their id, by this Page only', async () => {
    const { body } = await upload(image, { platform: 'MESSENGER' });
    expect(body).toEqual({ attachment_id: expect.stringMatching(/^88\d{13}$/) });
    const message = { attachment: { type: 'image', payload: { attachment_id: body.attachment_id } } };
    expect((await sim.messenger({ message })).status).toBe(200);
    const outlet = await sim.issue('page', { person: DEMO.ada, page: DEMO.outlet });
    const foreign = { recipient: { id: PERSON }, message };
    expect(codesOf(await sim.post('/me/messages', outlet, foreign))).toEqual([100, null]);
  });

  it.each<[string, Json]>([
    ['nothing', {}],
    ['a template', { attachment: { type: 'template', payload: { template_type: 'media' } } }],
    ['no address', { attachment: { type: 'image', payload: {} } }],
  ])('are not %s', async (_what, message) => {
    expect(codesOf(await upload(message))).toEqual([100, null]);
  });

  it('know two platforms', async () => {
    expect(codesOf(await upload(image, { platform: 'FAX' }))).toEqual([100, null]);
    expect((await upload(image, { platform: 'instagram' })).status).toBe(200);
  });
});

describe('templates', () => {
  const list = async (owner: string, by: string, params: Record<string, string> = {}) =>
    (await sim.graph('GET', `/${owner}/message_templates`, by, params)).body;
  const BODY = [{ type: 'BODY', text: 'Hi {{name}}' }];
  const made = (name: string, more: Json = {}) => ({
    name,
    language: 'en_US',
    category: 'utility',
    components: BODY,
    ...more,
  });
  const make = (body: Json) => sim.post(`/${DEMO.waba}/message_templates`, sim.user, body);

  it('are listed, filtered, paged and shown by fields', async () => {
    const { data } = await list(DEMO.waba, sim.user);
    expect(data.map(({ name }: Json) => name)).toEqual(['order_update', 'hello_world']);
    expect(Object.keys(data[0]).sort()).toEqual(['category', 'components', 'id', 'language', 'name', 'status']);
    expect((await list(DEMO.waba, sim.user, { name: 'hello_world', fields: 'name,parameter_format' })).data).toEqual([
      { name: 'hello_world', parameter_format: 'POSITIONAL', id: '990000000000082' },
    ]);
    expect((await list(DEMO.waba, sim.user, { status: 'PAUSED,REJECTED' })).data).toEqual([]);
    expect((await list(DEMO.waba, sim.user, { limit: '1' })).paging.next).toContain('after=');
    expect((await list(DEMO.waba, sim.user, { fields: 'colour' })).error.code).toBe(100);
    expect((await list(DEMO.page, sim.page)).data).toMatchObject([{ name: 'order_update', status: 'APPROVED' }]);
  });

  it('are made, and approved, which a webhook tells', async () => {
    const { body } = await make(made('made_1', { parameter_format: 'named', category: 'marketing' }));
    expect(body).toEqual({ id: expect.stringMatching(/^88\d{13}$/), status: 'PENDING', category: 'MARKETING' });
    const [{ body: told }] = (await sim.deliveries(1)) as [Json];
    expect(told.entry).toEqual([
      {
        id: DEMO.waba,
        time: expect.any(Number),
        changes: [
          {
            field: 'message_template_status_update',
            value: {
              event: 'APPROVED',
              message_template_id: Number(body.id),
              message_template_name: 'made_1',
              message_template_language: 'en_US',
              message_template_category: 'MARKETING',
              reason: 'NONE',
            },
          },
        ],
      },
    ]);
    expect((await list(DEMO.waba, sim.user, { name: 'made_1' })).data).toMatchObject([
      { status: 'APPROVED', id: body.id },
    ]);
  });

  it.each([
    ['keep', 'PENDING', []],
    ['reject', 'REJECTED', ['REJECTED']],
  ])('with review %s are %s', async (review, status, events) => {
    await sim.set({ review, delayMs: 0 });
    const name = `made_${review}`;
    await make(made(name));
    await sim.deliveries(events.length);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sim.seen.map(({ body }) => body.entry[0].changes[0].value.event)).toEqual(events);
    expect((await list(DEMO.waba, sim.user, { name })).data[0].status).toBe(status);
  });

  it('of a Page are for utility, and used at once', async () => {
    const path = `/${DEMO.page}/message_templates`;
    await sim.set({ delayMs: 0 });
    expect((await sim.post(path, sim.page, made('made_2', { parameter_format: 'NAMED' }))).body.status).toBe('PENDING');
    const components = [{ type: 'BODY', parameters: [{ type: 'text', parameter_name: 'name', text: 'Ada' }] }];
    const template = { name: 'made_2', language: { code: 'en_US' }, components };
    expect((await sim.messenger({ messaging_type: 'UTILITY', message: { template } })).status).toBe(200);
    const seen = await sim.deliveries(3);
    expect(seen.map(({ body }) => Object.keys(body.entry[0]))).toEqual(Array(3).fill(['id', 'time', 'messaging']));
    expect(codesOf(await sim.post(path, sim.page, made('made_3', { category: 'MARKETING' })))).toEqual([100, null]);
    expect(codesOf(await sim.post(path, sim.user, made('made_3')))).toEqual([210, null]);
  });

  it.each<[string, number | null, Json]>([
    ['is there already', 2388024, made('order_update')],
    ['has no name', null, made('made', { name: undefined })],
    ['has capitals in its name', null, made('Made')],
    ['has no language', null, made('made', { language: undefined })],
    ['has an odd language', null, made('made', { language: 'English' })],
    ['has no category', null, made('made', { category: undefined })],
    ['has an odd category', null, made('made', { category: 'FUN' })],
    ['has components that are no list', null, made('made', { components: { type: 'BODY' } })],
  ])('one that %s is refused', async (_what, subcode, body) => {
    expect(codesOf(await make(body))).toEqual([100, subcode]);
  });
});

describe('who holds a thread', () => {
  const control = (verb: string, more: Json = {}) =>
    sim.post(`/${DEMO.page}/${verb}_thread_control`, sim.page, { recipient: { id: '88' }, ...more });
  const owner = async () => (await sim.graph('GET', `/${DEMO.page}/thread_owner`, sim.page, { recipient: '88' })).body;
  const held = (app: string) => ({ data: [{ thread_owner: { app_id: app } }] });

  it('is passed on, taken, released and asked for', async () => {
    expect(await owner()).toEqual({ data: [] });
    expect((await control('pass', { target_app_id: '42', metadata: 'please' })).body).toEqual({ success: true });
    expect(await owner()).toEqual(held('42'));
    expect((await control('request')).body).toEqual({ success: true });
    expect(await owner()).toEqual(held('42'));
    await control('take');
    expect(await owner()).toEqual(held(DEMO.app));
    await control('pass');
    expect(await owner()).toEqual(held('263902037430900'));
    await control('release');
    expect(await owner()).toEqual({ data: [] });
  });

  it('is whoever sends, until nothing happened for 24 hours', async () => {
    const own = await messagingSimulator();
    const asked = async () =>
      (await own.graph('GET', `/${DEMO.page}/thread_owner`, own.page, { recipient: PERSON })).body;
    await own.messenger({ message: { text: 'hi' } });
    expect(await asked()).toEqual(held(DEMO.app));
    await own.control('POST', 'inbox', { account: DEMO.page, person: PERSON, owner: '42' });
    expect(await asked()).toEqual(held('42'));
    await own.control('POST', 'clock', { advanceSeconds: 86_401 });
    expect(await asked()).toEqual({ data: [] });
    await own.close();
  });

  it('needs a person, an app’s id, and the Page’s token', async () => {
    expect(codesOf(await control('take', { recipient: undefined }))).toEqual([100, null]);
    expect(codesOf(await control('pass', { target_app_id: 'inbox' }))).toEqual([100, null]);
    const path = `/${DEMO.page}/take_thread_control`;
    expect(codesOf(await sim.post(path, sim.user, { recipient: { id: '88' } }))).toEqual([210, null]);
  });
});
