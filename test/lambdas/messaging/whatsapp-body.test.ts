import { describe, expect, it } from '@jest/globals';
import { OutboundContent } from '../../../lambdas/messaging/outbound-content.ts';
import { whatsappBody } from '../../../lambdas/messaging/whatsapp-body.ts';
import { refusal } from './refusal.ts';

const marker = 's_0123456789abcdef0123456789abcdef';
const recipient = { phone: '+15555550100' };
const same = { messaging_product: 'whatsapp', to: '+15555550100', biz_opaque_callback_data: marker };
const userId = 'US.13491208655302741918';
const bodyOf = (content: Readonly<Record<string, unknown>>, over: Partial<Parameters<typeof whatsappBody>[0]> = {}) =>
  whatsappBody({ content: OutboundContent.parse(content), recipient, marker, ...over });
const hello = { type: 'text', text: 'Hello' };

describe('whatsappBody', () => {
  it('goes to a number as it was given, to a user id, or to both', () => {
    const text = { type: 'text', text: { body: 'Hello' } };
    const { to: _to, ...nobody } = same;
    expect(bodyOf(hello)).toEqual({ ...same, ...text });
    expect(bodyOf(hello, { recipient: { userId } })).toEqual({ ...nobody, ...text, recipient: userId });
    expect(bodyOf(hello, { recipient: { ...recipient, userId }, recipientType: 'individual' })).toEqual({
      ...same,
      ...text,
      recipient: userId,
      recipient_type: 'individual',
    });
    expect(refusal(() => bodyOf(hello, { recipient: { id: '12345' } })).kind).toBe('bug');
  });

  it('answers a message, with a preview or without', () => {
    expect(bodyOf({ ...hello, previewUrl: false, replyTo: 'wamid.fake' })).toEqual({
      ...same,
      type: 'text',
      text: { body: 'Hello', preview_url: false },
      context: { message_id: 'wamid.fake' },
    });
  });

  it('calls a file a document', () => {
    const file = { type: 'file', media: { metaId: '77' }, filename: 'a.pdf', caption: 'Order' };
    expect(bodyOf(file)).toEqual({
      ...same,
      type: 'document',
      document: { id: '77', filename: 'a.pdf', caption: 'Order' },
    });
  });

  it.each(['image', 'audio', 'video', 'sticker'])(
    'names %s by address, by id, or by what our upload became',
    (type) => {
      const link = 'https://shop.example/a';
      expect(bodyOf({ type, media: { url: link } })).toEqual({ ...same, type, [type]: { link } });
      expect(bodyOf({ type, media: { metaId: '77' } })).toEqual({ ...same, type, [type]: { id: '77' } });
      expect(bodyOf({ type, media: { mediaId: 'media_1' } }, { media: { id: '78' } })).toEqual({
        ...same,
        type,
        [type]: { id: '78' },
      });
      expect(refusal(() => bodyOf({ type, media: { mediaId: 'media_1' } })).kind).toBe('bug');
    },
  );

  it('passes Meta’s own objects on as they are', () => {
    const objects = {
      interactive: { type: 'address_message', action: { name: 'address_message', parameters: { country: 'SG' } } },
      template: { name: 'order', language: { code: 'en', policy: 'deterministic' }, components: [{ type: 'body' }] },
      location: { latitude: '1.5', longitude: 2, name: 'Shop' },
      contacts: [{ name: { formatted_name: 'Ada Example' }, org: { company: 'Shop' } }],
    };
    for (const [type, object] of Object.entries(objects)) {
      expect(bodyOf({ type, [type]: object })).toEqual({ ...same, type, [type]: object });
    }
  });

  it('reacts, and takes it back with an empty emoji', () => {
    for (const emoji of ['😀', '']) {
      expect(bodyOf({ type: 'reaction', messageId: 'wamid.fake', emoji })).toEqual({
        ...same,
        type: 'reaction',
        reaction: { message_id: 'wamid.fake', emoji },
      });
    }
  });

  it('knows nothing of Messenger’s own', () => {
    expect(refusal(() => bodyOf({ type: 'cards', elements: [{ title: 'Plant' }] })).kind).toBe('bug');
    expect(refusal(() => bodyOf({ type: 'buttons', text: 'Go', buttons: [] })).kind).toBe('bug');
  });
});
