import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MetaQuality, MetaScore } from '../../../lambdas/capi/meta-quality.ts';
import { adviceOn, type OurCounts, shareOf } from '../../../lambdas/capi/quality-advice.ts';

/** A hundred events that are all well. */
const ours = (more: Partial<OurCounts> = {}): OurCounts => ({
  accepted: 100,
  delivered: 100,
  parked: 0,
  website: 100,
  withOwnId: 100,
  delaySeconds: 300,
  keys: new Map([
    ['em', 100],
    ['client_user_agent', 100],
  ]),
  ...more,
});
const advice = (row: unknown, more: Partial<OurCounts> = {}) => adviceOn(ours(more), MetaQuality.parse(row));
const quiet = adviceOn(ours(), null);

const match = (event_match_quality: object) => ({ event_name: 'Purchase', event_match_quality });
const potential = (identifier: string, percentage: unknown, more: object = {}) => ({
  identifier,
  potential_aly_acr_increase: { percentage, description: 'Similar advertisers saw more.' },
  ...more,
});

it('has nothing to say of what is well', () => {
  expect(quiet).toEqual([]);
  expect(advice(match({ composite_score: 6.2, match_key_feedback: [potential('email', 40)] }))).toEqual([]);
});

describe('a low score', () => {
  it('names the keys that would bring most, and how many of our events carry them', () => {
    const feedback = [
      potential('user_agent', 3.5),
      potential('ip_address', 20.5),
      potential('email', 55.25),
      potential('phone', 31),
      { identifier: 'fbp', coverage: { percentage: 90 } },
    ];
    const keys = new Map([
      ['em', 12],
      ['client_ip_address', 100],
    ]);
    expect(advice(match({ composite_score: 4.25, match_key_feedback: feedback }), { keys })).toEqual([
      'Meta scores the match at 4.25 of 10. Send `em` (email): advertisers who did saw 55.25 % more additional ' +
        'conversions reported, Meta says; only 12 % of the events carry it.',
      'Meta scores the match at 4.25 of 10. Send `ph` (phone): advertisers who did saw 31 % more additional ' +
        'conversions reported, Meta says; only 0 % of the events carry it.',
      'Meta scores the match at 4.25 of 10. Send `client_ip_address` (ip_address): advertisers who did saw 20.5 % more ' +
        'additional conversions reported, Meta says; all events carry one, so look whether its values are right.',
    ]);
  });

  it('is not needed for keys to be named', () => {
    expect(advice(match({ match_key_feedback: [potential('external_id', 12)] }))).toEqual([
      'Send `external_id`: advertisers who did saw 12 % more additional conversions reported, Meta says; only 0 % of the ' +
        'events carry it.',
    ]);
  });

  it('goes by Meta’s own count of keys where we delivered nothing', () => {
    const none = { accepted: 0, delivered: 0, website: 0, withOwnId: 0, keys: new Map<string, number>() };
    const of = (more: object) => advice(match({ match_key_feedback: [potential('email', 9, more)] }), none);
    expect(of({ coverage: { percentage: 33.3 } })).toEqual([expect.stringContaining('only 33.3 % of the events')]);
    expect(of({})).toEqual([expect.stringContaining('we have delivered no event')]);
  });

  it('names the keys that are rare where Meta names none', () => {
    const keys = new Map(['em', 'ph', 'external_id', 'client_user_agent'].map((key) => [key, 50]));
    expect(advice(match({ composite_score: '3' }), { keys })).toEqual([
      'Meta scores the match at 3 of 10: fewer than half of the events carry `fbc`, `fbp`, `client_ip_address`.',
    ]);
    const all = new Map(
      ['em', 'ph', 'external_id', 'fbc', 'fbp', 'client_ip_address', 'client_user_agent'].map((key) => [key, 99]),
    );
    expect(advice(match({ composite_score: 5.9 }), { keys: all })).toEqual([
      'Meta scores the match at 5.9 of 10: look whether the values of the keys are right.',
    ]);
  });
});

