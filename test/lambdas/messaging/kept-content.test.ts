import { describe, expect, it } from '@jest/globals';
import { contentOf, editedContentOf, keptText } from '../../../lambdas/messaging/kept-content.ts';
import { textOf, userId, waTextOf } from './collect-world.ts';

describe('what is kept of a content', () => {
  it('is what stands nowhere else', () => {
    const event = {
      kind: 'message',
      ...waTextOf('w', { referral: { source_type: 'ad' }, replyTo: { messageId: 'v' } }),
      ...{ fromUserId: userId, fromParentUserId: 'US.ENT.2', toUserId: 'US.3', toParentUserId: 'US.ENT.3' },
    };
    expect(contentOf(event, 'event-1')).toEqual({
      attachments: [],
      referral: { source_type: 'ad' },
      replyTo: { messageId: 'v' },
    });
  });

  it('has its sender in a group, where no thread says it', () => {
    const { from, contact } = waTextOf('w');
    const ids = { fromUserId: userId, fromParentUserId: 'US.ENT.20000000000000000002' };
    const event = { kind: 'message', ...waTextOf('w', { groupId: 'g', ...ids, toUserId: 'US.3' }) };
    expect(contentOf(event, 'event-1')).toEqual({ attachments: [], from, contact, ...ids });
  });

  it.each([
    [200_000, false],
    [200_001, true],
  ])('is only where it is, from 200 kB of JSON: %i bytes', (bytes, omitted) => {
    const around = JSON.stringify({ attachments: [], order: '' }).length;
    const event = { ...textOf('m'), order: 'x'.repeat(bytes - around) };
    const kept = contentOf(event, 'event-1');
    if (omitted) expect(kept).toEqual({ omitted: true, eventId: 'event-1' });
    else expect(kept).toHaveProperty('order');
  });

  it('is counted in bytes, not in characters', () => {
    expect(contentOf({ ...textOf('m'), order: '€'.repeat(70_000) }, 'event-1')).toHaveProperty('omitted');
  });

  it('is the attachments of an edit, or nothing', () => {
    expect(editedContentOf({ attachments: [{ type: 'image' }] }, 'event-1')).toEqual({
      attachments: [{ type: 'image' }],
    });
    expect(editedContentOf({ attachments: [] }, 'event-1')).toBeNull();
    expect(editedContentOf({}, 'event-1')).toBeNull();
    expect(editedContentOf({ attachments: ['x'.repeat(50_000)] }, 'event-1')).toEqual({
      omitted: true,
      eventId: 'event-1',
    });
  });
});

describe('a text', () => {
  it('is cut at 20,000 characters, never through one', () => {
    expect(keptText(undefined)).toBeNull();
    expect(keptText('')).toBe('');
    expect(keptText('x'.repeat(20_000))).toHaveLength(20_000);
    expect(keptText('x'.repeat(20_001))).toHaveLength(20_000);
    expect(keptText(`${'x'.repeat(19_999)}👍`)).toBe('x'.repeat(19_999));
  });
});
