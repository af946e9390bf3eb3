import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './harness/cloud.ts';
import { control } from './harness/consents.ts';
import { openDesk } from './harness/desk.ts';
import { demandOutputs, openJourney } from './harness/journey.ts';
import { oneAtATime } from './harness/one-at-a-time.ts';

const outputs = demandOutputs();
const journey = openJourney(outputs);
const { api } = journey;
const hour = 3600_000;

let desk: Awaited<ReturnType<typeof openDesk>>;
let next = () => {};
beforeAll(async () => {
  next = await oneAtATime(outputs);
  desk = await openDesk(outputs, journey);
}, 600_000);
afterAll(() => next());
afterEach(async () => {
  await control(outputs, 'POST', 'faults', { graph: [], messages: [] });
  await control(outputs, 'DELETE', 'messaging');
});

const text = (said: string) => ({ type: 'text', text: said }) as const;
const faults = (body: object) => control(outputs, 'POST', 'faults', body);

describe.each([
  ['messenger', '7100000001'],
  ['instagram', '7100000002'],
  ['whatsapp', '15550000031'],
] as const)('a conversation on %s', (channel, person) => {
  it('is answered, and Meta’s word of delivery and reading comes back to the same message', async () => {
    const threadId = await desk.thread({ channel, person });
    const said = `an answer to ${person}`;
    const { status, body } = await desk.send({ threadId, ...text(said) }, `first-${person}-${desk.accounts.page}`);
    expect([status, body]).toMatchObject([
      201,
      { state: 'sent', threadId, channel, direction: 'out', sender: 'automation' },
    ]);
    expect(body.id).toMatch(/^s_[0-9a-f]{32}$/);
    expect(body.metaId).toBeTruthy();
    const read = await desk.reached(body.id, 'read');
    expect(read).toMatchObject({ metaId: body.metaId, text: said });
    const [commit, ...more] = await desk.commits(`nonce=${encodeURIComponent(said)}`);
    expect([commit?.metadata, more]).toEqual([body.id, []]);
    const { data } = await api.call('GET /v1/threads/{id}/messages', { path: { id: threadId } });
    expect(data.map(({ id, direction }) => [id === body.id, direction])).toEqual([
      [true, 'out'],
      [false, 'in'],
    ]);
    const { lastDirection } = await api.call('GET /v1/threads/{id}', { path: { id: threadId } });
    expect(lastDirection).toBe('out');
  }, 180_000);

  it('gets a repeated request once', async () => {
    const threadId = await desk.thread({ channel, person });
    const said = `once to ${person}`;
    const key = `twice-${person}-${desk.accounts.page}`;
    const storm = await Promise.all(Array.from({ length: 10 }, () => desk.send({ threadId, ...text(said) }, key)));
    expect(new Set(storm.map(({ body }) => body.id)).size).toBe(1);
    await desk.reached(storm[0]?.body.id, 'read');
    expect(await desk.commits(`nonce=${encodeURIComponent(said)}`)).toHaveLength(1);
    const other = await desk.send({ threadId, ...text('something else') }, key);
    expect([other.status, other.body.kind]).toEqual([409, 'conflict']);
  }, 180_000);
});

