import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sendConversions, validateConversions } from '../../../lambdas/capi/send-conversions.ts';
import { Otherwise } from '../../../lambdas/foundation/core/api.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { DEMO, type MetaSimulator, metaSimulator } from '../../local/graph-meta.ts';
import { capiWorld, chatPurchase, purchase } from './capi-world.ts';

let meta: MetaSimulator;
let w: Awaited<ReturnType<typeof capiWorld>>;
const other = '990000000000032';

beforeEach(async () => {
  meta = await metaSimulator();
  w = await capiWorld(meta);
  await w.link();
});
afterEach(() => meta.close());

const one = (id = 'order-1', more: Readonly<Record<string, unknown>> = {}) => purchase(id, w.clock.now(), more);
const queued = () => w.outbox.items('capiEvents') as readonly { eventId: string; pixel: string }[];
const failureOf = async (work: Promise<unknown>): Promise<Failure> => {
  const thrown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (thrown instanceof Failure) return thrown;
  throw new Error(`no failure but ${String(thrown)}`);
};
const post = (body: object, headers: Readonly<Record<string, string>> = {}) =>
  sendConversions({ workspace: 'shop', body: body as never, headers }, w.doors, w.notes);

describe('accepting conversions', () => {
  it('answers one by one in the order asked, and queues only what it accepts', async () => {
    const { data } = await w.accept({
      data: [one('a'), { event_name: 'Purchase' }, one('b'), 7, one('c', { typo: 1 })],
    });
    expect(data.map(({ eventId, accepted }) => [eventId, accepted])).toEqual([
      ['a', true],
      [null, false],
      ['b', true],
      [null, false],
      ['c', false],
    ]);
    expect(data[1]?.problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['event_time', 'action_source', 'user_data']),
    );
    expect(data[4]?.problems).toEqual([{ path: 'typo', reason: 'is no member that Meta knows' }]);
    expect(queued().map(({ eventId }) => eventId)).toEqual(['a', 'b']);
    expect(w.notes.total('Conversions', { outcome: 'refused' })).toBe(3);
    expect(w.notes.total('Conversions', { outcome: 'accepted' })).toBe(2);
  });

  it('is 400 only when none is accepted, and names every problem by its path', async () => {
    const failure = await failureOf(w.accept({ data: [{}, one('x', { event_time: 1 })] }));
    expect(failure.kind).toBe('invalid-request');
    const paths = failure.errors?.map(({ path }) => path) ?? [];
    expect(paths).toEqual(expect.arrayContaining(['body.data.0.event_name', 'body.data.1.event_time']));
    expect(queued()).toEqual([]);
    expect(w.doors.conversions.rows()).toEqual([]);
  });

  it('gives an event without an id the same one every time', async () => {
    const { event_id, ...nameless } = one();
    const first = await w.accept({ data: [nameless] });
    const again = await w.accept({ data: [nameless] });
    const differs = await w.accept({ data: [{ ...nameless, custom_data: { value: 13, currency: 'EUR' } }] });
    expect(event_id).toBe('order-1');
    expect(first.data[0]?.eventId).toMatch(/^[0-9a-f]{32}$/);
    expect(again.data[0]?.eventId).toBe(first.data[0]?.eventId);
    expect(differs.data[0]?.eventId).not.toBe(first.data[0]?.eventId);
    expect(queued()).toMatchObject([{ ownId: false }, { ownId: false }, { ownId: false }]);
  });

  it('sends a delivered event no second time, and flags an id that is used for something else', async () => {
    await w.accept({ data: [one()] });
    await w.pump();
    const again = await w.accept({ data: [one()] });
    expect(again.data).toEqual([
      {
        eventId: 'order-1',
        accepted: true,
        problems: [{ path: 'event_id', reason: expect.stringContaining('delivered already') }],
      },
    ]);
    const reused = await w.accept({ data: [one('order-1', { custom_data: { value: 99, currency: 'EUR' } })] });
    expect(reused.data).toMatchObject([
      { accepted: true, problems: [{ path: 'event_id', reason: expect.stringContaining('other contents') }] },
    ]);
    await w.pump();
    expect((await w.committed()).map(({ commits, kept }) => [commits, kept])).toEqual([[2, 1]]);
  });

  it('takes an event that stands twice in a request once', async () => {
    const { data } = await w.accept({
      data: [one(), one(), one('order-1', { custom_data: { value: 1, currency: 'USD' } })],
    });
    expect(data.map(({ accepted, problems }) => [accepted, problems.length])).toEqual([
      [true, 0],
      [true, 1],
      [true, 1],
    ]);
    await w.pump();
    expect((await w.committed()).map(({ kept }) => kept)).toEqual([1]);
  });

  it('refuses an id of business messaging that is used for something else: Meta would count both', async () => {
    await w.accept({ data: [chatPurchase('chat-1', w.clock.now())] });
    await w.pump();
    const changed = { ...chatPurchase('chat-1', w.clock.now()), custom_data: { value: 6, currency: 'EUR' } };
    expect((await w.accept({ data: [changed, one()] })).data.map(({ accepted }) => accepted)).toEqual([false, true]);
  });

  it('fans out to every pixel that is asked, else to the default ones, else to the only one', async () => {
    const { data } = await w.accept({ data: [one('only')] });
    expect(data).toHaveLength(1);
    await w.link('shop', other);
    const unclear = await failureOf(w.accept({ data: [one('which')] }));
    expect(unclear).toMatchObject({ kind: 'invalid-request', errors: [{ path: 'body.pixels' }] });
    await w.accept({ data: [one('both')], pixels: [DEMO.pixel, other, DEMO.pixel] });
    await w.doors.settings.put(
      {
        workspace: 'shop',
        pixels: [other],
        country: null,
        dataProcessing: null,
        optOut: false,
        updatedAt: '2026-11-21T00:00:00.000Z',
      },
      0,
    );
    await w.accept({ data: [one('default')] });
    const pixelsOf = (id: string) =>
      queued()
        .filter(({ eventId }) => eventId === id)
        .map(({ pixel }) => pixel);
    expect([pixelsOf('only'), pixelsOf('both'), pixelsOf('default')]).toEqual([
      [DEMO.pixel],
      [DEMO.pixel, other],
      [other],
    ]);
    expect((await w.doors.conversions.list('shop', 'both')).map(({ pixel }) => pixel)).toEqual([DEMO.pixel, other]);
  });

  it('knows no pixel that nobody connected, nor another workspace’s', async () => {
    for (const [workspace, pixels] of [
      ['shop', ['990000000009999']],
      ['rival', [DEMO.pixel]],
      ['rival', undefined],
    ] as const) {
      const failure = await failureOf(w.accept({ data: [one()], pixels }, workspace));
      expect(failure.kind).toBe('not-found');
    }
    expect(queued()).toEqual([]);
  });

  it('fills in what the workspace settled for events that say nothing of it', async () => {
    const dataProcessing = { options: ['LDU'], country: 1, state: 1000 };
    await w.doors.settings.put(
      {
        workspace: 'shop',
        pixels: [],
        country: 'DE',
        dataProcessing,
        optOut: true,
        updatedAt: '2026-11-21T00:00:00.000Z',
      },
      0,
    );
    await w.accept({
      data: [
        one('silent', { user_data: { ph: '0151 2345678', client_user_agent: 'x' } }),
        one('loud', { opt_out: false, data_processing_options: [] }),
      ],
    });
    await w.pump();
    const sent = Object.fromEntries((await w.committed()).map(({ eventId, event }) => [eventId, event]));
    expect(sent.silent).toMatchObject({
      opt_out: true,
      data_processing_options: ['LDU'],
      data_processing_options_country: 1,
      data_processing_options_state: 1000,
    });
    expect(sent.loud).toMatchObject({ opt_out: false, data_processing_options: [] });
    const { data } = await validateConversions('shop', [one('x', { user_data: { ph: '+49 151 2345678' } })], w.doors);
    expect(sent.silent?.user_data).toMatchObject({ ph: data[0]?.userData.ph });
  });

  it('keeps test_event_code a wish of the request, and sends it as often as it is asked', async () => {
    for (let time = 0; time < 2; time += 1) {
      await w.accept({ data: [one()], testEventCode: 'TEST123' });
      await w.pump();
    }
    await w.accept({ data: [one('plain')] });
    await w.pump();
    const rows = (await meta.control('GET', 'conversions?full=1')).body.data as readonly {
      eventId: string;
      commits: number;
      testEventCode: string | null;
    }[];
    expect(rows.map(({ eventId, commits, testEventCode }) => [eventId, commits, testEventCode])).toEqual([
      ['order-1', 2, 'TEST123'],
      ['plain', 1, null],
    ]);
  });

  it('keeps and queues nothing when the queue refuses, but for rows that say accepted', async () => {
    w.outbox.refuse();
    expect((await failureOf(w.accept({ data: [one()] }))).kind).toBe('unavailable');
    // The caller asks again, as a 503 wants: nothing stands in its way.
    await w.accept({ data: [one()] });
    await w.pump();
    expect((await w.committed()).map(({ commits }) => commits)).toEqual([1]);
  });
});

