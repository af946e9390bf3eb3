import { describe, expect, it } from '@jest/globals';
import { listEvents, showEvent } from '../../../lambdas/webhooks/list-events.ts';
import { WebhookEventDetail, WebhookEventView } from '../../../lambdas/webhooks/routes.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeCursors } from '../../fakes/fake-cursors.ts';
import { fakeWebhookEvents } from '../../fakes/fake-webhook-events.ts';

const clock = fakeClock();
const asset = { kind: 'whatsapp', id: '102290129340398' } as const;

async function logOf(count: number) {
  const events = fakeWebhookEvents(clock);
  for (let at = 0; at < count; at += 1) {
    const key = {
      workspace: 'shop',
      asset,
      time: 1_790_000_000 + at * 900,
      field: 'messages',
      dedupeKey: `wamid.${at}`,
    };
    const typed = { channel: 'whatsapp', topic: 'messages', kind: at % 2 ? 'status' : 'message', event: { kind: 'x' } };
    const rest = {
      occurredAt: '2026-09-21T14:13:20.000Z',
      receivedAt: '2026-11-21T10:00:00.000Z',
      source: 'webhook',
      raw: { object: 'o' },
    } as const;
    await events.claim({ ...key, ...typed, ...rest }, { token: `t${at}`, now: clock.now(), leaseMs: 1000 });
  }
  return { events, cursors: fakeCursors };
}

describe('the log', () => {
  it('shows what the API promises of each event', async () => {
    const { data, nextCursor } = await listEvents('shop', { limit: 50 }, await logOf(1));
    expect(nextCursor).toBeNull();
    expect(WebhookEventView.parse(data[0])).toMatchObject({
      workspace: 'shop',
      channel: 'whatsapp',
      topic: 'messages',
      kind: 'message',
      assetId: asset.id,
      asset: 'whatsapp:102290129340398',
      occurredAt: '2026-09-21T14:13:20.000Z',
      receivedAt: '2026-11-21T10:00:00.000Z',
    });
  });

  it('is paged without loss and without doubles, newest first', async () => {
    const doors = await logOf(25);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listEvents('shop', { limit: 4, cursor }, doors);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const times = seen.map((id) => doors.events.keyOf('shop', id)?.time ?? 0);
    expect(new Set(seen).size).toBe(25);
    expect(times).toEqual([...times].sort((one, other) => other - one));
  });

  it('takes no cursor of another workspace', async () => {
    const doors = await logOf(25);
    const { nextCursor } = await listEvents('shop', { limit: 4 }, doors);
    await expect(listEvents('other', { limit: 4, cursor: nextCursor ?? '' }, doors)).rejects.toMatchObject({
      kind: 'invalid-request',
    });
  });

  it('names the field of a bad asset filter', async () => {
    await expect(listEvents('shop', { limit: 4, asset: '102290129340398' }, await logOf(1))).rejects.toMatchObject({
      kind: 'invalid-request',
      errors: [{ path: 'query.asset' }],
    });
  });
});

describe('one event', () => {
  it('comes with its raw body to its own workspace only', async () => {
    const doors = await logOf(1);
    const id = (await listEvents('shop', { limit: 1 }, doors)).data[0]?.id ?? '';
    expect(WebhookEventDetail.parse(await showEvent('shop', id, doors))).toMatchObject({ id, raw: { object: 'o' } });
    await expect(showEvent('other', id, doors)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(showEvent('shop', 'rubbish!', doors)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('is shown without what was taken away for good', async () => {
    const doors = await logOf(1);
    const id = (await listEvents('shop', { limit: 1 }, doors)).data[0]?.id ?? '';
    const key = doors.events.keyOf('shop', id);
    if (key) await doors.events.blank(key);
    const shown = WebhookEventDetail.parse(await showEvent('shop', id, doors));
    expect(shown).toMatchObject({ id, raw: null, event: {} });
    expect((await listEvents('shop', { limit: 1 }, doors)).data).toMatchObject([{ id, event: {} }]);
  });
});
