import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Thread } from '../../../lambdas/foundation/store/threads.ts';
import { messagingWindow, ways } from '../../../lambdas/messaging/messaging-window.ts';
import { aThread } from './rows.ts';

const openedAt = '2026-11-20T10:00:00.000Z';
const opened = Date.parse(openedAt);
const hour = 3600_000;
const day = 24 * hour;
const plus = (ms: number) => new Date(opened + ms).toISOString();
const shut = { open: false, until: null };

/** The window of a thread so many milliseconds after it was opened. */
const permitted = { humanAgent: true };
const then = (ms: number, over: Partial<Thread> = {}, permits = permitted) =>
  messagingWindow(aThread({ openedAt, ...over }), opened + ms, permits);

describe('the window of a Messenger thread', () => {
  it('takes any answer up to the last millisecond of 24 hours', () => {
    expect(then(day - 1)).toEqual({
      channel: 'messenger',
      standard: { open: true, until: plus(day) },
      humanAgent: { open: true, until: plus(7 * day) },
      template: 'utility-template',
      freeOfChargeUntil: null,
      mayAnswer: true,
      allowed: ['RESPONSE', 'MESSAGE_TAG/HUMAN_AGENT', 'UTILITY'],
      reason: `The window of 24 hours is open: a free answer may go out until ${plus(day)}.`,
    });
  });

  it('takes from then on what a human wrote, up to the last millisecond of 7 days', () => {
    for (const ms of [day, 7 * day - 1]) {
      expect(then(ms)).toMatchObject({
        standard: { open: false, until: plus(day) },
        humanAgent: { open: true, until: plus(7 * day) },
        allowed: ['MESSAGE_TAG/HUMAN_AGENT', 'UTILITY'],
        reason: expect.stringMatching(/what a human wrote may go out until .*; else only a UTILITY/),
      });
    }
  });

  it('takes nothing of a human’s after the 24 hours where Meta did not give the feature, and names it', () => {
    for (const channel of ['messenger', 'instagram'] as const) {
      const window = then(day, { channel }, { humanAgent: false });
      const template = channel === 'messenger' ? ['UTILITY'] : [];
      expect(window).toMatchObject({ humanAgent: { open: false, until: null }, allowed: template });
      expect(window.reason).toContain(`could go out until ${plus(7 * day)} with Meta’s feature Human Agent`);
      expect(then(7 * day, { channel }, { humanAgent: false }).reason).not.toContain('Human Agent');
    }
    const open = then(0, {}, { humanAgent: false });
    expect(open.allowed).toEqual(['RESPONSE', 'UTILITY']);
  });

  it('takes a template after that', () => {
    expect(then(7 * day)).toMatchObject({
      humanAgent: { open: false, until: plus(7 * day) },
      allowed: ['UTILITY'],
      mayAnswer: true,
      reason: expect.stringContaining(`over since ${plus(7 * day)}: only a UTILITY message`),
    });
  });

  it('is shut while nobody opened it: the business wrote first', () => {
    const window = then(0, { openedAt: null, openedBy: null, lastDirection: 'out' });
    expect(window).toMatchObject({ standard: shut, humanAgent: shut, allowed: ['UTILITY'] });
    expect(window.reason).toContain('has not opened a window yet');
  });
});

describe('the window of an Instagram thread', () => {
  const channel = 'instagram';

  it('is that of Messenger without templates', () => {
    expect(then(0, { channel })).toMatchObject({ template: null, allowed: ['RESPONSE', 'MESSAGE_TAG/HUMAN_AGENT'] });
    expect(then(day, { channel }).allowed).toEqual(['MESSAGE_TAG/HUMAN_AGENT']);
  });

  it('leaves nothing after 7 days', () => {
    const window = then(7 * day, { channel });
    expect(window).toMatchObject({ allowed: [], mayAnswer: false });
    expect(window.reason).toMatch(/over since .*: nothing may go out until the person/);
  });
});

