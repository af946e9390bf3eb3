import { describe, expect, it } from '@jest/globals';
import { checkContent } from '../../../lambdas/messaging/check-content.ts';
import { type ActionContent, OutboundContent, type SendContent } from '../../../lambdas/messaging/outbound-content.ts';
import { reasons, refusal } from './refusal.ts';

type Channel = Parameters<typeof checkContent>[1];

const content = (value: Readonly<Record<string, unknown>>) => OutboundContent.parse(value);
const wrong = (value: Readonly<Record<string, unknown>>, channel: Channel) =>
  reasons(() => checkContent(content(value), channel));
const isTaken = (value: SendContent, channel: Channel) => expect(() => checkContent(value, channel)).not.toThrow();
const text = (words: string) => ({ type: 'text', text: words });

const media = { metaId: '1479537139650973' };
const samples: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  text: { text: 'Hello' },
  image: { media },
  audio: { media },
  video: { media },
  file: { media },
  sticker: { media },
  buttons: { text: 'Choose', buttons: [{ type: 'postback', title: 'Go', payload: 'GO' }] },
  cards: { elements: [{ title: 'Plant' }] },
  interactive: {
    interactive: { type: 'location_request_message', body: { text: 'Where?' }, action: { name: 'send_location' } },
  },
  template: { template: { name: 'hello_world', language: { code: 'en_US' } } },
  location: { location: { latitude: '37.44', longitude: -122.16 } },
  contacts: { contacts: [{ name: { formatted_name: 'Ada Example' } }] },
  reaction: { messageId: 'm_1', emoji: '😀' },
};

/** Fact sheet §8 (types of each channel) and §1 (Messenger's utility template alone). */
const has: Readonly<Record<Channel, readonly string[]>> = {
  messenger: ['text', 'image', 'audio', 'video', 'file', 'buttons', 'cards', 'template', 'reaction'],
  instagram: ['text', 'image', 'audio', 'video', 'file', 'buttons', 'cards', 'reaction'],
  whatsapp: [
    'text',
    'image',
    'audio',
    'video',
    'file',
    'sticker',
    'interactive',
    'template',
    'location',
    'contacts',
    'reaction',
  ],
};
const channels = ['messenger', 'instagram', 'whatsapp'] as const;

describe('the types of a channel', () => {
  it.each(Object.keys(samples).flatMap((type) => channels.map((channel) => ({ type, channel }))))(
    '$type on $channel',
    ({ type, channel }) => {
      const value = { type, ...samples[type] };
      if (has[channel].includes(type)) isTaken(content(value), channel);
      else
        expect(wrong(value, channel)['body.type']).toMatch(
          new RegExp(`^${channel} has no ${type}; it has text, image, `),
        );
    },
  );

  it('are refused as invalid', () => {
    expect(refusal(() => checkContent(content({ type: 'sticker', media }), 'messenger')).kind).toBe('invalid-request');
  });

  it('has no end of typing on WhatsApp, and names messages only there', () => {
    const action = (type: ActionContent['type']): ActionContent => ({ type, messageId: 'wamid.fake' });
    for (const type of ['mark_seen', 'typing_on'] as const) {
      isTaken(action(type), 'whatsapp');
      isTaken({ type }, 'messenger');
      expect(reasons(() => checkContent(action(type), 'instagram'))).toEqual({
        'body.messageId': 'is WhatsApp’s alone',
      });
    }
    expect(Object.keys(reasons(() => checkContent(action('typing_off'), 'whatsapp')))).toEqual(['body.type']);
    isTaken({ type: 'typing_off' }, 'instagram');
  });
});

