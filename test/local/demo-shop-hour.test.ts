import { describe, expect, it } from '@jest/globals';
import { explainEvent } from '../../lambdas/capi/explain-event.ts';
import {
  handedInLines,
  hourTrouble,
  masked,
  outcomeLines,
  sideBySideLines,
} from '../../local/demo/conversions-report.ts';
import type { ConversionRow, HourFacts } from '../../local/demo/hour-facts.ts';
import { makePaint } from '../../local/demo/paint.ts';
import { PIXEL } from '../../local/demo/shop-connection.ts';
import { eventOf, MOST_IN_A_REQUEST, shopHour } from '../../local/demo/shop-hour.ts';

const NOW = Date.parse('2026-11-21T18:00:00Z');
const hour = shopHour(NOW);
const plain = makePaint(false, undefined);
const explained = hour.events.map((event) => ({ event, ...explainEvent(event, { now: NOW }) }));

describe('the shop’s hour', () => {
  it('has the one event that the API refuses, and nothing else to complain of', () => {
    const refused = explained.filter(({ ready }) => ready === undefined);
    expect(refused.map(({ event, problems }) => [event.event_id, problems])).toEqual([
      [hour.refused, [{ path: 'custom_data.currency', reason: expect.stringMatching(/^is missing/) }]],
    ]);
    const doubted = explained.filter(({ ready, problems }) => ready && problems.length > 0);
    expect(doubted.map(({ problems }) => problems)).toEqual([]);
  });

  it('has what a shop has, in several requests', () => {
    const among = (key: 'event_name' | 'action_source') => new Set(hour.events.map((event) => event[key]));
    expect([...among('event_name')].sort()).toEqual([
      'AddToCart',
      'InitiateCheckout',
      'PageView',
      'Purchase',
      'Qualified',
      'ViewContent',
    ]);
    expect([...among('action_source')].sort()).toEqual([
      'business_messaging',
      'phone_call',
      'physical_store',
      'system_generated',
      'website',
    ]);
    expect(hour.events.length).toBeGreaterThanOrEqual(55);
    expect(hour.events.length).toBeLessThanOrEqual(3 * MOST_IN_A_REQUEST);
    const withoutId = hour.events.filter(({ event_id }) => event_id === undefined);
    expect(new Set(withoutId.map(({ user_data }) => user_data.client_ip_address))).toEqual(new Set(['192.0.2.13']));
  });

  it('hands one event in twice, to the letter, and no other id', () => {
    const ids = hour.events.flatMap(({ event_id }) => event_id ?? []);
    const doubled = ids.filter((id, at) => ids.indexOf(id) !== at);
    expect(doubled).toEqual([hour.twice]);
    const [first, second, ...more] = hour.events.filter(({ event_id }) => event_id === hour.twice);
    expect([first, more]).toEqual([second, []]);
    expect(eventOf(hour, hour.twice).event_name).toBe('Purchase');
    expect(eventOf(hour, hour.poison).event_name).toBe('Purchase');
    expect(() => eventOf(hour, 'none')).toThrow('no event none');
  });

  it('lies in the hour behind us, and is new a second later', () => {
    const times = hour.events.map(({ event_time }) => event_time * 1000);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(NOW - 65 * 60_000);
    expect(Math.max(...times)).toBeLessThan(NOW - 5 * 60_000);
    expect(shopHour(NOW)).toEqual(hour);
    const payloads = (now: number) => shopHour(now).events.map((event) => explainEvent(event, { now }).ready?.eventId);
    const before = new Set(payloads(NOW));
    expect(payloads(NOW + 1000).filter((id) => id !== undefined && before.has(id))).toEqual([]);
  });
});

