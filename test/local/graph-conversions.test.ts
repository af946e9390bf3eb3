import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithShared } from '../shared-material.ts';
import { DEMO, type Json, type MetaSimulator, metaSimulator, proofFor } from './graph-meta.ts';

let sim: MetaSimulator;
let token: string;
beforeAll(async () => {
  sim = await metaSimulator();
  token = await sim.connect();
});
afterAll(() => sim.close());
afterEach(async () => {
  await sim.control('DELETE', 'faults');
  await sim.control('DELETE', 'conversions');
});

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const seconds = () => Math.floor(Date.now() / 1000);
const customer = { client_user_agent: 'test', client_ip_address: '192.0.2.1', em: [hash('ada@shop.invalid')] };
const event = (more: Json = {}, person: Json = {}): Json => ({
  event_name: 'Lead',
  event_time: seconds(),
  event_id: 'e1',
  action_source: 'website',
  event_source_url: 'https://shop.invalid/',
  user_data: { ...customer, ...person },
  ...more,
});
/** As Meta's SDK posts: JSON, the proof in the query. */
const post = (data: unknown, more: Json = {}, by = token, init: RequestInit = {}) =>
  sim.send(`/v26.0/${DEMO.pixel}/events?appsecret_proof=${proofFor(by)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${by}`, 'content-type': 'application/json' },
    body: JSON.stringify({ data, ...more }),
    ...init,
  });
const record = async (query = '') => (await sim.control('GET', `conversions${query}`)).body;
const codesOf = ({ body }: { body: Json }) => [body.error?.code, body.error?.error_subcode ?? null];
const nothing = { events: 0, commits: 0, kept: 0, calls: 0, lostAnswers: 0 };

describe('events', () => {
  it('are taken as JSON, as a form, and as a list of JSON texts', async () => {
    const json = await post([event(), event({ event_id: 'e2' })], { partner_agent: null, test_event_code: 'TEST1' });
    expect(json.body).toEqual({ events_received: 2, messages: [], fbtrace_id: expect.any(String) });
    const path = `/${DEMO.pixel}/events`;
    const form = await sim.graph('POST', path, token, { data: JSON.stringify([event({ event_id: 'e3' })]) });
    expect(form.body.events_received).toBe(1);
    expect(
      (await post([JSON.stringify(event({ event_id: 'e4' }))], { test_event_code: null })).body.events_received,
    ).toBe(1);
    const inBody = { access_token: token, appsecret_proof: proofFor(token) };
    const bare = { headers: { 'content-type': 'application/json' }, method: 'POST' };
    const body = JSON.stringify({ data: [event({ event_id: 'e5' })], ...inBody });
    expect((await sim.send(`/v26.0${path}`, { ...bare, body })).status).toBe(200);
    const { data, totals } = await record();
    expect(data.map(({ eventId, testEventCode }: Json) => [eventId, testEventCode])).toEqual([
      ['e1', 'TEST1'],
      ['e2', 'TEST1'],
      ['e3', null],
      ['e4', null],
      ['e5', null],
    ]);
    expect(totals).toEqual({ events: 5, commits: 5, kept: 5, calls: 4, lostAnswers: 0 });
  });

  it('come by the thousand, in 8 MB, and leave only their size in the journal', async () => {
    const custom_data = { content_name: 'x'.repeat(8000) };
    const many = Array.from({ length: 1000 }, (_, at) => event({ event_id: `many-${at}`, custom_data }));
    expect((await post(many)).body.events_received).toBe(1000);
    const { data } = (await sim.control('GET', 'calls?path=AdsPixel/events')).body;
    const [row] = data.slice(-1);
    expect(Number(/^\((\d+) characters\)$/.exec(row.params.data)?.[1])).toBeGreaterThan(8e6);
    expect((await record('?eventId=many-7')).data[0].calls).toEqual([row.id]);
  });

  it('are kept whole: one asked for with full=1 is the one that was sent', async () => {
    const sent = event();
    await post([sent]);
    expect((await record('?full=1')).data[0].event).toEqual(sent);
    expect((await record()).data[0]).not.toHaveProperty('event');
  });

  it('need the scope of writing, a pixel that the token sees, and the proof', async () => {
    const issue = async (more: Json) =>
      (await sim.control('POST', 'tokens', { kind: 'user', app: DEMO.app, person: DEMO.ada, ...more })).body.token;
    const reader = await issue({ scopes: ['ads_read'] });
    expect(codesOf(await post([event()], {}, reader))).toEqual([200, null]);
    const stranger = await issue({ person: DEMO.ben, scopes: ['ads_management'] });
    expect(codesOf(await post([event()], {}, stranger))).toEqual([100, 33]);
    const system = { kind: 'system-user', person: DEMO.systemUser, scopes: ['ads_management'] };
    const server = await issue(system);
    expect((await post([event()], {}, server)).status).toBe(200);
    const unproven = await sim.graph('POST', `/${DEMO.pixel}/events`, server, { appsecret_proof: '' });
    expect(unproven.body.error.message).toContain('appsecret_proof');
  });

  it('count as Marketing calls', async () => {
    await sim.control('POST', 'usage', { fill: [{ useCase: 'ads_management', object: DEMO.pixel, percent: 40 }] });
    const { headers } = await post([event()]);
    const usage = JSON.parse(headers.get('x-business-use-case-usage') ?? '{}');
    expect(usage[DEMO.pixel]).toMatchObject([{ type: 'ads_management', call_count: 40 }]);
    await sim.control('POST', 'usage', { fill: [{ useCase: 'ads_management', object: DEMO.pixel, percent: 100 }] });
    expect(codesOf(await post([event({ event_id: 'throttled' })]))).toEqual([80004, null]);
    expect((await record('?eventId=throttled')).totals).toEqual(nothing);
    await sim.control('DELETE', 'usage');
  });
});

