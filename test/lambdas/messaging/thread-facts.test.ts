import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Thread } from '../../../lambdas/foundation/store/threads.ts';
import type { FactOf } from '../../../lambdas/messaging/inbound-event.ts';
import {
  factOfContent,
  factOfHandover,
  factOfReferral,
  lastOf,
  mergeThread,
  type ThreadFact,
  type ThreadName,
} from '../../../lambdas/messaging/thread-facts.ts';
import { echoOf, page, psid, second, textOf, waTextOf } from './collect-world.ts';

const name: ThreadName = {
  workspace: 'shop',
  id: 't_1',
  channel: 'messenger',
  asset: `page:${page}`,
  phoneNumberId: null,
  personId: 'p_1',
  groupId: null,
};

const told = (...facts: readonly ThreadFact[]): Thread => {
  const row = facts.reduce<Thread | undefined>((standing, fact) => mergeThread(standing, name, fact), undefined);
  if (row === undefined) throw new Error('no fact was told');
  return row;
};

const message = (over: object = {}): FactOf<'message'> => ({ kind: 'message', ...textOf('m'), ...over });
const echo = (over: object = {}): FactOf<'echo'> => ({ kind: 'echo', ...echoOf('e'), ...over });
const handover = (action: FactOf<'handover'>['action'], over: object = {}): FactOf<'handover'> => ({
  ...{ kind: 'handover', from: psid, to: page, action },
  ...over,
});
const day = 24 * 3600;

describe('what a message says of its thread', () => {
  it('is who wrote last, never back', () => {
    const [early, late] = [
      factOfContent(message(), 'messenger', second(1)),
      factOfContent(echo(), 'messenger', second(2)),
    ];
    expect(told(late, early)).toMatchObject({
      ...{ lastAt: second(2), lastDirection: 'out', openedBy: 'message', openedAt: second(1) },
    });
  });

  it.each([
    ['message', message()],
    ['story', message({ replyTo: { storyId: 's' } })],
    ['story', message({ attachments: [{ type: 'story_mention' }] })],
    ['message', message({ replyTo: { messageId: 'm' } })],
    ['postback', { kind: 'postback', from: psid, to: page } as const],
  ])('opens the window: %s', (openedBy, fact) => {
    expect(told(factOfContent(fact, 'instagram', second(1)))).toMatchObject({ openedBy, openedAt: second(1) });
  });

  it('opens no window when the business writes', () => {
    expect(told(factOfContent(echo(), 'messenger', second(1)))).toMatchObject({ openedBy: null, openedAt: null });
  });

  const referral = factOfReferral({ kind: 'referral', from: psid, to: page }, 'messenger', second(3));

  it.each<[string, ThreadFact, number]>([
    ['a referral', referral, 3],
    ['a call', { opened: { by: 'call', at: second(4) } }, 4],
    ['a watermark', { readUpTo: second(5) }, 5],
    ['what arrived', { deliveredUpTo: second(6) }, 6],
    ['another hand', factOfHandover(handover('take'), second(7)), 7],
  ])('is without a message, and at its own time, when %s came first', (_what, fact, at) => {
    expect(told(fact)).toMatchObject({ lastAt: second(at), lastDirection: null });
  });

  it('is at the latest that is known while nobody said anything', () => {
    const row = told(referral, { readUpTo: second(4) }, { readUpTo: second(2) }, { deliveredUpTo: second(5) });
    expect(row).toMatchObject({
      ...{ lastAt: second(5), lastDirection: null, openedBy: 'referral', openedAt: second(3) },
      ...{ readUpTo: second(4), deliveredUpTo: second(5) },
    });
  });

  it.each([
    ['after', [referral, factOfContent(message(), 'messenger', second(1))]],
    ['before', [factOfContent(message(), 'messenger', second(1)), referral]],
  ])('is its message once there is one, even an older one, told %s the referral', (_when, facts) => {
    expect(told(...facts)).toMatchObject({ lastAt: second(1), lastDirection: 'in', openedAt: second(3) });
  });

  it('is without a message, too, in a row that says so by its time alone, as they once were', () => {
    const older: Thread = { ...told(referral), lastAt: '1970-01-01T00:00:00.000Z', lastDirection: 'in' };
    expect(lastOf(older)).toEqual({ lastAt: second(3), lastDirection: null });
    expect(mergeThread(older, name, { readUpTo: second(2) })).toMatchObject({ lastAt: second(3), lastDirection: null });
    const said = factOfContent(echo(), 'messenger', second(1));
    expect(mergeThread(older, name, said)).toMatchObject({ lastAt: second(1), lastDirection: 'out' });
  });
});

