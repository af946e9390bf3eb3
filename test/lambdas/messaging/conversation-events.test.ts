import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { detailCapBytes, detailOf } from '../../../lambdas/foundation/runtime/bus.ts';
import {
  changeAnnounced,
  contentAnnounced,
  identityAnnounced,
  preferenceAnnounced,
  type Source,
  statusAnnounced,
  watermarkAnnounced,
} from '../../../lambdas/messaging/conversation-events.ts';
import { second } from './collect-world.ts';
import { aMessage, workspace } from './rows.ts';

const source: Source = { workspace, receiptKey: 'event-1', at: second(1) };
const about = {
  ...{ messageId: 'message-1', metaId: 'm_fake-1', channel: 'messenger', asset: 'page:990000000000001' },
  ...{ threadId: 'thread-1', href: '/v1/messages/message-1' },
};
const where = { channel: 'messenger', asset: 'page:1', threadId: 'thread-1', personId: 'person-1' } as const;

describe('what subscribers get', () => {
  it('is a message received', () => {
    expect(contentAnnounced(source, aMessage(), 'person-1')).toEqual({
      ...{ id: 'event-1/message.received', workspace, type: 'message.received', time: second(1) },
      detail: {
        ...{ version: 1, ...about, direction: 'in', personId: 'person-1', type: 'text', at: second(1) },
        ...{ appId: null, standby: false, text: 'hello', content: { attachments: [] } },
      },
    });
  });

  it('is a message sent, when the business wrote it', () => {
    const event = contentAnnounced(source, aMessage({ direction: 'out', appId: '7' }), null);
    expect([event.type, event.id]).toEqual(['message.sent', 'event-1/message.sent']);
    expect(event.detail).toMatchObject({ direction: 'out', appId: '7', personId: null });
  });

  it('is an edit with the text that stands, a deletion without, and a reaction with who and what', () => {
    const edited = aMessage({ text: 'hallo', editedAt: second(1) });
    expect(changeAnnounced(source, edited, { change: 'edited' })).toMatchObject({
      ...{ id: 'event-1/message.changed', type: 'message.changed' },
      detail: { ...about, change: 'edited', text: 'hallo', editedAt: second(1) },
    });
    const { detail } = changeAnnounced(source, aMessage({ deletedAt: second(1) }), { change: 'deleted' });
    expect(detail).toMatchObject({ change: 'deleted', deletedAt: second(1) });
    expect(Object.keys(detail)).not.toContain('text');
    const reaction = { change: 'reaction', by: '98', emoji: null } as const;
    expect(changeAnnounced(source, aMessage(), reaction).detail).toMatchObject({ ...about, ...reaction });
  });

  it('is a status of one message, or of all up to a moment', () => {
    const failure = { code: 131_049 };
    expect(statusAnnounced(source, aMessage(), 'failed', { failure, callbackData: 'ours' })).toMatchObject({
      ...{ id: 'event-1/message.status/message-1', type: 'message.status' },
      detail: { ...about, status: 'failed', failure, callbackData: 'ours' },
    });
    expect(watermarkAnnounced(source, where, 'read', second(0))).toMatchObject({
      id: 'event-1/message.status',
      detail: { ...where, messageId: null, status: 'read', upTo: second(0) },
    });
  });

  it('is a change of ids, or of a wish', () => {
    const told = {
      personId: 'p',
      change: 'user_changed_number',
      previous: ['wa:1'],
      current: ['wa:2'],
      conflict: true,
    };
    expect(identityAnnounced(source, told)).toMatchObject({ id: 'event-1/contact.identity-changed', detail: told });
    const wish = { channel: 'whatsapp', asset: 'whatsapp:1', personId: 'p', category: 'c', value: 'stop' } as const;
    expect(preferenceAnnounced(source, wish)).toMatchObject({ id: 'event-1/contact.preference-changed', detail: wish });
  });

  it('leaves out over 60 kB what `href` leads to, and always fits the bus', () => {
    fc.assert(
      fc.property(fc.constantFrom('x', '€', '"', '👍'), fc.integer({ min: 1, max: 60_000 }), (character, times) => {
        const message = aMessage({ text: character.repeat(times) });
        const event = contentAnnounced(source, message, 'person-1');
        expect(Buffer.byteLength(detailOf(event))).toBeLessThanOrEqual(detailCapBytes);
        const isSmall = Buffer.byteLength(JSON.stringify(message.text)) < 59_000;
        if (isSmall) expect(event.detail.text).toBe(message.text);
        if (event.detail.text === undefined) expect(event.detail.href).toBe('/v1/messages/message-1');
      }),
    );
    const big = contentAnnounced(source, aMessage({ content: { order: 'x'.repeat(60_000) } }), null).detail;
    expect([big.text, big.content, big.type]).toEqual([undefined, undefined, 'text']);
  });
});
