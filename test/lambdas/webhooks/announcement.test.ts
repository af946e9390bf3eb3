import { describe, expect, it } from '@jest/globals';
import type { NewEvent } from '../../../lambdas/foundation/store/webhook-events.ts';
import { announcement } from '../../../lambdas/webhooks/announcement.ts';

const event: NewEvent = {
  workspace: 'shop',
  asset: { kind: 'page', id: '7' },
  time: 1,
  field: 'messages',
  dedupeKey: 'm',
  channel: 'messenger',
  topic: 'messages',
  kind: 'message',
  event: { kind: 'message', text: 'hi' },
  occurredAt: null,
  receivedAt: '2026-11-21T10:00:00.000Z',
  source: 'webhook',
  raw: {},
};
const now = '2026-11-21T10:00:01.000Z';

describe('an announcement', () => {
  it('carries the typed event, and now when Meta gave no time', () => {
    expect(announcement('id-1', event, now)).toMatchObject({
      id: 'id-1',
      type: 'webhook.message',
      time: now,
      detail: { id: 'id-1', assetId: '7', event: { text: 'hi' }, href: '/v1/webhooks/events/id-1' },
    });
  });

  it('of a big event carries a reference and stays under 64 kB', () => {
    const { detail } = announcement('id-1', { ...event, event: { text: '😀'.repeat(20_000) } }, now);
    expect(detail.event).toBeUndefined();
    expect(detail.href).toBe('/v1/webhooks/events/id-1');
    expect(Buffer.byteLength(JSON.stringify(detail))).toBeLessThan(64_000);
  });

  it('never carries what Meta sent raw', () => {
    expect(JSON.stringify(announcement('id-1', { ...event, raw: { secretly: 'raw' } }, now))).not.toContain('secretly');
  });
});