describe('a look at the window’s end', () => {
  const opens = (at: number) => factOfContent(message(), 'messenger', second(at));
  const hour = 3600;

  it('is asked for an hour before the end, and again only after it was taken', () => {
    const first = told(opens(0));
    expect(first.windowDueAt).toBe(second(23 * hour));
    const again = mergeThread(first, name, opens(5 * hour));
    expect([again.openedAt, again.windowDueAt]).toEqual([second(5 * hour), second(23 * hour)]);
    const taken = { ...again, windowDueAt: null };
    expect(mergeThread(taken, name, opens(5 * hour))).toBe(taken);
    expect(mergeThread(taken, name, opens(4 * hour)).windowDueAt).toBeNull();
    expect(mergeThread(taken, name, opens(6 * hour)).windowDueAt).toBe(second(29 * hour));
  });

  it('is nobody’s wish where no window opens: by the business, and in a group', () => {
    expect(told(factOfContent(echo(), 'messenger', second(1))).windowDueAt).toBeNull();
    const group = { ...name, groupId: 'g', personId: null };
    const fact = factOfContent({ kind: 'message', ...waTextOf('w') }, 'whatsapp', second(1));
    expect(mergeThread(undefined, group, fact)).toMatchObject({ openedAt: second(1), windowDueAt: null });
  });

  it('is not asked for at a time that is none', () => {
    expect(mergeThread(undefined, name, { opened: { by: 'message', at: 'never' } }).windowDueAt).toBeNull();
  });
});

describe('who holds a thread', () => {
  it.each([
    ['a message in messaging', factOfContent(message(), 'messenger', second(1)), 'ours', null],
    ['a message on standby', factOfContent(message({ standby: true }), 'messenger', second(1)), 'other', null],
    [
      'a referral on standby',
      factOfReferral({ kind: 'referral', from: psid, to: page, standby: true }, 'messenger', second(1)),
      'other',
      null,
    ],
    ['a thread passed on', factOfHandover(handover('pass', { newOwnerAppId: '10001' }), second(1)), 'ours', '10001'],
    [
      'a thread passed, on standby',
      factOfHandover(handover('pass', { newOwnerAppId: '7', standby: true }), second(1)),
      'other',
      '7',
    ],
    [
      'a thread passed to the inbox',
      factOfHandover(handover('pass', { newOwnerAppId: '263902037430900' }), second(1)),
      'other',
      '263902037430900',
    ],
    ['a thread taken', factOfHandover(handover('take', { previousOwnerAppId: '10001' }), second(1)), 'other', null],
  ])('%s', (_what, fact, holder, appId) => {
    expect(told(fact).control).toEqual({ holder, appId, at: second(1) });
  });

  it.each(['request', 'app_roles'] as const)('%s moves nothing', (action) => {
    expect(factOfHandover(handover(action), second(1))).toEqual({});
  });

  it('is nobody’s question on WhatsApp', () => {
    expect(told(factOfContent({ kind: 'message', ...waTextOf('w') }, 'whatsapp', second(1))).control).toBeNull();
  });

  it('is told by the latest sign', () => {
    const taken = factOfHandover(handover('take'), second(5));
    const written = (at: number) => factOfContent(message(), 'messenger', second(at));
    expect(told(taken, written(4)).control?.holder).toBe('other');
    expect(told(taken, written(6)).control).toEqual({ holder: 'ours', appId: null, at: second(6) });
  });
});