describe('ids of events', () => {
  it('that are missing are counted, were it one of thousands', () => {
    expect(advice(null, { withOwnId: 88 })).toEqual([
      '12 % of the events came without an event_id of yours: Meta cannot tell them from the browser’s.',
    ]);
    const one = { accepted: 20_000, delivered: 20_000, website: 20_000, withOwnId: 19_999 };
    expect(advice(null, one)).toEqual([expect.stringMatching(/^0\.1 % of the events came without/)]);
  });

  it('do not matter where no browser is', () => {
    expect(advice(null, { website: 0, withOwnId: 0 })).toEqual([]);
  });
});

describe('dedupe by a key', () => {
  const key = (dedupe_key: string, [browser, server, overall]: readonly unknown[]) => ({
    dedupe_key,
    browser_events_with_dedupe_key: { percentage: browser, description: 'Of the browser.' },
    server_events_with_dedupe_key: { percentage: server, description: 'Of the server.' },
    overall_browser_coverage_from_dedupe_key: { percentage: overall, description: 'Of both.' },
  });
  const said = (...keys: readonly (readonly [string, ...unknown[]])[]) =>
    advice({ event_name: 'AddToCart', dedupe_key_feedback: keys.map(([name, ...rates]) => key(name, rates)) });

  it('finds nothing because the browser sends none', () => {
    expect(said(['event_id', 0, 100, 0])).toEqual([
      'Meta finds no copies by `event_id` although 100 % of the server’s events carry it: the browser pixel sends none, ' +
        'give it to fbq as the option eventID (copies have the same event name and the same event_id, within 48 hours).',
    ]);
  });

  it('finds nothing because the browser sends another one', () => {
    expect(said(['event_id', 100, 98.5, 0])).toEqual([
      'Meta finds no copies by `event_id` although 98.5 % of the server’s events carry it: the browser pixel sends ' +
        'another one (copies have the same event name and the same event_id, within 48 hours).',
    ]);
    expect(said(['event_id', undefined, 98.5, 0])).toEqual([expect.stringContaining('sends none or another one (')]);
  });

  it('finds nothing because the server sends none', () => {
    expect(said(['event_id', 100, 0, 0])).toEqual([
      'Meta finds no copies by `event_id`: the browser’s events carry it, the server’s do not.',
    ]);
  });

  it('finds some: keys that come after it add nothing, and that is well', () => {
    expect(said(['event_id', 100, 100, 14.5], ['external_id', 100, 100, 0], ['fbp', 0, 0, 0])).toEqual([]);
  });

  it('works by another key alone: the id is asked about all the same', () => {
    expect(said(['event_id', 0, 100, 0], ['fbp', 100, 100, 9])).toEqual([expect.stringContaining('`event_id`')]);
  });

  it('finds nothing by any key: each that the server sends is asked about', () => {
    expect(said(['event_id', 0, 0, 0], ['fbp', 0, 77, 0])).toEqual([
      'Meta finds no copies by `fbp` although 77 % of the server’s events carry it: the browser pixel sends none (copies ' +
        'have the same event name and the same fbp, within 48 hours, and only when the browser’s event came first).',
    ]);
  });

  it('is read in both of Meta’s spellings, once', () => {
    const feedback = [key('event_id', [0, 100, 0])];
    const short = advice({ dedup_key_feedback: feedback });
    expect(short).toHaveLength(1);
    expect(advice({ dedup_key_feedback: feedback, dedupe_key_feedback: feedback })).toEqual(short);
  });
});

describe('coverage and freshness', () => {
  it('below the goal is told', () => {
    const coverage = (percentage: number, goal_percentage?: number) =>
      advice({ event_coverage: { percentage, goal_percentage, description: 'Of unique browser events.' } });
    expect(coverage(33.5, 75)).toEqual([
      'The server sends 33.5 % as many events as the browser pixel, Meta’s goal is 75 %: send each event that the ' +
        'browser sends from the server too.',
    ]);
    expect([coverage(75, 75), coverage(60, 50), coverage(74).length]).toEqual([[], [], 1]);
  });

  it.each([
    [90, '90 seconds'],
    [1800, '30 minutes'],
    [7200, '2 hours'],
    [259_200, '3 days'],
  ])('that are slow are told with our own delay: %d seconds', (each, words) => {
    const row = { data_freshness: { upload_frequency: 'hourly', description: 'How often.' } };
    expect(advice(row, { delaySeconds: each * 100 })).toEqual([
      `Meta gets these events \`hourly\`, not in real time; from happening to Meta they took ${words} on average: send ` +
        'each when it happens.',
    ]);
  });

  it('in real time is well, and without ours it stands for itself', () => {
    const row = (upload_frequency: string) => ({ data_freshness: { upload_frequency } });
    expect(advice(row('real_time'))).toEqual([]);
    const none = { accepted: 0, delivered: 0, website: 0, withOwnId: 0 };
    expect(advice(row('daily'), none)).toEqual([
      'Meta gets these events `daily`, not in real time: send each when it happens.',
    ]);
  });
});

