import { beforeAll, describe, expect, it } from '@jest/globals';
import { Metaport } from '../../client/metaport-client.ts';
import { ctl, eventually, inParallel, metaBytes, postSigned, shuffled } from './harness/cloud.ts';
import { demandOutputs, freshId, openJourney, pageEnvelope } from './harness/journey.ts';

const outputs = demandOutputs();
const journey = openJourney(outputs);
const { api } = journey;

const [page, account, waba, phone] = [freshId(), freshId(), freshId(), freshId()];
const assets = { messenger: `page:${page}`, instagram: `instagram:${account}`, whatsapp: `whatsapp:${waba}` };
const hour = 3600_000;
/** A whole second, for WhatsApp knows no finer one; long enough ago that every later time is past as well. */
const begun = Math.floor(Date.now() / 1000) * 1000 - hour;
const iso = (ms: number) => new Date(ms).toISOString();

beforeAll(async () => {
  await ctl('assets', 'link', ...Object.values(assets));
}, 120_000);

type Body = Parameters<typeof metaBytes>[0];
const take = async (body: object) => expect(await postSigned(outputs, metaBytes(body as Body))).toBe(200);

const entryOf = (id: string, from: string, to: string, at: number, item: object) => ({
  id,
  time: at,
  messaging: [{ sender: { id: from }, recipient: { id: to }, timestamp: at, ...item }],
});
/** From a person to the Page or account, or with `echo` the other way. */
const toPage = (person: string, at: number, item: object) => pageEnvelope(entryOf(page, person, page, at, item));
const ofPage = (person: string, at: number, item: object) => pageEnvelope(entryOf(page, page, person, at, item));
const toAccount = (person: string, at: number, item: object) => ({
  object: 'instagram',
  entry: [entryOf(account, person, account, at, item)],
});
const onWhatsapp = (value: object) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: waba,
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '15555550100', phone_number_id: phone },
            ...value,
          },
        },
      ],
    },
  ],
});
const seconds = (ms: number) => String(Math.floor(ms / 1000));

/** The threads of an asset. */
const threadsOf = async (asset: string) => {
  const found = [];
  for await (const one of api.all('GET /v1/threads', { query: { asset } })) found.push(one);
  return found;
};

/** Every message of a thread, newest first, over pages of `limit`. */
async function messagesOf(id: string, limit = 100) {
  const found = [];
  for await (const one of api.all('GET /v1/threads/{id}/messages', { path: { id }, query: { limit } })) found.push(one);
  return found;
}

/** Waits until the only thread of an asset has so many messages of which `done` holds; answers both. */
/** A message stands before its thread tells of it, so what a test says of the thread it has to wait for. */
type Done = (texts: readonly Told[], thread: Awaited<ReturnType<typeof threadsOf>>[number]) => boolean;
const settled = (asset: string, count: number, done: Done = () => true) => {
  let last: unknown;
  return eventually(
    90_000,
    () => `${asset}: ${JSON.stringify(last)}`,
    async () => {
      const [thread, ...others] = await threadsOf(asset);
      if (thread === undefined) return undefined;
      expect(others).toEqual([]);
      const messages = await messagesOf(thread.id);
      last = messages.map(({ text, state }) => [text, state]);
      if (messages.length > count) throw new Error(`more than ${count} messages: ${JSON.stringify(last)}`);
      return messages.length === count && done(messages, thread) ? { thread, messages } : undefined;
    },
  );
};
type Told = Awaited<ReturnType<typeof messagesOf>>[number];