describe('an entry by an ad or a button of a Page', () => {
  const entry = (at: number) =>
    factOfContent({ kind: 'message', ...waTextOf('w', { referral: { source_type: 'ad' } }) }, 'whatsapp', second(at));
  const answer = (at: number): ThreadFact => ({ said: { at: second(at), direction: 'out' } });

  it('is known of WhatsApp alone', () => {
    expect(told(entry(1)).entryAt).toBe(second(1));
    expect(told(factOfContent(message({ referral: { ref: 'r' } }), 'messenger', second(1))).entryAt).toBeNull();
  });

  it.each([
    ['in the same second', [entry(1), answer(1)], 1],
    ['by the first message of several', [entry(1), answer(9), answer(5), answer(7)], 5],
    ['not by a message before it', [entry(3), answer(2)], null],
    ['not after 24 hours', [entry(0), answer(day)], null],
    ['at the last moment', [entry(0), answer(day - 1)], day - 1],
    ['anew after another entry', [entry(1), answer(2), entry(3)], null],
    ['still, when an older entry comes late', [entry(3), answer(4), entry(1)], 4],
    ['also by what answered the entry before it', [entry(1), answer(9), entry(5)], 9],
  ])('is answered %s', (_how, facts, at) => {
    expect(told(...facts).entryAnsweredAt).toBe(at === null ? null : second(at));
  });
});

const moment = fc.integer({ min: 0, max: 6 }).map(second);
const holder = fc.constantFrom('ours', 'other');
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const aFact: fc.Arbitrary<ThreadFact> = fc.record({
  said: optional(fc.record({ at: moment, direction: fc.constantFrom('in', 'out') })),
  opened: optional(fc.record({ by: fc.constantFrom('message', 'postback', 'referral', 'story', 'call'), at: moment })),
  enteredAt: optional(moment),
  deliveredUpTo: optional(moment),
  readUpTo: optional(moment),
  control: optional(fc.record({ holder, appId: fc.option(fc.constantFrom('1', '2')), at: moment })),
});

describe('the order of facts', () => {
  it('makes no difference, however often each is told, when answers are told again after the entry', () => {
    fc.assert(
      fc.property(
        fc
          .array(aFact, { minLength: 1, maxLength: 6 })
          .chain((facts) =>
            fc.tuple(fc.constant(facts), fc.shuffledSubarray([...facts, ...facts], { minLength: 2 * facts.length })),
          ),
        ([facts, shuffled]) => {
          const answers = facts
            .filter(({ said }) => said?.direction === 'out')
            .map(({ said }): ThreadFact => ({ said }));
          expect(told(...shuffled, ...answers)).toEqual(told(...facts, ...answers));
        },
      ),
    );
  });

  it('never moves a time back', () => {
    fc.assert(
      fc.property(fc.array(aFact, { minLength: 1, maxLength: 8 }), aFact, (facts, last) => {
        const before = told(...facts);
        const now = mergeThread(before, name, last);
        // The first message may be older than what opened the thread.
        if (before.lastDirection !== null || now.lastDirection === null) expect(now.lastAt >= before.lastAt).toBe(true);
        if (before.lastDirection !== null) expect(now.lastDirection).not.toBeNull();
        for (const field of ['openedAt', 'entryAt', 'deliveredUpTo', 'readUpTo'] as const) {
          expect((now[field] ?? '') >= (before[field] ?? '')).toBe(true);
        }
        expect((now.control?.at ?? '') >= (before.control?.at ?? '')).toBe(true);
      }),
    );
  });

  it('says by the same object that nothing changes', () => {
    fc.assert(
      fc.property(aFact, (fact) => {
        const row = told(fact);
        expect(mergeThread(row, name, fact)).toBe(row);
      }),
    );
  });
});