const DAY = 86_400;
const app = { advertiser_tracking_enabled: 1, application_tracking_enabled: 0, extinfo: ['a2', ...Array(15).fill('')] };
const messaging = { action_source: 'business_messaging', messaging_channel: 'messenger' };
const thread = { user_data: { page_id: DEMO.page, page_scoped_user_id: '24' } };
const weak = (user_data: Json) => ({ action_source: 'chat', user_data });
const bought = { value: 9.9, currency: 'eur' };

describe('a bad event', () => {
  it.each<[string, number | null, () => Json]>([
    ['no name', null, () => event({ event_name: '' })],
    ['no time', null, () => event({ event_time: undefined })],
    ['no source', null, () => event({ action_source: undefined })],
    ['no customer', null, () => event({ user_data: undefined })],
    ['an unknown source', null, () => event({ action_source: 'web' })],
    ['milliseconds', null, () => event({ event_time: Date.now() })],
    ['a part of a second', null, () => event({ event_time: seconds() - 1.5 })],
    ['a time as text', null, () => event({ event_time: String(seconds()) })],
    ['the future', null, () => event({ event_time: seconds() + 70 })],
    ['older than 7 days', 2804003, () => event({ event_time: seconds() - 7 * DAY - 5 })],
    [
      'older than 62 days in a shop',
      2804003,
      () => event({ action_source: 'physical_store', event_time: seconds() - 62 * DAY - 5 }),
    ],
    ['a purchase without data', 2804009, () => event({ event_name: 'Purchase' })],
    [
      'a purchase without value',
      2804009,
      () => event({ event_name: 'Purchase', custom_data: { ...bought, value: undefined } }),
    ],
    [
      'a purchase without currency',
      2804009,
      () => event({ event_name: 'Purchase', custom_data: { ...bought, currency: '€' } }),
    ],
    ['a website without URL', null, () => event({ event_source_url: undefined })],
    ['a website without user agent', null, () => event({}, { client_user_agent: '' })],
    ['an app without app_data', null, () => event({ action_source: 'app' })],
    ['an app without flags', null, () => event({ action_source: 'app', app_data: { extinfo: app.extinfo } })],
    ['a short extinfo', null, () => event({ action_source: 'app', app_data: { ...app, extinfo: ['a2', ''] } })],
    ['an unknown channel', null, () => event({ ...messaging, ...thread, messaging_channel: 'telegram' })],
    ['a channel without its ids', null, () => event(messaging)],
    ['LDU country without state', null, () => event({ data_processing_options_country: 1 })],
    ['a short lead id', null, () => event({}, { lead_id: 12345678901234 })],
    ['a place and a user agent', 2804050, () => event(weak({ ct: hash('berlin'), client_user_agent: 'x', zp: [] }))],
    ['a birthday and a user agent', 2804050, () => event(weak({ db: hash('19800101'), client_user_agent: 'x' }))],
    ['a first name and a gender', 2804050, () => event(weak({ fn: hash('ada'), ge: hash('f') }))],
    ['a last name and a gender', 2804050, () => event(weak({ ln: hash('x'), ge: hash('f') }))],
    ['nobody', 2804050, () => event(weak({}))],
  ])('with %s refuses all and commits nothing', async (_what, subcode, bad) => {
    const { status, body } = await post([event({ event_id: 'good' }), bad()]);
    expect([status, body.error.code, body.error.error_subcode ?? null]).toEqual([400, 100, subcode]);
    expect((await record()).totals).toEqual(nothing);
  });

  it.each(['em', 'ph', 'fn', 'ln', 'ge', 'db', 'ct', 'st', 'zp', 'country'])('may not have a raw %s', async (key) => {
    for (const raw of ['ada@shop.invalid', hash('x').toUpperCase(), `${hash('x')}0`, '', [hash('x'), 'raw'], 7]) {
      expect(codesOf(await post([event({}, { [key]: raw })]))).toEqual([100, null]);
    }
    expect((await record()).totals).toEqual(nothing);
    const md5 = createHash('md5').update('x').digest('hex');
    const fine = [hash('x'), md5, `${hash('x')}.Abc-12_9`];
    expect((await post([event({}, { [key]: fine }), event({}, { [key]: hash('x') })])).status).toBe(200);
  });

  it('is not one that keeps the rules', async () => {
    const good = [
      event({ event_time: seconds() - 7 * DAY + 30 }),
      event({ event_time: seconds() + 30 }),
      event({ action_source: 'physical_store', event_time: seconds() - 62 * DAY + 30 }),
      event({ event_name: 'Purchase', custom_data: bought }),
      event({ action_source: 'app', app_data: app }),
      event({ ...messaging, ...thread }),
      event({ data_processing_options: ['LDU'], data_processing_options_country: 0, data_processing_options_state: 0 }),
      event({}, { lead_id: '123456789012345', external_id: ['raw'], em: null }),
      event(weak({ fn: hash('ada'), ln: hash('x') })),
    ];
    for (const one of good) expect((await post([one])).body).toMatchObject({ events_received: 1 });
  });

  it('is told from the simulated time', async () => {
    const own = await metaSimulator();
    const by = await own.connect();
    await own.control('POST', 'clock', { advanceSeconds: 8 * DAY });
    const late = { data: JSON.stringify([event()]) };
    expect((await own.graph('POST', `/${DEMO.pixel}/events`, by, late)).body.error.error_subcode).toBe(2804003);
    await own.close();
  });

  it.each(['event_name', 'event_time', 'action_source', 'user_data'])('is told that it lacks %s', async (field) => {
    const { error } = (await post([event({ [field]: undefined })])).body;
    expect(error).toMatchObject({
      error_user_title: 'Missing Required Field',
      error_user_msg: expect.stringContaining(field),
    });
  });

  it('has the words of the samples', async () => {
    const { error } = (await post([event({ event_time: 1 })])).body;
    expect(error).toMatchObject({
      message: 'Invalid parameter',
      type: 'OAuthException',
      is_transient: false,
      error_user_title: 'Event Timestamp Too Old',
      error_user_msg: expect.stringContaining('within 7 days of when they occurred'),
    });
    expect(JSON.stringify(error)).not.toContain('data[');
  });
});