describe('the window', () => {
  it('refuses a bot outside it with the reason, and lets a human answer', async () => {
    const threadId = await desk.thread({ channel: 'messenger', person: '7100000004' }, 30 * hour);
    const bot = await desk.send({ threadId, ...text('automatic') });
    expect(bot).toMatchObject({ status: 422, body: { kind: 'outside-window', blame: 'caller' } });
    expect(bot.body.detail).toContain('a human may answer until');
    const human = await desk.send({ threadId, ...text('by hand'), sender: 'human' });
    expect(human).toMatchObject({ status: 201, body: { state: 'sent', sender: 'human' } });
    const [commit] = await desk.commits('nonce=by%20hand');
    expect(commit).toMatchObject({ messagingType: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' });
    expect(await desk.commits('nonce=automatic')).toEqual([]);
  }, 120_000);

  it('of WhatsApp lets a template through, to somebody who never wrote', async () => {
    const to = { from: `phone_number:${desk.accounts.number}`, to: { phone: '+15550000077' } };
    expect((await desk.send({ ...to, ...text('hi') })).status).toBe(422);
    await control(outputs, 'POST', 'templates', {
      templates: [
        { owner: desk.accounts.waba, name: 'hello_world', language: 'en_US', category: 'UTILITY', status: 'APPROVED' },
      ],
    });
    const template = { name: 'hello_world', language: { code: 'en_US' } };
    const { status, body } = await desk.send({ ...to, type: 'template', template });
    expect([status, body.state]).toEqual([201, 'sent']);
    const message = await desk.reached(body.id, 'read');
    expect(message.pricing).toMatchObject({ billable: expect.anything() });
  }, 120_000);
});

describe('a thread in trouble', () => {
  it('keeps its order through a limit; one message can be taken back, and a poison one ends alone', async () => {
    const threadId = await desk.thread({ channel: 'messenger', person: '7100000005' });
    const limit = { kind: 'error', code: 613, subcode: 5_044_001, status: 429 };
    await faults({
      graph: [{ match: { path: `/${desk.accounts.page}/messages$` }, times: 1, fault: limit }],
      messages: [{ text: '^queue 3$', code: 551, subcode: 1_545_041, times: 1 }],
    });
    const sent = [];
    for (let at = 0; at < 6; at += 1) sent.push(await desk.send({ threadId, ...text(`queue ${at}`) }));
    expect(sent.map(({ status }) => status)).toEqual(Array(6).fill(202));
    const cancelled = await api.call('DELETE /v1/messages/{id}', { path: { id: sent[4]?.body.id } });
    expect(cancelled.state).toBe('cancelled');
    for (const at of [0, 1, 2, 5]) await desk.reached(sent[at]?.body.id, 'read');
    const poison = await desk.reached(sent[3]?.body.id, 'failed');
    expect(poison.failure).toMatchObject({ code: 551, kind: 'recipient-unavailable' });
    expect(poison.failure?.advice).toMatch(/.+/);
    const taken = [...(await desk.commits('contains=queue%20'))].sort((a, b) => a.order - b.order);
    expect(taken.map((commit) => commit.text)).toEqual(['queue 0', 'queue 1', 'queue 2', 'queue 5']);
  }, 180_000);

  it('is told of a lost answer, and settles it by the echo without sending again', async () => {
    const threadId = await desk.thread({ channel: 'messenger', person: '7100000006' });
    const fault = { kind: 'closeAfterCommit' };
    await faults({ graph: [{ match: { path: `/${desk.accounts.page}/messages$` }, times: 1, fault }] });
    const { status, body } = await desk.send({ threadId, ...text('cut off') });
    expect([status, body.state]).toEqual([202, 'outcome-unknown']);
    const behind = await desk.send({ threadId, ...text('behind it') });
    await desk.reached(body.id, 'read');
    await desk.reached(behind.body.id, 'read');
    expect(await desk.commits('nonce=cut%20off')).toHaveLength(1);
  }, 180_000);

  it('hears what Meta refuses, with its code and who must act', async () => {
    const threadId = await desk.thread({ channel: 'whatsapp', person: '15550000032' });
    await faults({ messages: [{ text: '^blocked$', code: 131_026, message: 'Message undeliverable', times: 1 }] });
    const refused = await desk.send({ threadId, ...text('blocked') }, `blocked-${desk.accounts.page}`);
    expect(refused).toMatchObject({ status: 422, body: { kind: 'recipient-unavailable' } });
    const again = await desk.send({ threadId, ...text('blocked') }, `blocked-${desk.accounts.page}`);
    expect([again.status, again.body.detail]).toEqual([refused.status, refused.body.detail]);
    await faults({ messages: [{ text: '^capped$', as: 'status', code: 131_049, message: 'Held back', times: 1 }] });
    const { body } = await desk.send({ threadId, ...text('capped') });
    const failed = await desk.reached(body.id, 'failed');
    expect(failed.failure).toMatchObject({ code: 131_049, blame: 'caller' });
  }, 180_000);
});

describe('what is more than a text', () => {
  it('goes as Meta wants it on each channel', async () => {
    const whatsapp = await desk.thread({ channel: 'whatsapp', person: '15550000033' });
    const messenger = await desk.thread({ channel: 'messenger', person: '7100000007' });
    const image = { type: 'image', media: { url: 'https://shop.example/fern.jpg' } } as const;
    const buttons = [{ type: 'reply', reply: { id: 'yes', title: 'Yes' } }];
    const interactive = { type: 'button', body: { text: 'Shall we?' }, action: { buttons } };
    const quickReplies = [{ content_type: 'text', title: 'Yes', payload: 'yes' }];
    for (const body of [
      { threadId: whatsapp, ...image, caption: 'A fern' },
      { threadId: whatsapp, type: 'interactive', interactive },
      { threadId: whatsapp, type: 'location', location: { latitude: 50.9, longitude: 6.9, name: 'Shop' } },
      { threadId: messenger, ...image },
      { threadId: messenger, ...text('Shall we?'), quickReplies },
    ]) {
      const answer = await desk.send(body);
      expect([body.type, answer.status, answer.body.detail]).toEqual([body.type, 201, undefined]);
      await desk.reached(answer.body.id, 'read');
    }
  }, 240_000);

  it('shows that somebody types, and that a message was read', async () => {
    const threadId = await desk.thread({ channel: 'messenger', person: '7100000008' });
    for (const type of ['typing_on', 'mark_seen']) {
      expect(await desk.send({ threadId, type })).toEqual({ status: 200, body: { done: true } });
    }
  }, 60_000);

  it('answers a comment in private, and its thread is known afterwards', async () => {
    const from = { from: `page:${desk.accounts.page}`, to: { commentId: '12_34' } };
    const { status, body } = await desk.send({ ...from, ...text('about your comment') });
    expect([status, body.state]).toEqual([201, 'sent']);
    const { asset } = await api.call('GET /v1/threads/{id}', { path: { id: body.threadId } });
    expect(asset).toBe(desk.assets.messenger);
  }, 60_000);

  it('lists and makes templates, whose review is announced', async () => {
    const account = desk.assets.whatsapp;
    const name = `order_${Date.now()}`;
    const body = {
      account,
      name,
      language: 'en_US',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Your order is on its way.' }],
    } as const;
    const made = await api.call('POST /v1/whatsapp/templates', { body, idempotencyKey: name });
    expect(made).toMatchObject({ status: 'PENDING', category: 'UTILITY' });
    const again = await api.call('POST /v1/whatsapp/templates', { body, idempotencyKey: name });
    expect(again.id).toBe(made.id);
    const { data } = await api.call('GET /v1/whatsapp/templates', { query: { account, name } });
    expect(data.map(({ id }) => id)).toEqual([made.id]);
    await eventually(
      60_000,
      () => 'no webhook of the review',
      async () => (await journey.eventsOf(account)).find(({ kind }) => kind === 'template-update'),
    );
  }, 120_000);

  it('hands a thread to another app, which alone may answer then', async () => {
    const threadId = await desk.thread({ channel: 'messenger', person: '7100000009' });
    const passed = await api.call('POST /v1/threads/{id}/control', {
      path: { id: threadId },
      body: { action: 'pass', targetAppId: '263902037430900' },
    });
    expect(passed.control).toMatchObject({ holder: 'other', appId: '263902037430900' });
    expect((await desk.send({ threadId, ...text('may I?') })).status).toBe(422);
    await api.call('POST /v1/threads/{id}/control', { path: { id: threadId }, body: { action: 'take' } });
    expect((await desk.send({ threadId, ...text('now I may') })).status).toBe(201);
  }, 120_000);
});

describe('another workspace', () => {
  it('sees and sends nothing here', async () => {
    const threadId = await desk.thread({ channel: 'messenger', person: '7100000010' });
    const { body } = await desk.send({ threadId, ...text('ours') });
    const stranger = {
      authorization: `Bearer ${outputs.other.token}`,
      'content-type': 'application/json',
      'idempotency-key': 'k',
    };
    const ask = (method: string, path: string, asked?: object) =>
      fetch(`${outputs.apiUrl}${path}`, { method, headers: stranger, ...(asked && { body: JSON.stringify(asked) }) });
    const answers = await Promise.all([
      ask('GET', `/v1/messages/${body.id}`),
      ask('DELETE', `/v1/messages/${body.id}`),
      ask('POST', '/v1/messages', { threadId, ...text('theirs') }),
      ask('POST', '/v1/messages', { from: desk.assets.messenger, to: { id: '7100000010' }, ...text('theirs') }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, expect.any(Number)]);
    expect(answers[3]?.ok).toBe(false);
    expect(await desk.commits('nonce=theirs')).toEqual([]);
  }, 120_000);
});
