import { describe, expect, it } from '@jest/globals';
import { checkContent } from '../../lambdas/messaging/check-content.ts';
import { contentOfRequest, SendRequest } from '../../lambdas/messaging/send-request.ts';
import {
  personLines,
  refusedLines,
  type Said,
  shopLines,
  tickLine,
  wrapped,
} from '../../local/demo/conversation-bubbles.ts';
import { figureLines } from '../../local/demo/conversation-figures.ts';
import {
  againHeading,
  againLine,
  channelLine,
  connectedLines,
  lateHeading,
  openingLines,
  tryLines,
} from '../../local/demo/conversation-frame.ts';
import { ASKED_AGAIN, LATE, STORIES, TEMPLATE } from '../../local/demo/conversation-story.ts';
import { makePaint } from '../../local/demo/paint.ts';

const plain = makePaint(false, undefined);
const coloured = makePaint(true, undefined);
// Built like this so that the test tells the same in any time zone.
const at = new Date(2026, 10, 21, 18, 5).toISOString();
const said = (more: Partial<Said>): Said => ({
  ...{ id: 's_1', metaId: null, type: 'text', text: null, content: {}, state: 'sent', at: null, acceptedAt: at },
  ...more,
});
const known = { templates: { moved: 'Hello {{1}}, it comes on {{2}}. {{3}}' }, quotes: { 'mid.1': 'Two, please!' } };
const drawn = (more: Partial<Said>) => shopLines(said(more), known, plain);
const right = (lines: string[], widest: number) => lines.map((line) => `${' '.repeat(76 - widest)}${line}`);

describe('the story of the conversations', () => {
  const contents = STORIES.flatMap(({ channel, turns }) =>
    turns.flatMap((turn) => (turn.by === 'shop' ? [{ channel, content: turn.says('m_1') }] : [])),
  );
  const all = [
    ...contents,
    { channel: 'messenger' as const, content: ASKED_AGAIN },
    { channel: 'messenger' as const, content: LATE.byMachine },
    { channel: 'messenger' as const, content: { ...LATE.byHuman, sender: 'human' } },
  ];

  it('sends only what each channel takes', () => {
    for (const { channel, content } of all) {
      const request = SendRequest.parse({ threadId: 't_1', ...content });
      expect(() => checkContent(contentOfRequest(request), channel)).not.toThrow();
    }
    expect(all.map(({ channel, content }) => `${channel} ${content.type}`)).toEqual([
      'messenger text',
      'messenger image',
      'instagram text',
      'instagram reaction',
      'whatsapp interactive',
      'whatsapp template',
      'messenger text',
      'messenger text',
      'messenger text',
    ]);
  });

  it('has somebody who waits for more than a day, and less than a week', () => {
    expect(LATE.agoHours).toBeGreaterThan(24);
    expect(LATE.agoHours).toBeLessThan(7 * 24);
  });

  it('fills every hole of its template', () => {
    const holes = TEMPLATE.components[0].text.match(/\{\{\d+\}\}/g) ?? [];
    expect(holes).toEqual(['{{1}}', '{{2}}', '{{3}}']);
    expect(TEMPLATE.components[0].example.body_text[0]).toHaveLength(3);
    const last = contents.at(-1)?.content;
    const lines = shopLines(
      said({ ...last, type: 'template', content: last ?? {} }),
      { ...known, templates: texts },
      plain,
    );
    expect(lines.join('')).not.toContain('{{');
  });
});

const texts = { [TEMPLATE.name]: TEMPLATE.components[0].text };