describe('the window of a WhatsApp thread', () => {
  const channel = 'whatsapp';

  it('takes a free answer for 24 hours, and templates always', () => {
    expect(then(day - 1, { channel })).toMatchObject({
      humanAgent: shut,
      template: 'message-template',
      allowed: ['service', 'template'],
    });
    const over = then(day, { channel });
    expect(over).toMatchObject({ standard: { open: false, until: plus(day) }, allowed: ['template'] });
    expect(over.reason).toBe(`The window has been over since ${plus(day)}: only an approved template may go out.`);
  });

  const entry = { channel, entryAt: openedAt } as const;
  it('is free of charge for 72 hours after an entry that was answered within 24, and no longer open for that', () => {
    const answered = { ...entry, entryAnsweredAt: plus(day - 1) };
    const until = plus(4 * day - 1);
    expect(then(4 * day - 2, answered)).toMatchObject({ freeOfChargeUntil: until, allowed: ['template'] });
    expect(then(4 * day - 1, answered).freeOfChargeUntil).toBeNull();
  });

  it.each([
    ['nobody answered', { entryAnsweredAt: null }],
    ['the answer came after 24 hours', { entryAnsweredAt: plus(day) }],
    ['the answer was to something before', { entryAnsweredAt: plus(-1) }],
    ['there was no entry', { entryAt: null, entryAnsweredAt: plus(hour) }],
    ['it is Messenger', { channel: 'messenger', entryAnsweredAt: plus(hour) }],
  ] as const)('is not free of charge when %s', (_, over) => {
    expect(then(2 * hour, { ...entry, ...over }).freeOfChargeUntil).toBeNull();
  });
});

it('knows no way into a group', () => {
  const group = { channel: 'whatsapp', personId: null, groupId: 'group-1', entryAt: openedAt } as const;
  expect(then(hour, { ...group, entryAnsweredAt: openedAt })).toEqual({
    channel: 'whatsapp',
    ...{ standard: shut, humanAgent: shut, template: null, freeOfChargeUntil: null, mayAnswer: false, allowed: [] },
    reason: 'This is a group, and no rule of Meta’s is known for answering one.',
  });
});

describe('a thread that apps hand to each other', () => {
  const control = { holder: 'other', appId: '990000000000901', at: plus(hour) } as const;

  it('may not be answered while another app holds it, though its windows stand open', () => {
    expect(then(2 * hour, { control })).toMatchObject({
      standard: { open: true },
      mayAnswer: false,
      allowed: [],
      reason: 'Another app (990000000000901) holds the thread, and alone may answer until it hands the thread over.',
    });
    const unnamed = then(2 * hour, { control: { ...control, appId: null } });
    expect(unnamed.reason).toMatch(/^Another app holds/);
  });

  it('may be answered like any other while we hold it', () => {
    expect(then(2 * hour, { control: { ...control, holder: 'ours' } })).toEqual(then(2 * hour));
  });

  it('is nobody’s 24 hours after the last message or change of hands, whichever came last', () => {
    const idle = expect.stringMatching(/; nobody holds the thread .* default app may send, .* not known here\.$/);
    for (const last of [{ lastAt: plus(2 * hour), control }, { control: { ...control, at: plus(2 * hour) } }]) {
      expect(then(26 * hour - 1, last)).toMatchObject({ mayAnswer: false, allowed: [] });
      expect(then(26 * hour, last)).toMatchObject({ allowed: ['MESSAGE_TAG/HUMAN_AGENT', 'UTILITY'], reason: idle });
    }
    expect(then(26 * hour, { control: { ...control, holder: 'ours' } })).toEqual(then(26 * hour));
    const silent = { lastAt: plus(2 * hour), lastDirection: null, control: { ...control, at: plus(0) } } as const;
    expect(then(24 * hour, silent).reason).toEqual(idle);
  });
});