describe('a list', () => {
  it.each<[string, unknown]>([
    ['missing', undefined],
    ['empty', []],
    ['no list', event()],
    ['of other things', [7]],
    ['of broken texts', ['{']],
    ['of 1,001', Array.from({ length: 1001 }, () => event())],
  ])('that is %s is refused', async (_what, data) => {
    const { error } = (await post(data)).body;
    expect([error?.code, error?.message]).toEqual([100, expect.stringMatching(/param(eter)? data /i)]);
    expect((await record()).totals).toEqual(nothing);
  });
});

describe('the record', () => {
  const counts = ({ eventName, eventId, commits, kept }: Json) => [eventName, eventId, commits, kept];

  it('says how often Meta took an event and how often it keeps it', async () => {
    const talk = event({ ...messaging, ...thread, event_id: 'm1' });
    const nameless = event({ event_id: undefined });
    await post([event(), event(), talk, nameless]);
    await post([event(), event({ event_name: 'Contact' }), talk, nameless]);
    const { data, totals } = await record();
    expect(data.map(counts)).toEqual([
      ['Lead', 'e1', 3, 1],
      ['Lead', 'm1', 2, 2],
      ['Lead', null, 2, 2],
      ['Contact', 'e1', 1, 1],
    ]);
    expect(data[0].calls).toHaveLength(2);
    expect(data[1].actionSource).toBe('business_messaging');
    expect(Date.parse(data[0].lastAt)).toBeGreaterThanOrEqual(Date.parse(data[0].firstAt));
    expect(totals).toEqual({ events: 4, commits: 8, kept: 6, calls: 2, lostAnswers: 0 });
    expect((await record(`?pixel=${DEMO.pixel}&eventId=m1`)).data).toHaveLength(1);
    expect((await record('?pixel=1')).totals).toEqual(nothing);
    expect((await sim.control('DELETE', 'conversions')).body).toEqual({ data: [], totals: nothing });
    expect((await record()).totals).toEqual(nothing);
  });

  it('keeps an event again after 48 hours', async () => {
    const own = await metaSimulator();
    const by = await own.connect();
    const send = (at = 0) => {
      const data = JSON.stringify([event({ event_time: seconds() + at })]);
      return own.graph('POST', `/${DEMO.pixel}/events`, by, { data });
    };
    await send();
    await own.control('POST', 'clock', { advanceSeconds: 47 * 3600 });
    await send();
    await own.control('POST', 'clock', { advanceSeconds: 3601 });
    await send();
    expect((await own.control('GET', 'conversions')).body.data.map(counts)).toEqual([['Lead', 'e1', 3, 2]]);
    await own.close();
  });

  it.each(['closeAfterCommit', 'truncated'])('knows that an answer was lost: %s', async (kind) => {
    await sim.control('POST', 'faults', { graph: [{ match: { path: '/events$' }, times: 1, fault: { kind } }] });
    await expect(post([event(), event({ event_id: 'e2' })])).rejects.toThrow();
    await post([event()]);
    const { data, totals } = await record();
    expect(data.map(({ commits, lostAnswers }: Json) => [commits, lostAnswers])).toEqual([
      [2, 1],
      [1, 1],
    ]);
    expect(totals).toEqual({ events: 2, commits: 3, kept: 2, calls: 2, lostAnswers: 2 });
  });

  it('knows that the caller had gone before the answer', async () => {
    await sim.control('POST', 'faults', { graph: [{ times: 1, fault: { kind: 'slow', ms: 400 } }] });
    await expect(post([event()], {}, token, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await record()).totals).toMatchObject({ commits: 1, lostAnswers: 1 });
  });

  it('counts an item of a batch whose connection was cut', async () => {
    await sim.control('POST', 'faults', {
      graph: [{ match: { path: '/events$' }, times: 1, fault: { kind: 'closeAfterCommit' } }],
    });
    const body = new URLSearchParams({ data: JSON.stringify([event()]) }).toString();
    const batch = JSON.stringify([{ method: 'POST', relative_url: `v26.0/${DEMO.pixel}/events`, body }]);
    expect((await sim.graph('POST', '/', token, { batch })).body).toEqual([null]);
    expect((await record()).totals).toMatchObject({ commits: 1, calls: 1, lostAnswers: 1 });
  });

  it.each<[string, Json]>([
    ['closeBefore', { kind: 'closeBefore' }],
    ['error 190', { kind: 'error', code: 190, status: 500 }],
    ['error 4', { kind: 'error200', code: 4 }],
    ['html500', { kind: 'html500' }],
  ])('is empty when the call did not happen: %s', async (_what, fault) => {
    await sim.control('POST', 'faults', { graph: [{ match: { path: `^/${DEMO.pixel}/events$` }, times: 1, fault }] });
    await post([event()]).catch(() => undefined);
    expect((await record()).totals).toEqual(nothing);
    expect((await sim.control('GET', 'faults')).body.graph[0].met).toBe(1);
  });
});