describe('a bubble', () => {
  it('breaks between words, and leaves a long word whole', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapped('a verylongword b', 4)).toEqual(['a', 'verylongword', 'b']);
  });

  it('stands on the left for a person, with what they did', () => {
    const lines = (more: Partial<Said>) => personLines(said({ state: 'received', at, ...more }), 'Ada', plain);
    expect(lines({ text: 'Hello!' })).toEqual(['  │ Hello!', '  ╰ Ada writes, 18:05']);
    expect(lines({ text: 'Friday', content: { quickReply: 'FRIDAY' } })[1]).toBe('  ╰ Ada taps, 18:05');
    const tapped = { interactive: { type: 'button_reply', button_reply: { id: 'X', title: 'Change' } } };
    expect(lines({ type: 'interactive', content: tapped })).toEqual(['  │ Change', '  ╰ Ada taps, 18:05']);
    expect(lines({ type: 'sticker', content: null })).toEqual(['  │ (sticker)', '  ╰ Ada writes, 18:05']);
    expect(personLines(said({ text: 'x' }), 'Ada', plain, '30 hours ago')[1]).toBe('  ╰ Ada writes, 30 hours ago');
  });

  it('stands on the right for the shop, its lines below each other, with the buttons', () => {
    const quickReplies = ['Thursday', 'Friday'].map((title) => ({ content_type: 'text', title, payload: title }));
    expect(drawn({ text: 'On which day?', content: { quickReplies } })).toEqual(
      right(['On which day?           │', '[ Thursday ] [ Friday ] │'], 23),
    );
    const buttons = ['Change', 'Cancel'].map((title) => ({ type: 'reply', reply: { id: title, title } }));
    const interactive = { type: 'button', body: { text: 'Shall it stay so?' }, action: { buttons } };
    expect(drawn({ type: 'interactive', content: { interactive } })).toEqual(
      right(['Shall it stay so?     │', '[ Change ] [ Cancel ] │'], 21),
    );
  });

  it('frames a picture, fills a template, and says what a reaction is for', () => {
    expect(drawn({ type: 'image', content: { media: { url: 'https://shop.example/a/lamp.jpg' } } })).toEqual(
      right(['╭────────────╮ │', '│  lamp.jpg  │ │', '╰────────────╯ │'], 14),
    );
    const parameters = ['Ada', 'Friday'].map((text) => ({ type: 'text', text }));
    const template = { name: 'moved', language: { code: 'en_US' }, components: [{ type: 'body', parameters }] };
    expect(drawn({ type: 'template', content: { template } })).toEqual(
      right(['Hello Ada, it comes on Friday. {{3}} │'], 36),
    );
    expect(drawn({ type: 'reaction', content: { messageId: 'mid.1', emoji: '❤' } })).toEqual(
      right(['❤ for “Two, please!” │'], 20),
    );
    expect(drawn({ type: 'location' })).toEqual(right(['(location) │'], 10));
  });

  it.each([
    ['accepted', 'text · 18:05 · … waits ╯'],
    ['sending', 'text · 18:05 · … at Meta ╯'],
    ['sent', 'text · 18:05 · ✓ sent ╯'],
    ['delivered', 'text · 18:05 · ✓✓ delivered ╯'],
    ['read', 'text · 18:05 · ✓✓ read ╯'],
    ['failed', 'text · 18:05 · ✗ failed ╯'],
  ])('ends with how far it came: %s', (state, line) => {
    expect(tickLine(said({ state }), plain)).toBe(line.padStart(78));
  });

  it('names its kind', () => {
    const kind = (more: Partial<Said>, note = '') => tickLine(said(more), plain, note).trim().split(' · ').slice(0, -2);
    expect(kind({ content: { quickReplies: [{ title: 'x' }] } })).toEqual(['text with quick replies']);
    expect(kind({ type: 'interactive' })).toEqual(['reply buttons']);
    expect(kind({ type: 'image' })).toEqual(['image by URL']);
    expect(kind({ type: 'template', content: { template: { name: 'moved', components: [] } } })).toEqual([
      'template moved',
    ]);
    expect(kind({}, 'by a human')).toEqual(['text', 'by a human']);
  });

  it('that was refused tells the reason in the API’s words', () => {
    const refusal = {
      status: 422,
      kind: 'outside-window',
      detail: `The window is over ${'since long '.repeat(6)}ago.`,
    };
    expect(refusedLines('Have a look!', refusal, plain)).toEqual([
      `${' '.repeat(64)}Have a look! ┆`,
      `${' '.repeat(38)}an automatic message · ✗ refused (422) ╯`,
      '      outside-window: The window is over since long since long since long',
      '      since long since long since long ago.',
    ]);
  });
});

describe('the figures', () => {
  const read = said({ state: 'read' });
  const reaction = said({ type: 'reaction' });

  it('count what came how far, a reaction apart', () => {
    const messages = [read, read, said({ state: 'delivered' }), reaction];
    expect(figureLines({ messages, commits: [1, 1, 1], refused: 1 }, plain)).toEqual([
      '  ok  3 messages and 1 reaction sent, 3 delivered, 2 read, 1 refused, 0 doubled',
      '',
    ]);
    expect(figureLines({ messages: [read], commits: [1], refused: 0 }, plain)[0]).toBe(
      '  ok  1 message sent, 1 delivered, 1 read, 0 refused, 0 doubled',
    );
  });

  it('are not given when Meta got a message twice, or not at all', () => {
    const figures = (commits: number[]) => () => figureLines({ messages: [read, read], commits, refused: 1 }, plain);
    expect(figures([1, 2])).toThrow('1 message went to Meta more than once.');
    expect(figures([1, 0])).toThrow('Of 2 messages Meta was sent 1 only.');
  });
});

describe('the frame', () => {
  it('says what one key was answered with', () => {
    const once = '  ok  answered 201, 202, 202: one message, which went to Meta once';
    expect(againLine([201, 202, 202], 1, plain)).toBe(once);
    expect(againLine([201, 201], 2, plain)).toBe('  ??  answered 201, 201: one message, which went to Meta 2 times');
  });

  it('gives a request to try, with a key of its own', () => {
    const lines = tryLines({ thread: `t_${'0123456789abcdef'.repeat(2)}`, name: 'Ada' }, plain);
    expect(lines[0]).toBe('  Write to Ada yourself:');
    expect(lines.join('\n')).toContain(`-d '{"threadId": "t_${'0123456789abcdef'.repeat(2)}",`);
    expect(lines.join('\n')).toContain("'Idempotency-Key: t_012345'");
  });

  it('fits into 80 columns, and colours change nothing of it', () => {
    const linesIn = (paint: typeof plain) => [
      ...openingLines(paint),
      ...connectedLines(61_234, paint),
      ...STORIES.map((story) => channelLine(story, paint)),
      againHeading(paint),
      lateHeading(paint),
      againLine([201, 202, 202], 1, paint),
      ...tryLines({ thread: `t_${'0'.repeat(32)}`, name: 'Rosa Invented' }, paint),
      ...STORIES.flatMap(({ turns, name }) =>
        turns.flatMap((turn) => {
          if (turn.by === 'person') return personLines(said({ text: turn.text }), name, paint);
          const content = turn.says('mid.1');
          const text = typeof content.text === 'string' ? content.text : null;
          const one = said({ type: content.type, text, content, state: 'read' });
          return [...shopLines(one, { ...known, templates: texts }, paint), tickLine(one, paint)];
        }),
      ),
    ];
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
    const bare = linesIn(coloured).map((line) => line.replace(/\u001b\[\d+m/g, ''));
    expect(bare).toEqual(linesIn(plain));
    expect(bare.length).toBeGreaterThan(40);
    expect(bare.filter((line) => [...line].length > 80)).toEqual([]);
  });
});