describe('a conversation on Messenger', () => {
  const person = '6101';
  it('is one thread, with the answer that a person gave in Meta’s inbox, delivered and read', async () => {
    const [asked, answered] = [begun, begun + 60_000];
    const posts = [
      toPage(person, asked, { message: { mid: `m_q_${page}`, text: 'Is the lamp in stock? 🌿' } }),
      ofPage(person, answered, { message: { mid: `m_a_${page}`, text: 'It is.', is_echo: true } }),
      toPage(person, answered + 1000, { delivery: { mids: [`m_a_${page}`], watermark: answered } }),
      toPage(person, answered + 2000, { read: { watermark: answered } }),
      toPage(person, answered + 3000, { reaction: { mid: `m_a_${page}`, action: 'react', emoji: '❤️' } }),
    ];
    // In any order, and each twice.
    await inParallel(shuffled([...posts, ...posts], 7), 4, take);
    const { thread, messages } = await settled(
      assets.messenger,
      2,
      ([answer], { lastDirection }) =>
        answer?.state === 'read' && answer.reactions.length === 1 && lastDirection === 'out',
    );
    expect(messages.map(({ direction, text, state, at }) => [direction, text, state, at])).toEqual([
      ['out', 'It is.', 'read', iso(answered)],
      ['in', 'Is the lamp in stock? 🌿', 'received', iso(asked)],
    ]);
    expect(thread).toMatchObject({ channel: 'messenger', lastAt: iso(answered), lastDirection: 'out' });
    const window = await api.call('GET /v1/threads/{id}/window', { path: { id: thread.id } });
    expect(window).toMatchObject({
      standard: { open: true, until: iso(asked + 24 * hour) },
      humanAgent: { open: true, until: iso(asked + 7 * 24 * hour) },
      template: 'utility-template',
      allowed: ['RESPONSE', 'MESSAGE_TAG/HUMAN_AGENT', 'UTILITY'],
    });
    const shown = await api.call('GET /v1/threads/{id}', { path: { id: thread.id } });
    expect(shown.person?.aliases).toEqual([expect.objectContaining({ alias: `psid:${page}:${person}` })]);
  }, 120_000);

  it('is nobody else’s', async () => {
    const [thread] = await threadsOf(assets.messenger);
    const token = (await ctl('token', '--workspace', 'another-workspace')).trim();
    const stranger = new Metaport({ apiUrl: outputs.apiUrl, token: () => token });
    await expect(stranger.call('GET /v1/threads/{id}', { path: { id: thread?.id ?? '' } })).rejects.toMatchObject({
      problem: { kind: 'not-found' },
    });
    await expect(stranger.call('GET /v1/threads', { query: { asset: assets.messenger } })).resolves.toEqual({
      data: [],
      nextCursor: null,
    });
  }, 60_000);
});

describe('a message that its sender unsends on Instagram', () => {
  const person = '6201';
  const secret = `the code is 4711-${account}`;
  const sent = toAccount(person, begun, { message: { mid: `ig_${account}`, text: secret } });
  const unsent = toAccount(person, begun + 5000, { message: { mid: `ig_${account}`, is_deleted: true } });

  it('leaves a tombstone and nothing of its text, here or in the webhook log, whatever comes late', async () => {
    await take(sent);
    await settled(assets.instagram, 1, ([one]) => one?.text === secret);
    await take(unsent);
    await settled(assets.instagram, 1, ([one]) => one?.state === 'deleted');
    await take(sent);
    await take(unsent);
    const events = await journey.settled(assets.instagram, 2);
    for (const { id } of events) {
      const kept = await api.call('GET /v1/webhooks/events/{id}', { path: { id } });
      expect(JSON.stringify(kept)).not.toContain('4711');
    }
    const { messages } = await settled(assets.instagram, 1);
    expect(messages[0]).toMatchObject({ state: 'deleted', text: null, content: null, type: null });
    expect(JSON.stringify(messages)).not.toContain('4711');
  }, 180_000);

  it('does so when Meta tells of the deletion first', async () => {
    const late = { mid: `ig_late_${account}`, text: secret };
    await take(toAccount(person, begun + 20_000, { message: { mid: late.mid, is_deleted: true } }));
    await journey.settled(assets.instagram, 3);
    await take(toAccount(person, begun + 10_000, { message: late }));
    await settled(assets.instagram, 2, (all) => all.every(({ state }) => state === 'deleted'));
    const kept = await eventually(
      60_000,
      () => 'the late message stands in the webhook log',
      async () => {
        const events = await journey.settled(assets.instagram, 4);
        const whole = await Promise.all(
          events.map(({ id }) => api.call('GET /v1/webhooks/events/{id}', { path: { id } })),
        );
        return JSON.stringify(whole).includes('4711') ? undefined : whole;
      },
    );
    expect(kept).toHaveLength(4);
  }, 180_000);
});

