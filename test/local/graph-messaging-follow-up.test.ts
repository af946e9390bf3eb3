import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BSUID,
  codesOf,
  type Delivery,
  IG_PERSON,
  INSTAGRAM_SECRET,
  type MessagingSimulator,
  messagingSimulator,
  PERSON,
  WA_ID,
} from './graph-messaging-sim.ts';
import { DEMO, type Json, metaSimulator, SECRET } from './graph-meta.ts';

let sim: MessagingSimulator;
beforeAll(async () => {
  sim = await messagingSimulator();
});
afterAll(() => sim.close());
afterEach(() => sim.quiet());

const itemOf = ({ body }: Delivery): Json => body.entry[0].messaging[0];
const statusOf = ({ body }: Delivery): Json => body.entry[0].changes[0].value.statuses[0];
const kindOf = (delivery: Delivery): string => {
  const { messaging } = delivery.body.entry[0];
  if (!messaging) return statusOf(delivery).status;
  return Object.keys(messaging[0]).find((name) => ['message', 'delivery', 'read'].includes(name)) ?? '-';
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const signed = ({ raw, signature }: Delivery, secret: string) =>
  signature === `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`;

describe('what follows a message', () => {
  it('on Messenger is the echo, then the watermarks of delivery and read', async () => {
    const { body } = await sim.messenger({ message: { text: 'Grüße 😀', metadata: 'row-7' } });
    const [echo, delivery, read] = (await sim.deliveries(3)).map(itemOf);
    expect(echo).toEqual({
      sender: { id: DEMO.page },
      recipient: { id: PERSON },
      timestamp: expect.any(Number),
      message: { mid: body.message_id, text: 'Grüße 😀', is_echo: true, app_id: 1234567890, metadata: 'row-7' },
    });
    const back = { sender: { id: PERSON }, recipient: { id: DEMO.page }, timestamp: expect.any(Number) };
    expect(delivery).toEqual({ ...back, delivery: { mids: [body.message_id], watermark: echo.timestamp } });
    expect(read).toEqual({ ...back, read: { watermark: echo.timestamp } });
    expect(sim.seen.map(({ body: { object, entry } }) => [object, entry[0].id])).toEqual(
      Array(3).fill(['page', DEMO.page]),
    );
    expect(sim.seen.every((one) => signed(one, SECRET))).toBe(true);
    expect(sim.seen[0]?.raw).toContain('Gr\\u00fc\\u00dfe');
  });

  it('on Messenger shows what was attached', async () => {
    const attachment = { type: 'image', payload: { url: 'https://shop.invalid/a.png' } };
    await sim.messenger({ message: { attachment } });
    const [echo] = (await sim.deliveries(1)).map(itemOf);
    expect(echo.message).toMatchObject({ attachments: [attachment], is_echo: true });
    expect(echo.message).not.toHaveProperty('text');
  });

  it('on Instagram is the echo, then the message seen, signed by the Instagram app', async () => {
    const { body } = await sim.direct({ message: { text: 'hi' } });
    const [echo, seen] = (await sim.deliveries(2)).map(itemOf);
    expect(echo).toMatchObject({
      sender: { id: DEMO.instagram },
      recipient: { id: IG_PERSON },
      message: { mid: body.message_id, text: 'hi', is_echo: true, app_id: 1234567891 },
    });
    expect(seen).toMatchObject({ sender: { id: IG_PERSON }, read: { mid: body.message_id } });
    expect(sim.seen.map(({ body: { object } }) => object)).toEqual(['instagram', 'instagram']);
    expect(sim.seen.every((one) => signed(one, INSTAGRAM_SECRET) && !signed(one, SECRET))).toBe(true);
  });

  it('on WhatsApp is sent, delivered and read, with the price twice and the marker always', async () => {
    const { body } = await sim.whatsapp({ text: { body: 'hi' }, biz_opaque_callback_data: 'row-7' });
    const statuses = (await sim.deliveries(3)).map(statusOf);
    const pricing = { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' };
    const same = {
      id: body.messages[0].id,
      recipient_id: WA_ID,
      timestamp: expect.stringMatching(/^\d{10}$/),
      biz_opaque_callback_data: 'row-7',
    };
    expect(statuses).toEqual([
      { ...same, status: 'sent', pricing },
      { ...same, status: 'delivered', pricing },
      { ...same, status: 'read' },
    ]);
    expect(sim.seen[0]?.body).toMatchObject({
      object: 'whatsapp_business_account',
      entry: [{ id: DEMO.waba, changes: [{ field: 'messages' }] }],
    });
    expect(sim.seen[0]?.body.entry[0].changes[0].value.metadata).toEqual({
      display_phone_number: '15555550100',
      phone_number_id: DEMO.number,
    });
  });

  it('on WhatsApp names the BSUID alone where there is no number, and the price of a template', async () => {
    const template = { name: 'hello_world', language: { code: 'en_US' } };
    await sim.whatsapp({ to: undefined, recipient: BSUID, type: 'template', template });
    const [sent] = (await sim.deliveries(1)).map(statusOf);
    expect(sent).toMatchObject({
      recipient_user_id: BSUID,
      pricing: { billable: true, type: 'regular', category: 'utility' },
    });
    expect(sent).not.toHaveProperty('recipient_id');
  });

  it('comes also when the answer was lost', async () => {
    const graph = [{ match: { path: '/messages$' }, times: 1, fault: { kind: 'closeAfterCommit' } }];
    await sim.control('POST', 'faults', { graph });
    await expect(sim.messenger({ message: { text: 'lost' } })).rejects.toThrow();
    expect((await sim.deliveries(3)).map(kindOf)).toEqual(['message', 'delivery', 'read']);
  });

  it('never comes after a refusal or an action', async () => {
    await sim.set({ delayMs: 0 });
    await sim.messenger({ message: { text: '' } });
    await sim.messenger({ sender_action: 'typing_on', messaging_type: undefined });
    await sim.whatsapp({ to: undefined, status: 'read', message_id: 'wamid.1' });
    await pause(100);
    expect(sim.seen).toEqual([]);
  });
});

describe('the switches of what follows', () => {
  const text = { message: { text: 'hi' } };

  it.each<[Json, string[]]>([
    [{ answers: ['echo'] }, ['message']],
    [{ answers: ['delivered', 'read'] }, ['delivery', 'read']],
    [{ answers: ['sent'] }, []],
    [{ answers: 'none' }, []],
    [{ order: 'reversed' }, ['read', 'delivery', 'message']],
  ])('%j', async (switches, kinds) => {
    await sim.set({ delayMs: 20, ...switches });
    await sim.messenger(text);
    await sim.deliveries(kinds.length);
    await pause(150);
    expect(sim.seen.map(kindOf)).toEqual(kinds);
  });

  it('copies', async () => {
    await sim.set({ duplicates: 2, answers: ['read'] });
    await sim.messenger(text);
    await sim.deliveries(3);
    await pause(100);
    expect(new Set(sim.seen.map(({ raw }) => raw)).size).toBe(1);
    expect(sim.seen).toHaveLength(3);
  });

  it('with a delay of 0 comes before a slow answer', async () => {
    await sim.set({ delayMs: 0 });
    await sim.control('POST', 'faults', { graph: [{ times: 1, fault: { kind: 'slow', ms: 300 } }] });
    const answer = sim.messenger(text);
    await sim.deliveries(3);
    let isAnswered = false;
    void answer.then(() => {
      isAnswered = true;
    });
    await pause(50);
    expect(isAnswered).toBe(false);
    await answer;
  });

  it('are shown, and back at once', async () => {
    const defaults = (await sim.control('GET', 'messaging')).body;
    expect(defaults).toMatchObject({
      answers: 'all',
      delayMs: 50,
      order: 'as-is',
      duplicates: 0,
      enforceWindows: false,
    });
    await sim.set({ answers: 'none' });
    expect((await sim.control('DELETE', 'messaging')).body).toEqual(defaults);
    expect((await sim.set({ answers: ['wink'] })).status).toBe(400);
  });

  it('need a webhook: without one nothing is posted', async () => {
    const own = await metaSimulator();
    const issued = { kind: 'page', app: DEMO.app, person: DEMO.ada, page: DEMO.page, scopes: ['pages_messaging'] };
    const { token } = (await own.control('POST', 'tokens', issued)).body;
    const params = { recipient: JSON.stringify({ id: PERSON }), message: JSON.stringify(text.message) };
    expect((await own.graph('POST', '/me/messages', token, params)).status).toBe(200);
    expect((await own.control('GET', 'journal')).body.data).toEqual([]);
    await own.close();
  });
});

describe('the windows', () => {
  const hour = 3600;
  const hears = (account: string, person: string, agoSeconds = 0) =>
    sim.control('POST', 'inbox', { account, person, agoSeconds });
  const tagged = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT', message: { text: 'by hand' } };
  const text = { message: { text: 'hi' } };
  const incoming = (timestamp: number, more: Json) => ({
    object: 'page',
    entry: [
      {
        id: DEMO.page,
        time: timestamp,
        messaging: [{ sender: { id: '71' }, recipient: { id: DEMO.page }, timestamp, ...more }],
      },
    ],
  });
  const to71 = { recipient: { id: '71' }, ...text };

  it('are not looked at, unless they are switched on', async () => {
    expect((await sim.messenger({ recipient: { id: '70' }, ...text })).status).toBe(200);
    await sim.set({ enforceWindows: true });
    expect(codesOf(await sim.messenger({ recipient: { id: '70' }, ...text }))).toEqual([10, 2018278]);
    expect(codesOf(await sim.direct({ recipient: { id: '70' }, ...text }))).toEqual([10, 2534022]);
  });

  it('open by a webhook that is sent from here, by its own time', async () => {
    await sim.set({ enforceWindows: true, answers: 'none' });
    const send = (body: Json, signWith?: string) =>
      sim.control('POST', 'webhooks', { deliveries: [{ body, signWith }] });
    const now = Date.now();
    const silent = [
      { read: { watermark: now } },
      { message: { mid: 'm_1', text: 'echo', is_echo: true } },
      { reaction: { mid: 'm_1', action: 'react' } },
    ];
    for (const one of silent) await send(incoming(now, one));
    await send(incoming(now - 25 * hour * 1000, { message: { mid: 'm_2', text: 'old' } }));
    await send(incoming(now, { message: { mid: 'm_3', text: 'forged' } }), 'wrong');
    expect(codesOf(await sim.messenger(to71))).toEqual([10, 2018278]);
    expect((await sim.messenger({ ...to71, ...tagged })).status).toBe(200);
    await send(JSON.stringify(incoming(now, { postback: { title: 'Go', payload: 'GO' } })));
    expect((await sim.messenger(to71)).status).toBe(200);
  });

  it('last 24 hours, 7 days for a human, and for ever for a utility template', async () => {
    await sim.set({ enforceWindows: true, answers: 'none' });
    const status = async (person: string, body: Json) =>
      (await sim.messenger({ recipient: { id: person }, ...body })).status;
    await hears(DEMO.page, '72', 24 * hour - 60);
    await hears(DEMO.page, '73', 24 * hour + 60);
    await hears(DEMO.page, '74', 7 * 24 * hour + 60);
    expect([await status('72', text), await status('73', text), await status('73', tagged)]).toEqual([200, 403, 200]);
    expect(await status('74', tagged)).toBe(403);
    await sim.control('POST', 'templates', { templates: [{ owner: DEMO.page, name: 'bare', language: 'en_US' }] });
    const utility = { messaging_type: 'UTILITY', message: { template: { name: 'bare', language: { code: 'en_US' } } } };
    expect(await status('74', utility)).toBe(200);
    expect(await status('75', { ...text, recipient: { comment_id: '7_1' } })).toBe(200);
    expect(await status('75', { ...text, recipient: { comment_id: '7_1' } })).toBe(400);
  });

  it('of WhatsApp fail after the message was taken, or at once', async () => {
    await sim.set({ enforceWindows: true });
    const closed = { text: { body: 'hi' }, biz_opaque_callback_data: 'row-8' };
    const { status, body } = await sim.whatsapp(closed);
    expect(status).toBe(200);
    const [failed] = (await sim.deliveries(1)).map(statusOf);
    expect(failed).toMatchObject({
      id: body.messages[0].id,
      status: 'failed',
      biz_opaque_callback_data: 'row-8',
      errors: [{ code: 131047, title: 'Re-engagement message' }],
    });
    expect((await sim.record()).data[0].failed).toBe(131047);
    await sim.set({ outsideWindow: 'error' });
    expect(codesOf(await sim.whatsapp(closed))).toEqual([131047, null]);
    const template = { name: 'hello_world', language: { code: 'en_US' } };
    expect((await sim.whatsapp({ type: 'template', template })).status).toBe(200);
    await hears(DEMO.number, WA_ID);
    expect((await sim.whatsapp(closed)).status).toBe(200);
  });
});