describe('the length of a text', () => {
  it('is 2,000 characters on Messenger, an emoji being one', () => {
    isTaken(content(text('😀'.repeat(2_000))), 'messenger');
    for (const words of ['😀'.repeat(2_001), 'a'.repeat(2_001)]) {
      expect(wrong(text(words), 'messenger')).toEqual({ 'body.text': 'has more than 2,000 characters' });
    }
  });

  it('is 1,000 bytes of UTF-8 on Instagram, an emoji being four', () => {
    for (const words of ['a'.repeat(1_000), 'ä'.repeat(500), '€'.repeat(333), '😀'.repeat(250)])
      isTaken(content(text(words)), 'instagram');
    for (const words of ['a'.repeat(1_001), `${'ä'.repeat(500)}a`, '€'.repeat(334), `${'😀'.repeat(250)}a`]) {
      expect(wrong(text(words), 'instagram')).toEqual({ 'body.text': 'has more than 1,000 bytes of UTF-8' });
    }
  });

  it('is 4,096 characters on WhatsApp', () => {
    isTaken(content(text('😀'.repeat(4_096))), 'whatsapp');
    expect(wrong(text('a'.repeat(4_097)), 'whatsapp')).toEqual({ 'body.text': 'has more than 4,096 characters' });
  });

  it('is told of a megabyte of emoji at once', () => {
    const much = content(text('😀'.repeat(262_144)));
    for (const channel of channels) {
      const began = process.hrtime.bigint();
      expect(Object.keys(reasons(() => checkContent(much, channel)))).toEqual(['body.text']);
      expect(Number(process.hrtime.bigint() - began) / 1e6).toBeLessThan(500);
    }
  });
});

describe('a text that is none', () => {
  it.each(['', '   ', '\n\t\n', '\u00a0\ufeff'])('is %j', (words) => {
    for (const channel of channels) expect(wrong(text(words), channel)).toEqual({ 'body.text': 'is empty' });
  });

  it.each(['a\ud83d', '\ude00b', 'a\ud83d b'])('is half of a character: %j', (words) => {
    expect(wrong(text(words), 'whatsapp')['body.text']).toMatch(/half of a surrogate pair/);
  });

  it.each(['a\u0000b', '\u001b[31m', 'a\u000bb', '\u007f', '\u0085'])('has a control character: %j', (words) => {
    expect(wrong(text(words), 'messenger')).toEqual({ 'body.text': 'holds a control character' });
  });

  it('is not one with lines, tabs, joiners and right-to-left letters', () => {
    for (const channel of channels) isTaken(content(text('one\r\n\ttwo 👨‍👩‍👧 שלום \u200f.')), channel);
  });

  it('is found wherever it stands, in names too', () => {
    const template = {
      name: 'a',
      language: { code: 'en' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: '\ud800' }] }],
    };
    expect(Object.keys(wrong({ type: 'template', template }, 'whatsapp'))).toEqual([
      'body.template.components.0.parameters.0.text',
    ]);
    const parts = [
      { type: 'body', 'a\u0000': 1 },
      { type: 'body', '': 1 },
      { type: 'body', big: JSON.parse('1e999') },
    ];
    expect(wrong({ type: 'template', template: { ...template, components: parts } }, 'whatsapp')).toEqual({
      'body.template.components.0': 'has a member whose name cannot be sent',
      'body.template.components.1': 'has a member without a name',
      'body.template.components.2.big': 'is a number too large or too small',
    });
  });
});