describe('Meta’s diagnostics', () => {
  const found = (percentage: number, solution: unknown) => ({ name: 'Wrong address', solution, percentage });

  it('give its solutions to the letter, of most events first', () => {
    const diagnostics = [found(2, 'Send the address.'), found(61, 'Send the time.'), found(5, ''), found(4, 7)];
    expect(advice(match({ diagnostics }))).toEqual(['Send the time.', 'Send the address.']);
  });

  it('are cut to 300 characters and five', () => {
    const many = advice(
      match({ diagnostics: Array.from({ length: 9 }, (_, at) => found(at, `${at}${'x'.repeat(400)}`)) }),
    );
    expect(many.map(({ length }) => length)).toEqual([300, 300, 300, 300, 300]);
    expect(many[0]).toMatch(/^8x+…$/);
  });
});

describe('events that do not arrive', () => {
  it('come before all else', () => {
    const all = advice(match({ composite_score: 2 }), { accepted: 130, parked: 3 });
    expect(all.slice(0, 2)).toEqual([
      '3 of the events could not be delivered and were parked: GET /v1/parked says why, and sends them anew.',
      '27 events were accepted and have not reached Meta yet: they wait in the queue, or Meta is refusing calls.',
    ]);
    expect(all).toHaveLength(3);
  });

  it('may be a few on their way', () => {
    expect(advice(null, { accepted: 105 })).toEqual([]);
    expect(advice(null, { accepted: 10_050, delivered: 10_000, website: 0 })).toEqual([]);
  });
});

describe('a share', () => {
  it('is 100 only of all', () => {
    expect([shareOf(1, 3), shareOf(99_999, 100_000), shareOf(7, 7), shareOf(8, 7), shareOf(0, 0)]).toEqual([
      33.3,
      99.9,
      100,
      100,
      null,
    ]);
  });
});

/** JSON of any shape, with Meta's own members here and there, and those of every object's prototype. */
const names = [
  ...['event_name', 'event_match_quality', 'composite_score', 'match_key_feedback', 'identifier', 'coverage'],
  ...['potential_aly_acr_increase', 'percentage', 'diagnostics', 'solution', 'event_coverage', 'goal_percentage'],
  ...['dedupe_key_feedback', 'dedup_key_feedback', 'dedupe_key', 'overall_browser_coverage_from_dedupe_key'],
  ...['server_events_with_dedupe_key', 'data_freshness', 'upload_frequency', '__proto__', 'constructor', 'toString'],
];
const { anything } = fc.letrec((tie) => ({
  anything: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, 0, 100, -5, 1e308, '', 'email', 'constructor', 'event_id', '__proto__', '6.5'),
    fc.array(tie('anything'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...names), tie('anything')), { maxLength: 8 }).map(Object.fromEntries),
  ),
}));

describe('any answer of Meta’s', () => {
  it('gives sentences and throws nothing', () => {
    fc.assert(
      fc.property(fc.oneof(anything, fc.jsonValue()), fc.nat(3), (row, delivered) => {
        const counts = { delivered, keys: new Map([['constructor', 1]]) };
        for (const sentence of advice(row, counts)) {
          expect(sentence).toMatch(/\S/);
          expect(sentence).not.toMatch(/NaN|undefined|null|Infinity|\[object|function/);
          expect(sentence.length).toBeLessThan(500);
        }
        expect(MetaScore.parse(row)).toEqual({
          eventName: MetaQuality.parse(row).eventName,
          score: MetaQuality.parse(row).score,
          coverage: MetaQuality.parse(row).coverage,
        });
      }),
      { numRuns: 2000 },
    );
  });
});
