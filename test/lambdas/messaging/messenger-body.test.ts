import { describe, expect, it } from '@jest/globals';
import { messengerBody } from '../../../lambdas/messaging/messenger-body.ts';
import { OutboundContent } from '../../../lambdas/messaging/outbound-content.ts';
import type { Recipient } from '../../../lambdas/messaging/recipient.ts';
import { refusal } from './refusal.ts';

const marker = 's_0123456789abcdef0123456789abcdef';
const recipient = { id: '12345' };
const way = { messagingType: 'RESPONSE' } as const;
const bodyOf = (content: Readonly<Record<string, unknown>>, over: Partial<Parameters<typeof messengerBody>[0]> = {}) =>
  messengerBody({ content: OutboundContent.parse(content), recipient, way, marker, ...over });
/** What stands in `message`, beside the marker. */
const said = (message: unknown) => ({ recipient, messaging_type: 'RESPONSE', message });

describe('messengerBody', () => {
  it.each<[Recipient, object]>([
    [{ id: '12345' }, { id: '12345' }],
    [{ userRef: 'form_77' }, { user_ref: 'form_77' }],
    [{ commentId: '99_12' }, { comment_id: '99_12' }],
  ])('goes to %j', (to, expected) => {
    expect(bodyOf({ type: 'text', text: 'Hello' }, { recipient: to })).toMatchObject({ recipient: expected });
  });

  it('goes to nobody of WhatsApp', () => {
    expect(refusal(() => bodyOf({ type: 'text', text: 'Hello' }, { recipient: { phone: '+15555550100' } })).kind).toBe(
      'bug',
    );
  });

  it('carries the marker in the message, and the way beside it', () => {
    expect(
      bodyOf(
        { type: 'text', text: 'Hello', replyTo: 'm_1' },
        { way: { messagingType: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } },
      ),
    ).toEqual({
      recipient,
      messaging_type: 'MESSAGE_TAG',
      tag: 'HUMAN_AGENT',
      message: { text: 'Hello', metadata: marker },
      reply_to: { mid: 'm_1' },
    });
  });

  it('names a medium by address, by Meta’s id, or by what our upload became', () => {
    const attachment = (payload: object) => said({ attachment: { type: 'video', payload }, metadata: marker });
    const url = 'https://shop.example/a.mp4';
    expect(bodyOf({ type: 'video', media: { url }, reusable: true })).toEqual(attachment({ url, is_reusable: true }));
    expect(bodyOf({ type: 'video', media: { metaId: '77' } })).toEqual(attachment({ attachment_id: '77' }));
    const ours = { type: 'video', media: { mediaId: 'media_1' } };
    expect(bodyOf(ours, { media: { link: url } })).toEqual(attachment({ url }));
    expect(bodyOf(ours, { media: { id: '78' } })).toEqual(attachment({ attachment_id: '78' }));
    expect(refusal(() => bodyOf(ours)).kind).toBe('bug');
  });

  it('makes button and generic templates', () => {
    const buttons = [{ type: 'web_url', title: 'Go', url: 'https://shop.example', webview_height_ratio: 'full' }];
    const template = (payload: object) => ({ attachment: { type: 'template', payload }, metadata: marker });
    expect(bodyOf({ type: 'buttons', text: 'Choose', buttons })).toEqual(
      said(template({ template_type: 'button', text: 'Choose', buttons })),
    );
    const elements = [{ title: 'Plant', default_action: { type: 'web_url', url: 'https://shop.example' }, buttons }];
    const quickReplies = [{ content_type: 'text', title: 'Yes', payload: 'Y' }];
    const shown = { template_type: 'generic', elements, image_aspect_ratio: 'square', sharable: false };
    expect(bodyOf({ type: 'cards', elements, imageAspectRatio: 'square', sharable: false, quickReplies })).toEqual(
      said({ ...template(shown), quick_replies: quickReplies }),
    );
  });

  it('sends a utility template as it is (fact sheet §8)', () => {
    const template = { name: 'order', language: { code: 'en_US' }, components: [{ type: 'body', parameters: [] }] };
    expect(bodyOf({ type: 'template', template }, { way: { messagingType: 'UTILITY' } })).toEqual({
      recipient,
      messaging_type: 'UTILITY',
      message: { template, metadata: marker },
    });
  });

  it('reacts, and takes it back', () => {
    const reaction = { type: 'reaction', messageId: 'm_1' };
    expect(bodyOf({ ...reaction, emoji: '😀' }, { way: {} })).toEqual({
      recipient,
      sender_action: 'react',
      payload: { message_id: 'm_1', reaction: '😀' },
    });
    expect(bodyOf({ ...reaction, emoji: '' }, { way: {} })).toEqual({
      recipient,
      sender_action: 'unreact',
      payload: { message_id: 'm_1' },
    });
  });

  it('knows nothing of WhatsApp’s own', () => {
    const location = { type: 'location', location: { latitude: 1, longitude: 2 } };
    for (const one of [location, { type: 'sticker', media: { metaId: '1' } }])
      expect(refusal(() => bodyOf(one)).kind).toBe('bug');
  });
});
