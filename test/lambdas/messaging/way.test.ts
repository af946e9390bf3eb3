import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Thread } from '../../../lambdas/foundation/store/threads.ts';
import { messagingWindow } from '../../../lambdas/messaging/messaging-window.ts';
import { type WayWish, wayOf } from '../../../lambdas/messaging/way.ts';
import { reasons, refusal } from './refusal.ts';
import { aThread } from './rows.ts';

const openedAt = '2026-11-20T10:00:00.000Z';
const opened = Date.parse(openedAt);
const day = 24 * 3600_000;
const until = (days: number) => new Date(opened + days * day).toISOString();
const control = { holder: 'other', appId: '263902037430900', at: openedAt } as const;

const channels = ['messenger', 'instagram', 'whatsapp'] as const;
const permitted = { humanAgent: true };
const windowOf = (channel: Thread['channel'], ms: number, over: Partial<Thread> = {}) =>
  messagingWindow(aThread({ openedAt, channel, ...over }), opened + ms, permitted);

const wishOf = (over: Partial<WayWish> = {}): WayWish => ({
  channel: 'messenger',
  content: { type: 'text' },
  sender: 'automation',
  recipient: over.channel === 'whatsapp' ? { phone: '+15555550100' } : { id: '12345' },
  ...over,
});

/** The way so many milliseconds after the window was opened. */
const then = (ms: number, over: Partial<WayWish> = {}, thread: Partial<Thread> = {}, permits = permitted) => {
  const wish = wishOf(over);
  return wayOf(wish, aThread({ openedAt, channel: wish.channel, ...thread }), opened + ms, permits);
};
const message = (ms: number, over: Partial<WayWish> = {}, thread: Partial<Thread> = {}) => {
  const failure = refusal(() => then(ms, over, thread));
  expect(failure.kind).toBe('outside-window');
  return failure.message;
};

const template = { type: 'template' } as const;
const human = { sender: 'human' } as const;
const tagged = { ...human, tag: 'HUMAN_AGENT' } as const;
const asHuman = { messagingType: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };

describe.each(['messenger', 'instagram'] as const)('a free message on %s', (channel) => {
  it('is a RESPONSE, or an UPDATE as asked, up to the last millisecond of 24 hours, whoever wrote it', () => {
    for (const sender of ['human', 'automation'] as const) {
      expect(then(day - 1, { channel, sender })).toEqual({ messagingType: 'RESPONSE' });
      expect(then(0, { channel, sender, messagingType: 'UPDATE' })).toEqual({ messagingType: 'UPDATE' });
    }
  });

  it('is tagged from then on, if a human wrote it, for 7 days', () => {
    for (const ms of [day, 7 * day - 1]) {
      expect(then(ms, { channel, ...human })).toEqual(asHuman);
      expect(then(ms, { channel, ...human, messagingType: 'UPDATE' })).toEqual(asHuman);
    }
    expect(message(7 * day, { channel, ...human })).toContain(`over since ${until(7)}`);
  });

  it('is tagged before, when a human asks for it', () => {
    expect(then(0, { channel, ...tagged })).toEqual(asHuman);
    expect(then(2 * day, { channel, ...tagged })).toEqual(asHuman);
  });

  it('of a bot is refused after 24 hours, and told who still may', () => {
    const said = `An automatic message may not go out now; a human may answer until ${until(7)} (sender human).`;
    for (const ms of [day, 7 * day - 1]) expect(message(ms, { channel })).toContain(said);
    expect(message(7 * day, { channel })).not.toContain('a human may');
  });

  it('is refused when nobody has opened a window, and while another app holds the thread', () => {
    expect(message(0, { channel, ...human }, { openedAt: null })).toContain('has not opened a window yet');
    expect(message(0, { channel, ...human }, { control })).toContain('263902037430900');
  });
});

describe('a free message on WhatsApp', () => {
  it('goes for 24 hours, and then nobody’s', () => {
    for (const sender of ['human', 'automation'] as const) {
      expect(then(day - 1, { channel: 'whatsapp', sender })).toEqual({});
      expect(message(day, { channel: 'whatsapp', sender })).toMatch(/only an approved template may go out/);
    }
  });
});