describe('POST /v1/conversions', () => {
  it('answers with what Meta said when the caller waits', async () => {
    const answer = await post({ data: [one('a'), one('b')] }, { prefer: 'respond-async, wait=10' });
    if (!(answer instanceof Otherwise)) throw new Error('not all of it is at Meta');
    expect(answer.answer.relayed).toMatchObject([
      { pixel: DEMO.pixel, events_sent: 2, events_received: 2, messages: [] },
    ]);
    expect(answer.answer.relayed?.[0]?.fbtrace_id).toMatch(/.+/);
    expect(queued()).toEqual([]);
    expect((await w.doors.conversions.list('shop', 'a'))[0]?.state).toBe('delivered');
    expect(w.bus.announced.map(({ type }) => type)).toEqual(['conversion.accepted', 'conversion.delivered']);
  });

  it('puts into the queue what Meta does not take at once, and says why', async () => {
    await meta.control('POST', 'faults', { conversions: [{ eventId: '^bad$', code: 100, subcode: 2804009 }] });
    const answer = await post({ data: [one('good'), one('bad')] }, { prefer: 'wait' });
    expect(answer).not.toBeInstanceOf(Otherwise);
    expect(answer).toMatchObject({
      data: [
        { eventId: 'good', problems: [] },
        { eventId: 'bad', accepted: true, problems: [{ reason: expect.stringContaining('2804009') }] },
      ],
      relayed: [{ events_received: 1 }],
    });
    expect(queued().map(({ eventId }) => eventId)).toEqual(['bad']);
    await w.pump();
    expect(w.parked.rows()).toHaveLength(1);
  });

  it('answers a repeated request as the first time, once a key', async () => {
    const body = { data: [one('a'), {}] };
    const first = await post(body, { 'idempotency-key': 'k1' });
    const again = await post(body, { 'idempotency-key': 'k1' });
    expect(again).toEqual(first);
    expect(queued()).toHaveLength(1);
    const failure = await failureOf(post({ data: [one('b')] }, { 'idempotency-key': 'k1' }));
    expect(failure.kind).toBe('conflict');
    const waited = await post({ data: [one('c')] }, { 'idempotency-key': 'k2', prefer: 'wait' });
    expect(await post({ data: [one('c')] }, { 'idempotency-key': 'k2', prefer: 'wait' })).toEqual(waited);
    expect((await failureOf(post(body, { 'idempotency-key': 'über' }))).kind).toBe('invalid-request');
  });

  it('gives the key back when it could not do the work', async () => {
    const body = { data: [one('a')] };
    w.outbox.refuse();
    expect((await failureOf(post(body, { 'idempotency-key': 'k1' }))).kind).toBe('unavailable');
    expect(await post(body, { 'idempotency-key': 'k1' })).toMatchObject({ data: [{ accepted: true }] });
  });

  it('takes 4 MB of a thousand events', async () => {
    const contents = Array.from({ length: 40 }, (_, at) => ({ id: `product-${at}-${'x'.repeat(60)}`, quantity: 1 }));
    const data = Array.from({ length: 1000 }, (_, at) =>
      one(`order-${at}`, { custom_data: { value: 1, currency: 'EUR', contents } }),
    );
    expect(JSON.stringify({ data }).length).toBeGreaterThan(3_900_000);
    const { data: answers } = await w.accept({ data });
    expect(answers.filter(({ accepted }) => accepted)).toHaveLength(1000);
    expect(w.outbox.sent.every(({ body }) => Buffer.byteLength(body) <= 1_000_000)).toBe(true);
    await w.pump();
    expect(await w.committed()).toHaveLength(1000);
  });
});

describe('POST /v1/conversions/validate', () => {
  it('explains any object in the order asked, and keeps nothing', async () => {
    const { data } = await validateConversions(
      'shop',
      [
        one('a', { user_data: { em: ' A@Example.com', ph: 'x', client_user_agent: 'y' } }),
        null,
        [],
        'x',
        { user_data: { fn: 'Ada' } },
      ],
      w.doors,
    );
    expect(data.map(({ ok }) => ok)).toEqual([true, false, false, false, false]);
    expect(data[0]?.userData.em).toMatch(/^[0-9a-f]{64}$/);
    expect(data[0]?.matchKeys).toEqual(['em', 'client_user_agent']);
    expect(data[0]?.problems.map(({ path }) => path)).toEqual(['user_data.ph']);
    expect(data[4]?.userData.fn).toMatch(/^[0-9a-f]{64}$/);
    expect(w.doors.conversions.rows()).toEqual([]);
    expect(w.outbox.sent).toEqual([]);
  });
});
