import { describe, expect, it } from '@jest/globals';
import {
  ActionContent,
  isAction,
  isKeptContent,
  OutboundContent,
} from '../../../lambdas/messaging/outbound-content.ts';

const metaId = { metaId: '1479537139650973' };

/** One of each type, with everything that it may have. */
const each: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  text: { text: 'Hello', previewUrl: true, quickReplies: [{ content_type: 'text', title: 'Yes', payload: 'Y' }] },
  image: { media: metaId, caption: 'A plant', reusable: true },
  audio: { media: { mediaId: 'media_1' } },
  video: { media: { url: 'https://shop.example/a.mp4' } },
  file: { media: metaId, filename: 'order.pdf' },
  sticker: { media: metaId },
  buttons: { text: 'Choose', buttons: [{ type: 'postback', title: 'Go', payload: 'GO' }] },
  cards: {
    elements: [{ title: 'Plant', image_url: 'https://shop.example/a.png' }],
    imageAspectRatio: 'square',
    sharable: true,
  },
  interactive: { interactive: { type: 'address_message', action: { name: 'address_message' }, of_tomorrow: [1] } },
  template: { template: { name: 'hello_world', language: { code: 'en_US' }, components: [{ type: 'body' }] } },
  location: { location: { latitude: '37.44', longitude: -122.16, name: 'Shop' } },
  contacts: { contacts: [{ name: { formatted_name: 'Ada Example' }, org: { company: 'Shop' } }] },
  reaction: { messageId: 'wamid.fake', emoji: '😀' },
};

describe('OutboundContent', () => {
  it.each(Object.entries(each))('reads %s and loses nothing', (type, members) => {
    for (const content of [
      { type, ...members },
      { type, ...members, replyTo: 'm_fake' },
    ]) {
      expect(OutboundContent.parse(content)).toEqual(content);
      expect(isKeptContent(content)).toBe(true);
    }
  });

  it.each(Object.entries(each))('refuses %s with a member of ours that it has not', (type, members) => {
    const issues = OutboundContent.safeParse({ type, ...members, recipient: 'x' }).error?.issues;
    expect(issues).toMatchObject([{ message: 'Unrecognized key: "recipient"' }]);
  });

  it.each([
    ['a type that nobody has', { type: 'poll' }],
    ['two sources of a medium', { type: 'image', media: { ...metaId, url: 'https://shop.example/a.png' } }],
    ['no source of a medium', { type: 'image', media: {} }],
    ['a text that is none', { type: 'text', text: 7 }],
    ['a template without a language', { type: 'template', template: { name: 'a' } }],
    ['an interactive message without an action', { type: 'interactive', interactive: { type: 'list' } }],
    ['a contact without a name', { type: 'contacts', contacts: [{ phones: [] }] }],
    ['a reaction to nothing', { type: 'reaction', emoji: '😀' }],
    ['an id with a blank', { type: 'text', text: 'Hello', replyTo: 'm 1' }],
    ['an action', { type: 'typing_on' }],
  ])('refuses %s', (_what, content) => {
    expect(OutboundContent.safeParse(content).success).toBe(false);
  });

  it('takes a reaction back with an empty emoji', () => {
    expect(OutboundContent.safeParse({ type: 'reaction', messageId: 'm_1', emoji: '' }).success).toBe(true);
  });

  it('says which sources a medium may have', () => {
    const issues = OutboundContent.safeParse({ type: 'file', media: { id: '1' } }).error?.issues;
    expect(issues).toMatchObject([{ path: ['media'], message: 'is not exactly one of url, mediaId and metaId' }]);
  });
});

describe('ActionContent', () => {
  it('is told from messages', () => {
    const actions = ['mark_seen', 'typing_on', 'typing_off'].map((type) => ActionContent.parse({ type }));
    expect(actions.map(isAction)).toEqual([true, true, true]);
    expect(isAction(OutboundContent.parse({ type: 'text', text: 'Hello' }))).toBe(false);
    expect(ActionContent.safeParse({ type: 'react' }).success).toBe(false);
    expect(ActionContent.safeParse({ type: 'mark_seen', replyTo: 'm_1' }).success).toBe(false);
  });
});