describe('a stage without Meta’s feature Human Agent', () => {
  const without = (ms: number, over: Partial<WayWish>) => () => then(ms, over, {}, { humanAgent: false });

  it.each(['messenger', 'instagram'] as const)(
    'answers on %s for 24 hours, and says what would allow more',
    (channel) => {
      expect(without(day - 1, { channel, ...human })()).toEqual({ messagingType: 'RESPONSE' });
      const late = refusal(without(day, { channel, ...human }));
      expect(late).toMatchObject({ kind: 'outside-window', message: expect.stringContaining('feature Human Agent') });
      const tag = refusal(without(0, { channel, ...tagged }));
      expect(tag).toMatchObject({
        kind: 'outside-window',
        message: expect.stringMatching(/^The tag HUMAN_AGENT needs/),
      });
    },
  );
});

describe('a template', () => {
  it('goes whenever it wants on Messenger and WhatsApp', () => {
    for (const ms of [0, day, 400 * day]) {
      expect(then(ms, { content: template })).toEqual({ messagingType: 'UTILITY' });
      expect(then(ms, { content: template, channel: 'whatsapp' })).toEqual({});
    }
  });

  it('does not go while another app holds the thread, nor on Instagram', () => {
    expect(message(0, { content: template }, { control })).toContain('holds the thread');
    expect(message(0, { content: template, channel: 'whatsapp' }, { control })).toContain('holds the thread');
    expect(refusal(() => then(0, { content: template, channel: 'instagram' })).kind).toBe('outside-window');
  });
});

describe('what is no message', () => {
  it.each(['reaction', 'mark_seen', 'typing_on', 'typing_off'] as const)(
    '%s needs the window of 24 hours, also a human’s',
    (type) => {
      for (const channel of channels.filter((channel) => channel !== 'whatsapp' || type !== 'mark_seen')) {
        expect(then(day - 1, { channel, content: { type } })).toEqual({});
        expect(message(day, { channel, content: { type }, ...human })).toContain(
          `A ${type} needs the open window of 24 hours`,
        );
      }
    },
  );
});

describe('marking as read on WhatsApp', () => {
  it('has no window: it is no message, and nobody reads on a Friday only', () => {
    for (const ms of [0, day, 400 * day])
      expect(then(ms, { channel: 'whatsapp', content: { type: 'mark_seen' } })).toEqual({});
    expect(then(0, { channel: 'whatsapp', content: { type: 'mark_seen' } }, { openedAt: null })).toEqual({});
  });
});

describe('who has no thread yet', () => {
  it.each([{ commentId: '99_12' }, { userRef: 'form_77' }])('%j has no window of ours', (recipient) => {
    const never = { openedAt: null };
    expect(then(0, { recipient }, never)).toEqual({ messagingType: 'RESPONSE' });
    expect(then(0, { recipient, messagingType: 'UPDATE' }, never)).toEqual({ messagingType: 'UPDATE' });
    expect(then(0, { recipient, content: template }, never)).toEqual({ messagingType: 'UTILITY' });
    expect(Object.keys(reasons(() => then(0, { recipient, content: { type: 'typing_on' } }, never)))).toEqual([
      'body.type',
    ]);
    expect(Object.keys(reasons(() => then(0, { recipient, ...tagged }, never)))).toEqual(['body.tag']);
  });
});