describe('the limits of Messenger and Instagram', () => {
  const reply = { content_type: 'text', title: 'Yes', payload: 'YES' };
  const replies = (length: number, over = {}) => ({
    ...text('Really?'),
    quickReplies: Array(length).fill({ ...reply, ...over }),
  });
  const button = { type: 'postback', title: 'Go', payload: 'GO' };
  const buttons = (length: number, over = {}) => ({
    type: 'buttons',
    text: 'Choose',
    buttons: Array(length).fill({ ...button, ...over }),
  });
  const cards = (length: number, over = {}) => ({
    type: 'cards',
    elements: Array(length).fill({ title: 'Plant', ...over }),
  });
  const cases = [
    ['13 quick replies', replies(13), replies(14), 'body.quickReplies', /1 to 13 quick replies/],
    ['some quick reply', replies(1), replies(0), 'body.quickReplies', /1 to 13/],
    [
      '20 characters of a quick reply',
      replies(1, { title: '😀'.repeat(20) }),
      replies(1, { title: '😀'.repeat(21) }),
      'body.quickReplies.0.title',
      /20/,
    ],
    [
      'a payload of a quick reply',
      replies(1),
      replies(1, { payload: undefined }),
      'body.quickReplies.0',
      /lacks title or payload/,
    ],
    [
      'a payload of 1,000',
      replies(1, { payload: 'a'.repeat(1_000) }),
      replies(1, { payload: 'a'.repeat(1_001) }),
      'body.quickReplies.0.payload',
      /1,000/,
    ],
    [
      'the kinds of quick replies',
      replies(1, { content_type: 'user_email' }),
      replies(1, { content_type: 'location' }),
      'body.quickReplies.0.content_type',
      /user_email/,
    ],
    [
      'an https image',
      replies(1, { image_url: 'https://shop.example/a.png' }),
      replies(1, { image_url: 'http://shop.example/a.png' }),
      'body.quickReplies.0.image_url',
      /https/,
    ],
    ['3 buttons', buttons(3), buttons(4), 'body.buttons', /1 to 3 buttons/],
    ['some button', buttons(1), buttons(0), 'body.buttons', /1 to 3 buttons/],
    [
      '20 characters of a button',
      buttons(1, { title: 'a'.repeat(20) }),
      buttons(1, { title: 'a'.repeat(21) }),
      'body.buttons.0.title',
      /20/,
    ],
    [
      '640 characters over buttons',
      { ...buttons(1), text: 'a'.repeat(640) },
      { ...buttons(1), text: 'a'.repeat(641) },
      'body.text',
      /640/,
    ],
    ['10 cards', cards(10), cards(11), 'body.elements', /1 to 10 cards/],
    ['some card', cards(1), cards(0), 'body.elements', /1 to 10 cards/],
    [
      '80 characters of a card',
      cards(1, { title: 'a'.repeat(80) }),
      cards(1, { title: 'a'.repeat(81) }),
      'body.elements.0.title',
      /80/,
    ],
    [
      '3 buttons of a card',
      cards(1, { buttons: buttons(3).buttons }),
      cards(1, { buttons: buttons(4).buttons }),
      'body.elements.0.buttons',
      /1 to 3 buttons/,
    ],
  ] as const;

  it.each(cases)('are %s', (_what, most, more, path, reason) => {
    for (const channel of ['messenger', 'instagram'] as const) {
      isTaken(content(most), channel);
      const found = wrong(more, channel);
      expect(Object.keys(found)).toEqual([path]);
      expect(found[path]).toMatch(reason);
    }
  });

  it('name every wrong place, up to twenty', () => {
    expect(
      Object.keys(wrong(replies(13, { title: '', payload: undefined, image_url: 'x' }), 'messenger')),
    ).toHaveLength(20);
  });
});

describe('members of another channel', () => {
  it.each([
    ['messenger', { ...text('Hello'), previewUrl: true }, 'body.previewUrl'],
    ['instagram', { type: 'image', media, caption: 'A plant' }, 'body.caption'],
    ['messenger', { type: 'file', media, filename: 'a.pdf' }, 'body.filename'],
    [
      'whatsapp',
      { ...text('Hello'), quickReplies: [{ content_type: 'text', title: 'Yes', payload: 'Y' }] },
      'body.quickReplies',
    ],
    ['whatsapp', { type: 'image', media, reusable: true }, 'body.reusable'],
    ['whatsapp', { type: 'audio', media, caption: 'A song' }, 'body.caption'],
    ['whatsapp', { type: 'sticker', media, caption: 'A plant' }, 'body.caption'],
    ['whatsapp', { type: 'image', media, filename: 'a.png' }, 'body.filename'],
    ['whatsapp', { type: 'reaction', messageId: 'm_1', emoji: '', replyTo: 'm_1' }, 'body.replyTo'],
    ['messenger', { type: 'reaction', messageId: 'm_1', emoji: '', replyTo: 'm_1' }, 'body.replyTo'],
  ] as const)('%s refuses %j', (channel, value, path) => {
    expect(Object.keys(wrong(value, channel))).toEqual([path]);
  });
});

