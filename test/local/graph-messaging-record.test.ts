import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, type MessagingSimulator, messagingSimulator, PERSON, WA_ID } from './graph-messaging-sim.ts';
import { DEMO, type Json } from './graph-meta.ts';

let sim: MessagingSimulator;
beforeAll(async () => {
  sim = await messagingSimulator();
  await sim.set({ answers: 'none' });
});
afterAll(() => sim.close());
afterEach(async () => {
  for (const one of ['faults', 'messages', 'usage']) await sim.control('DELETE', one);
});

const say = (text: string, more: Json = {}) => sim.messenger({ message: { text }, ...more });
const spoil = (more: Json) => sim.control('POST', 'faults', { graph: [{ match: { path: '/messages$' }, ...more }] });
/** Sends so many, each with a text of its own; says which of them were answered. */
const sayMany = async (count: number, prefix = 'n') => {
  const names = Array.from({ length: count }, (_, at) => `${prefix}-${at}`);
  const outcomes = [];
  for (const name of names)
    outcomes.push(
      await say(name).then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
  return outcomes;
};

describe('the record of messages', () => {
  it('says who got what, through which call, when, and as which one', async () => {
    await say('a', { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' });
    await say('b', { recipient: { id: '71' } });
    await sim.whatsapp({ text: { body: 'c' }, biz_opaque_callback_data: 'row-7' });
    await say('a');
    const { data, totals } = await sim.record();
    const { data: calls } = (await sim.control('GET', 'calls?path=messages')).body;
    expect(data[0]).toEqual({
      id: expect.stringMatching(/^m_/),
      order: 1,
      nth: 1,
      platform: 'messenger',
      account: DEMO.page,
      recipient: PERSON,
      type: 'text',
      text: 'a',
      metadata: null,
      messagingType: 'MESSAGE_TAG',
      tag: 'HUMAN_AGENT',
      call: calls.at(-4).id,
      app: DEMO.app,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      lostAnswer: false,
      failed: null,
    });
    expect(data.map((row: Json) => [row.order, row.nth, row.recipient, row.text, row.metadata])).toEqual([
      [1, 1, PERSON, 'a', null],
      [2, 1, '71', 'b', null],
      [3, 1, WA_ID, 'c', 'row-7'],
      [4, 2, PERSON, 'a', null],
    ]);
    expect(totals).toEqual({ commits: 4, recipients: 3, doubled: 1, doubles: ['a'], lostAnswers: 0, forgotten: 0 });
  });

  it('is asked by the whole text or marker, by a part, by ends, and from a number on', async () => {
    await say('order-1');
    await say('order-11');
    await sim.whatsapp({ text: { body: 'hi' }, biz_opaque_callback_data: 'order-1' });
    const texts = async (query: string) => (await sim.record(query)).data.map(({ text }: Json) => text);
    expect(await texts('?nonce=order-1')).toEqual(['order-1', 'hi']);
    expect(await texts('?contains=order-1')).toEqual(['order-1', 'order-11', 'hi']);
    expect(await texts(`?nonce=order-1&account=${DEMO.page}`)).toEqual(['order-1']);
    expect(await texts(`?recipient=${WA_ID}`)).toEqual(['hi']);
    expect(await texts('?platform=messenger&after=1')).toEqual(['order-11']);
    expect(await texts('?nonce=order')).toEqual([]);
    expect((await sim.record('?totals=1')).data).toEqual([]);
    expect((await sim.record('?totals=1')).totals.commits).toBe(3);
    expect((await sim.record('?nonce=order-11&full=1')).data[0].body).toEqual({ text: 'order-11' });
    expect((await sim.control('GET', 'messages?after=x')).status).toBe(400);
  });

  it('counts a commit whose answer was lost, and none that was never made', async () => {
    await spoil({ times: 1, fault: { kind: 'closeAfterCommit' } });
    await expect(say('cut after')).rejects.toThrow();
    await spoil({ times: 1, fault: { kind: 'truncated' } });
    await expect(say('broken off')).rejects.toThrow();
    await spoil({ times: 1, fault: { kind: 'closeBefore' } });
    await expect(say('cut before')).rejects.toThrow();
    await spoil({ times: 1, fault: { kind: 'slow', ms: 400 } });
    await expect(sim.messenger({ message: { text: 'gone' } }, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await say('learnt');
    const { data, totals } = await sim.record();
    expect(data.map((row: Json) => [row.text, row.lostAnswer])).toEqual([
      ['cut after', true],
      ['broken off', true],
      ['gone', true],
      ['learnt', false],
    ]);
    expect(totals).toMatchObject({ commits: 4, lostAnswers: 3 });
  });

  it('counts each item of a batch', async () => {
    const item = (text: string) => ({
      method: 'POST',
      relative_url: 'me/messages',
      body: new URLSearchParams({
        recipient: JSON.stringify({ id: PERSON }),
        message: JSON.stringify({ text }),
      }).toString(),
    });
    const { body } = await sim.graph('POST', '/', sim.page, {
      batch: JSON.stringify([item('a'), item(''), item('b')]),
    });
    expect(body.map(({ code }: Json) => code)).toEqual([200, 400, 200]);
    expect((await sim.record()).data.map(({ text, nth }: Json) => [text, nth])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('stays when the world is put back, and begins anew when it is deleted', async () => {
    const own = await messagingSimulator();
    await own.set({ answers: 'none' });
    await own.messenger({ message: { text: 'a' } });
    await own.control('POST', 'templates', { templates: [{ owner: DEMO.waba, name: 'made', language: 'de' }] });
    await own.control('POST', 'world', { reset: true });
    expect((await own.record()).totals.commits).toBe(1);
    expect((await own.control('GET', 'templates')).body.data).toHaveLength(4);
    expect((await own.control('DELETE', 'messages')).body.totals.commits).toBe(0);
    await own.close();
  });
});

describe('faults of messages', () => {
  it('meet the next so many of a path with a code', async () => {
    await spoil({ after: 1, times: 2, fault: { kind: 'error', code: 10, subcode: 2018278 } });
    const answers = [await say('a'), await say('b'), await say('c'), await say('d')];
    expect(answers.map((one) => codesOf(one)[1])).toEqual(
      [undefined, 2018278, 2018278, undefined].map((it) => it ?? null),
    );
    await spoil({ times: 1, fault: { kind: 'error', code: 133008, details: 'Wait 60 s.' } });
    const { error } = (await sim.whatsapp({ text: { body: 'x' } })).body;
    expect(error).toMatchObject({ code: 133008, error_data: { messaging_product: 'whatsapp', details: 'Wait 60 s.' } });
    expect((await sim.record()).totals.commits).toBe(2);
  });

  it('meet a share of the calls, the same ones for the same seed', async () => {
    const rule = { share: 0.3, seed: 7, fault: { kind: 'closeAfterCommit' } };
    await spoil(rule);
    const first = await sayMany(60, 'first');
    const [{ met, hit }] = (await sim.control('GET', 'faults')).body.graph;
    await spoil(rule);
    const second = await sayMany(60, 'second');
    await spoil({ ...rule, seed: 8 });
    const other = await sayMany(60, 'other');
    const lost = first.filter((isAnswered) => !isAnswered).length;
    expect([met, hit]).toEqual([60, lost]);
    expect(lost).toBeGreaterThan(8);
    expect(lost).toBeLessThan(30);
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
    const { totals } = await sim.record('?contains=first&totals=1');
    expect(totals).toMatchObject({ commits: 60, doubled: 0, lostAnswers: lost });
    expect((await sim.control('POST', 'faults', { graph: [{ share: 0, fault: { kind: 'html500' } }] })).status).toBe(
      400,
    );
  });

  it('meet one person, or one text, so many times', async () => {
    const away = { recipient: '^71$', code: 551, subcode: 1545041, times: 2 };
    const broken = { text: 'bad', code: 100, message: 'No' };
    await sim.control('POST', 'faults', { messages: [away, broken] });
    const to71 = { recipient: { id: '71' } };
    const codes = [
      await say('a', to71),
      await say('b'),
      await say('bad one'),
      await say('c', to71),
      await say('d', to71),
    ];
    expect(codes.map((one) => codesOf(one)[0] ?? null)).toEqual([551, null, 100, 551, null]);
    const { messages } = (await sim.control('GET', 'faults')).body;
    expect(messages.map(({ met }: Json) => met)).toEqual([2, 1]);
    expect((await sim.record()).data.map(({ text }: Json) => text)).toEqual(['b', 'd']);
    expect((await sim.control('POST', 'faults', { messages: [{ recipient: '(', code: 1 }] })).status).toBe(400);
    expect((await sim.control('DELETE', 'faults')).body.messages).toEqual([]);
  });

  it('of WhatsApp may come as a failed status', async () => {
    const capped = { as: 'status', recipient: WA_ID, code: 131049, message: 'Not delivered', details: 'Too many.' };
    await sim.control('POST', 'faults', { messages: [capped] });
    await sim.set({ answers: 'all' });
    const { status, body } = await sim.whatsapp({ text: { body: 'x' } });
    const [failed] = await sim.deliveries(1);
    expect(failed?.body.entry[0].changes[0].value).toEqual({
      messaging_product: 'whatsapp',
      metadata: expect.any(Object),
      statuses: [
        {
          id: body.messages[0].id,
          status: 'failed',
          timestamp: expect.any(String),
          recipient_id: WA_ID,
          errors: [
            {
              code: 131049,
              title: 'Not delivered',
              message: 'Not delivered',
              error_data: { details: 'Too many.' },
              href: expect.any(String),
            },
          ],
        },
      ],
    });
    expect([status, (await sim.record()).data[0].failed]).toEqual([200, 131049]);
    await sim.set({ answers: 'none' });
  });
});