const ids = [...new Set(explained.flatMap(({ ready }) => ready?.eventId ?? []))];
const row = (eventId: string): ConversionRow => {
  const parked = eventId === hour.poison;
  return {
    eventId,
    eventName: 'Purchase',
    state: parked ? 'parked' : 'delivered',
    acceptedAt: '2026-11-21T18:00:00.000Z',
    deliveredAt: parked ? null : `2026-11-21T18:00:0${eventId === hour.twice ? 3 : 1}.500Z`,
    reason: parked ? 'code 100/2804019' : null,
  };
};
const facts: HourFacts = {
  connection: { id: 'con_1', name: 'Shop server', made: true },
  hour,
  requests: 3,
  answers: explained.map(({ ready, problems, event }, at) => ({
    eventId: ready?.eventId ?? event.event_id ?? null,
    accepted: ready !== undefined,
    problems: at === hour.events.length - 1 ? [{ path: 'event_id', reason: 'was delivered already' }] : [...problems],
  })),
  rows: ids.map(row),
  tookMs: 4200,
  calls: { took: 8, refused: 6 },
  repeated: 0,
  parked: { id: 'p1', reason: 'Meta refused sendConversions (code 100/2804019): Product Not Found' },
  shown: { sent: { em: 'ada@example.com', fbp: 'fb.1.2.3', fn: '!' }, went: { em: 'c5c7c0aa', fbp: 'fb.1.2.3' } },
  quality: { readAt: null, trouble: null, events: [] },
};
const outcome = (more: Partial<HourFacts>) => outcomeLines({ ...facts, ...more }, 'demo', plain);

describe('the report on the hour', () => {
  it('says what was handed in, and by which connection', () => {
    const lines = handedInLines(facts, plain);
    expect(lines[1]).toMatch(/^ {2}58 events that happened between \d\d:\d\d and \d\d:\d\d, in 3 requests/);
    expect(lines[2]).toContain(
      '16 PageView, 19 ViewContent, 7 AddToCart, 5 InitiateCheckout, 10 Purchase, 1 Qualified',
    );
    expect(lines[4]).toBe(`  pixel ${PIXEL}, by “Shop server” (con_1), connected just now`);
    const later = { ...facts, connection: { ...facts.connection, made: false } };
    expect(handedInLines(later, plain)[4]).toContain('connected before');
  });

  it('says what became of every event', () => {
    const id = (what: string) => `demo-${NOW / 1000}-${what}`;
    expect(outcome({})).toEqual([
      '  What became of them',
      '  ok  accepted   57 of 58',
      `  ok  twice      ${id('mara-9')}: was delivered already`,
      '  ok  refused    1 at the door',
      `                 Purchase ${id('no-currency')}: custom_data.currency is missing: a Purchase has a value and a currency`,
      '  ok  delivered  55 in 8 calls to Meta, each once',
      '                 half of them within 1.5 s of being handed in, the last after 3.5 s',
      `  ok  parked     1: Purchase ${id('poison')}`,
      '                 Meta refused sendConversions (code 100/2804019): Product Not Found',
      '                 Meta refuses whole calls and names no event: 6 were refused until it was found, the others went',
      '                 mended at Meta by now, so send it: npm run ctl -- parked redrive p1 --workspace demo',
      '',
    ]);
    expect(hourTrouble(facts)).toBeUndefined();
  });

  it('says so when something went wrong', () => {
    const wrong = (more: Partial<HourFacts>) => ({
      marks: outcome(more)
        .filter((line) => line.includes('??'))
        .map((line) => line.trim().split(/\s+/)[1]),
      trouble: hourTrouble({ ...facts, ...more }),
    });
    const waiting = facts.rows.map((one) => (one.eventId === hour.twice ? { ...one, state: 'sending' } : one));
    expect(wrong({ rows: waiting })).toEqual({
      marks: ['delivered'],
      trouble: expect.stringMatching(/^1 conversions were neither delivered nor parked/),
    });
    expect(wrong({ repeated: 2 })).toEqual({
      marks: ['twice', 'delivered'],
      trouble: '2 conversions were sent to Meta more than once.',
    });
    const all = facts.answers.map((answer) => ({ ...answer, accepted: true }));
    expect(wrong({ answers: all })).toEqual({
      marks: ['accepted', 'refused'],
      trouble: '0 conversions were refused at the door, not one.',
    });
    const cleared = facts.rows.map((one) => ({ ...one, state: 'delivered' }));
    expect(wrong({ rows: cleared })).toEqual({
      marks: ['parked'],
      trouble: '1 conversions were parked, or not parked, that should not be.',
    });
    expect(wrong({ parked: undefined })).toEqual({ marks: ['parked'], trouble: undefined });
  });

  it('shows an event before and after, with nobody’s data in clear', () => {
    expect(sideBySideLines(facts, plain)).toEqual([
      '  What Meta got of one Purchase',
      '  key  the shop sent   Meta got',
      '  em   a…@example.com  c5c7c0…',
      '  fbp  f…              the same: never hashed',
      '  fn   !…              nothing',
      '',
    ]);
    expect(['+1 555 555 0100', '見本', ''].map(masked)).toEqual(['+…', '見…', '…']);
  });
});
