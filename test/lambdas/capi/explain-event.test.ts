import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type EventTerms, explainEvent } from '../../../lambdas/capi/explain-event.ts';
import { purchase } from './capi-world.ts';

const now = Date.parse('2026-11-21T10:00:00.000Z');
const seconds = now / 1000;
const explain = (raw: unknown, terms: Partial<EventTerms> = {}) => explainEvent(raw, { now, ...terms });
const one = (more: Readonly<Record<string, unknown>> = {}) => purchase('order-1', now, more);
const paths = (raw: unknown) => explain(raw).problems.map(({ path }) => path);
const sent = (raw: unknown, terms: Partial<EventTerms> = {}) => JSON.parse(explain(raw, terms).ready?.json ?? 'null');
const day = 24 * 3600;

describe('the time of an event', () => {
  it.each([
    ['just now', seconds, 'website', true],
    ['a minute ahead: clocks differ', seconds + 60, 'website', true],
    ['more than a minute ahead', seconds + 61, 'website', false],
    ['seven days old', seconds - 7 * day, 'website', true],
    ['a second older', seconds - 7 * day - 1, 'website', false],
    ['older, in a shop', seconds - 61 * day, 'physical_store', true],
    ['62 days old, in a shop', seconds - 62 * day, 'physical_store', true],
    ['older still, in a shop', seconds - 62 * day - 1, 'physical_store', false],
  ])('%s', (_what, event_time, action_source, accepted) => {
    const { ready, problems } = explain(one({ event_time, action_source }));
    expect(ready !== undefined).toBe(accepted);
    expect(problems.map(({ path }) => path)).toEqual(accepted ? [] : ['event_time']);
  });

  it('is taken in milliseconds or as text too, and always sent in seconds', () => {
    expect(sent(one({ event_time: now })).event_time).toBe(seconds);
    expect(paths(one({ event_time: now }))).toEqual(['event_time']);
    expect(sent(one({ event_time: String(seconds) })).event_time).toBe(seconds);
    for (const event_time of [1.5, '2026-11-21', '', null, -1])
      expect(explain(one({ event_time })).ready).toBeUndefined();
  });
});

describe('what each place demands', () => {
  it.each([
    ['website', {}, { event_source_url: undefined }, ['event_source_url']],
    ['website', {}, { user_data: { em: 'a@example.com' } }, ['user_data.client_user_agent']],
    ['email', {}, { event_source_url: undefined, user_data: { em: 'a@example.com' } }, []],
    ['app', {}, {}, ['app_data']],
    [
      'app',
      {
        app_data: {
          advertiser_tracking_enabled: 1,
          application_tracking_enabled: true,
          extinfo: ['a2', ...Array(15).fill('')],
        },
      },
      {},
      [],
    ],
    [
      'app',
      {
        app_data: {
          advertiser_tracking_enabled: 1,
          application_tracking_enabled: true,
          extinfo: ['b2', ...Array(15).fill('')],
        },
      },
      {},
      ['app_data.extinfo'],
    ],
    [
      'app',
      { app_data: { advertiser_tracking_enabled: 1, extinfo: [] } },
      {},
      ['app_data.application_tracking_enabled', 'app_data.extinfo', 'app_data.extinfo'],
    ],
    ['system_generated', {}, { user_data: { lead_id: 1234567890123456 } }, []],
    ['business_messaging', {}, {}, ['messaging_channel']],
    [
      'business_messaging',
      { messaging_channel: 'whatsapp' },
      {},
      ['user_data.whatsapp_business_account_id', 'user_data.ctwa_clid'],
    ],
    [
      'business_messaging',
      { messaging_channel: 'instagram' },
      { user_data: { ig_sid: '12' } },
      ['user_data.instagram_business_account_id'],
    ],
    ['carrier_pigeon', {}, {}, ['action_source']],
  ] as const)('%s %#', (action_source, more, changes, wrong) => {
    const raw = JSON.parse(JSON.stringify({ ...one({ action_source, ...more }), ...changes }));
    expect(paths(raw)).toEqual(wrong);
    expect(explain(raw).ready !== undefined).toBe(wrong.length === 0);
  });

  it.each([
    ['a Purchase without value and currency', { custom_data: {} }, ['custom_data.value', 'custom_data.currency']],
    ['a Purchase without anything', { custom_data: undefined }, ['custom_data.value', 'custom_data.currency']],
    ['a currency that is none', { custom_data: { value: 1, currency: 'EURO' } }, ['custom_data.currency']],
    ['a value that is none', { custom_data: { value: '12,90', currency: 'EUR' } }, ['custom_data.value']],
    [
      'a country of Limited Data Use without a state',
      { data_processing_options: ['LDU'], data_processing_options_country: 1 },
      ['data_processing_options_state'],
    ],
    ['an option that is none', { data_processing_options: ['XXX'] }, ['data_processing_options.0']],
    ['unknown members', { typo: 1, user_data: { em: 'a@example.com', client_user_agent: 'x', email: 'a' } }, ['typo']],
    [
      'an unknown key of a person',
      { user_data: { em: 'a@example.com', client_user_agent: 'x', email: 'a' } },
      ['user_data.email'],
    ],
    [
      'a member of its own in a standard event',
      { custom_data: { value: 1, currency: 'EUR', coupon: 'X' } },
      ['custom_data.coupon'],
    ],
    [
      'a content of no shape',
      { custom_data: { value: 1, currency: 'EUR', contents: [{ id: 'a', colour: 'red' }] } },
      ['custom_data.contents.0.colour'],
    ],
    ['an address that is none', { event_source_url: 'javascript:alert(1)' }, ['event_source_url']],
  ])('refuses %s', (_what, more, wrong) => {
    const raw = JSON.parse(JSON.stringify(one(more)));
    expect(explain(raw).ready).toBeUndefined();
    expect(paths(raw)).toEqual(expect.arrayContaining(wrong));
  });

  it.each([
    [{ ct: 'Berlin', country: 'de', st: 'berlin', zp: '10115', ge: 'f', client_user_agent: 'x' }],
    [{ db: '19900517', client_user_agent: 'x' }],
    [{ fn: 'Ada', ge: 'f' }],
    [{ ln: 'Example', ge: 'f' }],
    [{ client_user_agent: 'x' }],
    [{}],
    [{ em: 'no address', client_user_agent: 'x' }],
  ])('refuses %j: too weak to find anybody', (user_data) => {
    const { ready, problems } = explain(one({ user_data, action_source: 'email' }));
    expect(ready).toBeUndefined();
    expect(problems).toContainEqual({ path: 'user_data', reason: expect.stringContaining('too little') });
  });

  it('takes custom events with members of their own, within limits', () => {
    const free = { colour: 'red', sizes: ['s', 'm'], gift: true, weight: 1.5 };
    const raw = one({ event_name: 'Lamp dimmed', custom_data: free });
    expect(sent(raw).custom_data).toEqual(free);
    expect(explain(one({ event_name: 'Lamp dimmed', custom_data: { colour: { r: 1 } } })).ready).toBeUndefined();
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`m${at}`, at]));
    expect(explain(one({ event_name: 'Lamp dimmed', custom_data: many })).ready).toBeUndefined();
  });

  it('says when a custom name looks like a standard one', () => {
    const { ready, problems } = explain(one({ event_name: 'add_to_cart' }));
    expect(ready).toBeDefined();
    expect(problems).toEqual([{ path: 'event_name', reason: expect.stringContaining('AddToCart') }]);
  });
});