describe('a poisoned event', () => {
  it('refuses the request that holds it, as often as asked', async () => {
    const rule = { eventId: '^bad-', eventName: 'Lead', code: 100, subcode: 2804019, userTitle: 'No', times: 2 };
    await sim.control('POST', 'faults', { conversions: [rule] });
    const bad = [event({ event_id: 'fine' }), event({ event_id: 'bad-1' })];
    const first = await post(bad);
    expect(first.body.error).toMatchObject({ code: 100, error_subcode: 2804019, error_user_title: 'No' });
    expect((await post([event({ event_id: 'bad-1', event_name: 'Contact' })])).status).toBe(200);
    expect((await post([event({ event_id: 'fine' })])).status).toBe(200);
    expect((await record('?eventName=Lead')).totals).toMatchObject({ events: 1, commits: 1 });
    expect((await post(bad)).status).toBe(400);
    expect((await sim.control('GET', 'faults')).body.conversions).toMatchObject([{ ...rule, met: 2 }]);
    expect((await post(bad)).status).toBe(200);
    expect((await sim.control('DELETE', 'faults')).body.conversions).toEqual([]);
  });

  it('wants patterns that can be read', async () => {
    expect((await sim.control('POST', 'faults', { conversions: [{ eventId: '(', code: 100 }] })).status).toBe(400);
    expect((await sim.control('POST', 'faults', { conversions: [{ eventId: 'x' }] })).status).toBe(400);
  });
});