describe('a conversation on WhatsApp', () => {
  const [bsuid, other] = [`US.${freshId()}`, `US.${freshId()}`];
  // A number belongs to one person of a workspace for good: other runs have had theirs.
  const [number, newNumber] = [`1${freshId()}`, `1${freshId()}`];
  const contact = { profile: { name: 'Invented Person' }, wa_id: number, user_id: bsuid };
  const [asked, answered] = [begun, begun + 120_000];
  const id = `wamid.A${waba}`;
  const status = (word: string, at: number, more: object = {}) =>
    onWhatsapp({ statuses: [{ id, status: word, timestamp: seconds(at), recipient_id: number, ...more }] });

  it('keeps the furthest state, whatever order the statuses come in, and joins them to the message that they are of', async () => {
    const message = {
      from: number,
      from_user_id: bsuid,
      id: `wamid.Q${waba}`,
      timestamp: seconds(asked),
      type: 'text',
    };
    await take(onWhatsapp({ contacts: [contact], messages: [{ ...message, text: { body: 'Hello?' } }] }));
    await settled(assets.whatsapp, 1);
    const pricing = { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' };
    await take(status('read', answered + 9000));
    await take(status('delivered', answered + 8000, { pricing }));
    await take(status('sent', answered, { pricing }));
    const metaId = id;
    const found = await eventually(
      60_000,
      () => 'the statuses are not kept',
      async () => {
        const events = await journey.eventsOf(assets.whatsapp);
        return events.filter(({ kind, state }) => kind === 'status' && state === 'done').length === 3 || undefined;
      },
    );
    expect(found).toBe(true);
    const echo = { from: phone, to: number, id, timestamp: seconds(answered), type: 'text', text: { body: 'Yes?' } };
    await take({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: waba,
          changes: [
            {
              field: 'smb_message_echoes',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '15555550100', phone_number_id: phone },
                message_echoes: [echo],
              },
            },
          ],
        },
      ],
    });
    const { messages } = await settled(assets.whatsapp, 2, ([answer]) => answer?.state === 'read');
    expect(messages[0]).toMatchObject({
      metaId,
      direction: 'out',
      text: 'Yes?',
      deliveredAt: iso(answered + 8000),
      readAt: iso(answered + 9000),
      pricing,
    });
  }, 180_000);

  it('goes on when the person changes their number, and with it their user id', async () => {
    const system = {
      type: 'user_changed_number',
      body: 'changed',
      wa_id: newNumber,
      user_id: other,
    };
    const change = { from: number, from_user_id: bsuid, id: `wamid.S${waba}`, timestamp: seconds(asked + hour / 2) };
    await take(onWhatsapp({ contacts: [contact], messages: [{ ...change, type: 'system', system }] }));
    await eventually(
      60_000,
      () => 'the change of number is not kept',
      async () => (await journey.eventsOf(assets.whatsapp)).some(({ kind }) => kind === 'identity-change') || undefined,
    );
    const moved = { profile: { name: 'Invented Person' }, wa_id: newNumber };
    const message = {
      from: newNumber,
      id: `wamid.N${waba}`,
      timestamp: seconds(asked + hour / 2 + 60_000),
      type: 'text',
    };
    const { thread } = await eventually(
      90_000,
      () => 'the new number does not reach the thread',
      async () => {
        const [one] = await threadsOf(assets.whatsapp);
        const { person } = await api.call('GET /v1/threads/{id}', { path: { id: one?.id ?? '' } });
        return person?.aliases.some(({ alias }) => alias === `wa:${newNumber}`) ? { thread: one } : undefined;
      },
    );
    await take(onWhatsapp({ contacts: [moved], messages: [{ ...message, text: { body: 'New number!' } }] }));
    const { messages } = await settled(assets.whatsapp, 3);
    expect(messages[0]).toMatchObject({ text: 'New number!', threadId: thread?.id });
  }, 180_000);
});

describe('a burst', () => {
  it('of 120 messages to one thread, each posted twice and shuffled, stands in order, once each, over its pages', async () => {
    const burst = await journey.newPage();
    const texts = Array.from({ length: 120 }, (_, at) => `message ${String(at).padStart(3, '0')}`);
    const posts = texts.map((text, at) =>
      pageEnvelope(entryOf(burst, '6301', burst, begun + at * 1000, { message: { mid: `m_${at}_${burst}`, text } })),
    );
    await inParallel(shuffled([...posts, ...posts], 11), 8, take);
    const { thread, messages } = await settled(`page:${burst}`, texts.length);
    expect(messages.map(({ text }) => text)).toEqual([...texts].reverse());
    const paged = await messagesOf(thread.id, 7);
    expect(paged.map(({ id }) => id)).toEqual(messages.map(({ id }) => id));
  }, 240_000);
});