/** Times near every boundary, and texts that are none. */
const ms = fc.oneof(
  fc.integer({ min: -day, max: 9 * day }),
  fc.constantFrom(0, day - 1, day, 3 * day, 4 * day, 7 * day - 1, 7 * day, 7 * day + 1),
);
const instant = fc.option(fc.oneof({ weight: 6, arbitrary: ms.map(plus) }, { weight: 1, arbitrary: fc.string() }));
const anyThread = fc
  .record({
    channel: fc.constantFrom('messenger', 'instagram', 'whatsapp'),
    groupId: fc.option(fc.constant('group-1'), { freq: 5 }),
    ...{ openedAt: instant, entryAt: instant, entryAnsweredAt: instant },
    lastAt: ms.map(plus),
    control: fc.option(
      fc.record({ holder: fc.constantFrom('ours', 'other'), appId: fc.option(fc.string()), at: ms.map(plus) }),
    ),
  })
  .map((over) => aThread(over));

describe('the window of any thread', () => {
  it('is shut exactly when its time is over', () => {
    fc.assert(
      fc.property(anyThread, ms, (thread, since) => {
        const now = opened + since;
        const { standard, humanAgent } = messagingWindow(thread, now, permitted);
        for (const { open, until } of [standard, humanAgent]) {
          expect(open).toBe(until !== null && now < Date.parse(until));
        }
        const begun = thread.groupId === null ? Date.parse(thread.openedAt ?? '') : Number.NaN;
        const lasts = (from: number) => (Number.isNaN(begun) ? null : new Date(begun + from).toISOString());
        expect(standard.until).toBe(lasts(day));
        expect(humanAgent.until).toBe(thread.channel === 'whatsapp' ? null : lasts(7 * day));
      }),
    );
  });

  it('allows no way whose window is shut, and none at all to us while another app holds the thread', () => {
    fc.assert(
      fc.property(anyThread, ms, (thread, since) => {
        const window = messagingWindow(thread, opened + since, permitted);
        const open = {
          RESPONSE: window.standard.open && thread.channel !== 'whatsapp',
          service: window.standard.open && thread.channel === 'whatsapp',
          'MESSAGE_TAG/HUMAN_AGENT': window.humanAgent.open,
          UTILITY: window.template === 'utility-template',
          template: window.template === 'message-template',
        };
        const held = window.reason.includes('alone may answer');
        expect(held && thread.control?.holder !== 'other').toBe(false);
        expect(window.allowed).toEqual(held ? [] : ways.filter((way) => open[way]));
        expect(window.mayAnswer).toBe(window.allowed.length > 0);
        expect(window.reason).toMatch(/^[A-Z].*[^.]\.$/);
      }),
    );
  });

  it('only ever shuts while nothing happens', () => {
    fc.assert(
      fc.property(anyThread, ms, fc.nat(3 * day), (thread, since, more) => {
        const [now, soon] = [since, since + more].map((at) => messagingWindow(thread, opened + at, permitted));
        const opens = (a = false, b = false) => !a && b;
        expect(opens(now?.standard.open, soon?.standard.open)).toBe(false);
        expect(opens(now?.humanAgent.open, soon?.humanAgent.open)).toBe(false);
        expect([now?.freeOfChargeUntil, null]).toContain(soon?.freeOfChargeUntil);
        // What another app holds comes back to us by nothing but time.
        if (thread.control?.holder !== 'other')
          expect(now?.allowed).toEqual(expect.arrayContaining([...(soon?.allowed ?? [])]));
      }),
    );
  });

  it('stands whatever the texts and the time are', () => {
    const any = fc.tuple(anyThread, fc.string(), fc.constantFrom('+275760-09-13T00:00:00.000Z', openedAt, ''));
    fc.assert(
      fc.property(any, fc.double(), ([thread, text, far], now) => {
        for (const odd of [text, far]) {
          const entry = { entryAt: odd, entryAnsweredAt: odd };
          const control = { holder: 'other', appId: null, at: odd } as const;
          const window = messagingWindow({ ...thread, ...entry, control, openedAt: odd, lastAt: odd }, now, permitted);
          expect(window.channel).toBe(thread.channel);
        }
      }),
    );
  });
});