describeWithShared('Meta’s samples of requests', (folder) => {
  /** What the samples leave open, or leave out although the fact sheet demands it. */
  const FILLED: Json = { '<EMAIL>': hash('ada@shop.invalid'), '<VALUE>': 12.5, '<CURRENCY>': 'USD' };
  const filled = (one: Json): Json => ({
    action_source: 'website',
    event_source_url: 'https://shop.invalid/',
    ...JSON.parse(JSON.stringify(one), (_key, value) => FILLED[value] ?? value),
    event_time: seconds() - 3600,
  });

  it.each([
    'business_messaging_instagram',
    'business_messaging_messenger',
    'business_messaging_whatsapp',
    'crm_lead_stage_event',
    'ldu_california',
    'ldu_geolocate',
    'ldu_off',
    'purchase_contents',
    'purchase_two_events',
    'test_event_code',
  ])('are taken: %s', async (name) => {
    const text = readFileSync(join(folder, 'meta/samples/capi', `request_${name}.json`), 'utf8');
    const sample = JSON.parse(text);
    const { data = [sample], ...more } = sample.data ? sample : {};
    const events = data.map(filled);
    for (const one of events) {
      if (one.action_source === 'website') one.user_data.client_user_agent ??= 'test';
    }
    expect((await post(events, more)).body).toMatchObject({ events_received: events.length, messages: [] });
    expect((await record()).totals.commits).toBe(events.length);
  });
});