describe('a wish that contradicts itself', () => {
  const whatsapp = { channel: 'whatsapp' } as const;
  it.each<[Partial<WayWish>, readonly string[]]>([
    [{ tag: 'HUMAN_AGENT' }, ['body.tag']],
    [{ ...tagged, messagingType: 'RESPONSE' }, ['body.messagingType']],
    [{ ...tagged, content: template }, ['body.tag']],
    [{ ...tagged, content: { type: 'reaction' } }, ['body.tag']],
    [{ messagingType: 'UPDATE', content: template }, ['body.messagingType']],
    [{ messagingType: 'UPDATE', content: { type: 'mark_seen' } }, ['body.messagingType']],
    [{ ...whatsapp, ...tagged }, ['body.tag']],
    [{ ...whatsapp, messagingType: 'RESPONSE' }, ['body.messagingType']],
    [{ ...whatsapp, ...tagged, messagingType: 'RESPONSE' }, ['body.tag', 'body.messagingType']],
  ])('%j is invalid', (over, paths) => {
    expect(refusal(() => then(0, over)).kind).toBe('invalid-request');
    expect(Object.keys(reasons(() => then(0, over)))).toEqual(paths);
  });
});

describe('every way', () => {
  const types = ['text', 'image', 'cards', 'template', 'reaction', 'typing_on'] as const;
  const wishes = fc
    .record({
      channel: fc.constantFrom(...channels),
      type: fc.constantFrom(...types),
      sender: fc.constantFrom('human', 'automation'),
      messagingType: fc.constantFrom(undefined, undefined, 'RESPONSE', 'UPDATE'),
      tag: fc.constantFrom(undefined, undefined, 'HUMAN_AGENT'),
    })
    .map(({ type, ...wish }) => wishOf({ ...wish, content: { type } }));
  const threads = fc.record({
    openedAt: fc.constantFrom(openedAt, openedAt, openedAt, null),
    control: fc.constantFrom(null, null, control, { ...control, holder: 'ours' as const }),
    groupId: fc.constantFrom(null, null, null, 'group-1'),
  });
  const times = fc.oneof(fc.integer({ min: 0, max: 9 * day }), fc.constantFrom(0, day - 1, day, 7 * day - 1, 7 * day));

  it('is one that the window holds, and a refusal is one for which it holds none', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(wishes, threads, times, (wish, over, ms) => {
        const window = windowOf(wish.channel, ms, over);
        const outcome = outcomeOf(
          () => wayOf(wish, aThread({ channel: wish.channel, ...over }), opened + ms, permitted),
          wish,
        );
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
        const needs = needsOf(wish);
        if (outcome === 'invalid-request') expect(wish.tag ?? wish.messagingType).toBeDefined();
        else if (outcome === 'outside-window')
          expect(needs.filter((one) => window.allowed.some((way) => way === one))).toEqual([]);
        else expect(window.allowed).toContain(outcome);
      }),
      { numRuns: 3_000 },
    );
    expect([...seen.keys()].sort()).toEqual(
      [
        'MESSAGE_TAG/HUMAN_AGENT',
        'RESPONSE',
        'UTILITY',
        'invalid-request',
        'outside-window',
        'service',
        'template',
      ].sort(),
    );
    expect([...seen.values()].reduce((sum, one) => sum + one, 0)).toBe(3_000);
  });
});

/** The way in the window's words, or the failure's kind. */
function outcomeOf(way: () => ReturnType<typeof wayOf>, wish: WayWish): string {
  try {
    const { messagingType, tag } = way();
    if (wish.channel === 'whatsapp') return wish.content.type === 'template' ? 'template' : 'service';
    if (messagingType === 'MESSAGE_TAG') return `MESSAGE_TAG/${tag}`;
    return messagingType === 'UTILITY' ? 'UTILITY' : 'RESPONSE';
  } catch {
    return refusal(way).kind;
  }
}

/** The ways by which a wish could go, were they open (the brief of the rule, not its code). */
function needsOf({ channel, content, sender, tag }: WayWish): readonly string[] {
  const isTemplate = content.type === 'template';
  if (channel === 'whatsapp') return [isTemplate ? 'template' : 'service'];
  if (isTemplate) return ['UTILITY'];
  if (content.type === 'reaction' || content.type === 'typing_on') return ['RESPONSE'];
  return [...(tag ? [] : ['RESPONSE']), ...(sender === 'human' ? ['MESSAGE_TAG/HUMAN_AGENT'] : [])];
}