describe('the address of a medium', () => {
  const from = (url: string) => ({ type: 'image', media: { url } });
  const long = (length: number) => `https://shop.example/${'a'.repeat(length - 21)}`;

  it.each(['https://shop.example/a.png?b=c#d', 'HTTPS://shop.example', long(2_048)])('may be %s', (url) => {
    for (const channel of channels) isTaken(content(from(url)), channel);
  });

  it.each([
    ['http://shop.example/a.png', /https:\/\//],
    ['ftp://shop.example/a.png', /https:\/\//],
    ['data:image/png;base64,AAAA', /https:\/\//],
    ['file:///etc/passwd', /https:\/\//],
    ['//shop.example/a.png', /no address/],
    ['https://', /no address/],
    ['https://shop.example/a b.png', /no address/],
    ['https://shop\n.example/', /no address/],
    ['https://user@shop.example/', /user name/],
    ['https://:secret@shop.example/', /user name/],
    [long(2_049), /2,048/],
  ])('may not be %j', (url, reason) => {
    for (const channel of channels)
      expect(wrong(from(url), channel)).toEqual({ 'body.media.url': expect.stringMatching(reason) });
  });
});

describe('what only WhatsApp has', () => {
  it.each([
    ['90.5', 0, 'latitude'],
    [0, -180.1, 'longitude'],
    ['north', 0, 'latitude'],
    [0, '', 'longitude'],
  ])('does not lie at %j, %j', (latitude, longitude, member) => {
    expect(Object.keys(wrong({ type: 'location', location: { latitude, longitude } }, 'whatsapp'))).toEqual([
      `body.location.${member}`,
    ]);
    isTaken(content({ type: 'location', location: { latitude: -90, longitude: '180' } }), 'whatsapp');
  });

  it('fetches nothing of a template or a header over http', () => {
    const image = { link: 'http://shop.example/a.png' };
    const components = [{ type: 'header', parameters: [{ type: 'image', image }] }];
    expect(
      wrong({ type: 'template', template: { name: 'a', language: { code: 'en' }, components } }, 'whatsapp'),
    ).toEqual({
      'body.template.components.0.parameters.0.image.link': 'does not begin with https://',
    });
    const interactive = {
      type: 'cta_url',
      header: { type: 'image', image },
      body: { text: 'a' },
      action: { name: 'cta_url', parameters: { display_text: 'a', url: 'tel:1' } },
    };
    expect(wrong({ type: 'interactive', interactive }, 'whatsapp')).toEqual({
      'body.interactive.header.image.link': 'does not begin with https://',
    });
  });

  it('has captions of 1,024 characters and names of files of 240', () => {
    for (const type of ['image', 'video', 'file']) {
      isTaken(content({ type, media, caption: '😀'.repeat(1_024) }), 'whatsapp');
      expect(wrong({ type, media, caption: 'a'.repeat(1_025) }, 'whatsapp')).toEqual({
        'body.caption': 'has more than 1,024 characters',
      });
    }
    isTaken(content({ type: 'file', media, filename: 'a'.repeat(240) }), 'whatsapp');
    expect(Object.keys(wrong({ type: 'file', media, filename: 'a'.repeat(241) }, 'whatsapp'))).toEqual([
      'body.filename',
    ]);
  });

  it('passes kinds on that we do not know, with a frame in its limits', () => {
    const interactive = { type: 'order_status', action: { name: 'review_order' } };
    isTaken(content({ type: 'interactive', interactive }), 'whatsapp');
    expect(
      wrong({ type: 'interactive', interactive: { ...interactive, footer: { text: 'a'.repeat(61) } } }, 'whatsapp'),
    ).toEqual({
      'body.interactive.footer.text': 'has more than 60 characters',
    });
  });
});