describe('what goes to Meta', () => {
  it('takes amounts as numbers or decimal texts, and sends the same digits', () => {
    for (const value of ['12.90', '0.1', '99999999999.9999', 12.9, 0, 1e3]) {
      const { custom_data } = sent(one({ custom_data: { value, currency: 'EUR' } }));
      expect(custom_data.value).toBe(Number(value));
    }
    const exact = explain(one({ custom_data: { value: '1234567.89', currency: 'EUR' } })).ready?.json;
    expect(exact).toContain('"value":1234567.89');
  });

  it('sends the segmentation at the event, wherever it stood', () => {
    const inside = one({
      custom_data: { value: 1, currency: 'EUR', customer_segmentation: 'new_customer_to_business' },
    });
    expect(sent(inside)).toMatchObject({
      customer_segmentation: 'new_customer_to_business',
      custom_data: { value: 1, currency: 'EUR' },
    });
    expect(sent(inside).custom_data.customer_segmentation).toBeUndefined();
  });

  it('keeps what an event says of privacy, and fills in the workspace’s word where it says nothing', () => {
    const terms = { dataProcessing: { options: ['LDU'], country: 0, state: 0 }, optOut: true };
    expect(sent(one(), terms)).toMatchObject({
      opt_out: true,
      data_processing_options: ['LDU'],
      data_processing_options_country: 0,
    });
    expect(sent(one({ opt_out: false, data_processing_options: [] }), terms)).toMatchObject({
      opt_out: false,
      data_processing_options: [],
    });
    expect(sent(one())).not.toHaveProperty('opt_out');
  });

  it('refuses an event over 64 kB, and a megabyte of emoji without a word of it', () => {
    const long = Array.from({ length: 500 }, (_, at) => ({ id: `${at}-${'x'.repeat(200)}` }));
    expect(explain(one({ custom_data: { value: 1, currency: 'EUR', contents: long } })).problems[0]?.reason).toContain(
      '64000 bytes',
    );
    const emoji = '🦊'.repeat(250_000);
    const { ready, problems } = explain(one({ custom_data: { value: 1, currency: 'EUR', content_name: emoji } }));
    expect(ready).toBeUndefined();
    expect(problems.map(({ path }) => path)).toEqual(['custom_data.content_name']);
    expect(
      JSON.stringify(explain(one({ user_data: { em: emoji, fn: emoji, client_user_agent: 'x' } })).problems),
    ).not.toContain('🦊');
  });
});

describe('explaining anything', () => {
  it('never throws, quotes nothing of a person, and is ready or says why not', () => {
    const anyEvent = fc.record(
      {
        event_name: fc.oneof(fc.constantFrom('Purchase', 'Lead'), fc.jsonValue()),
        event_time: fc.oneof(fc.constant(seconds), fc.jsonValue()),
        action_source: fc.oneof(fc.constantFrom('website', 'app', 'email', 'business_messaging'), fc.jsonValue()),
        user_data: fc.oneof(
          fc.dictionary(fc.constantFrom('em', 'ph', 'fn', 'lead_id', 'fbc', '__proto__', 'x'), fc.jsonValue()),
          fc.jsonValue(),
        ),
        custom_data: fc.jsonValue(),
        event_id: fc.jsonValue(),
        app_data: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    let ready = 0;
    fc.assert(
      fc.property(fc.oneof(anyEvent, fc.jsonValue()), (raw) => {
        const explained = explain(raw);
        if (explained.ready === undefined) expect(explained.problems.length).toBeGreaterThan(0);
        else {
          ready += 1;
          expect(JSON.parse(explained.ready.json).user_data).toEqual(explained.userData);
        }
      }),
      { numRuns: 500, examples: [[one()], [{ event_time: seconds, action_source: { toString: [] } }]] },
    );
    expect(ready).toBeGreaterThan(0);
  });

  it('gives the same answer twice', () => {
    const { ready } = explain(one());
    expect(explain(one()).ready).toEqual(ready);
  });
});
