import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { channelOf, readInbound } from '../../../lambdas/messaging/inbound-event.ts';
import { classifyItem } from '../../../lambdas/webhooks/classify-item.ts';
import { owners } from '../../../lambdas/webhooks/owners.ts';
import { leastOf } from '../../arbitraries/webhook-kinds.ts';
import { second, textOf, waStatusOf } from './collect-world.ts';

const ours = Object.entries(owners)
  .filter(([, queue]) => queue === 'inboundMessages')
  .map(([kind]) => kind);
const toCome = ['optin', 'policy', 'account-linking', 'template-update', 'history', 'whatsapp-error'];

const failureOf = (act: () => unknown) => {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof Failure) return { kind: thrown.kind, message: thrown.message };
  }
  throw new Error('nothing was refused');
};

describe('an item of the queue', () => {
  const least = Object.entries(leastOf).filter(([kind]) => ours.includes(kind));

  it.each(least)('of kind %s is read as the webhooks room writes it', (kind, [object, list, item]) => {
    const placed = { object, list, item, entry: { id: '1', time: 1 }, receivedAt: second(0) };
    const { event } = classifyItem(placed);
    expect(event.kind).toBe(kind);
    const passed: unknown = JSON.parse(JSON.stringify(event));
    expect(readInbound({ kind, event: passed })).toEqual(toCome.includes(kind) ? { kind: 'noted' } : passed);
  });

  it('is one of 21 kinds, six of which are for rooms to come', () => {
    expect(least.map(([kind]) => kind).sort()).toEqual([...ours].sort());
    expect([ours.length, toCome.length]).toEqual([21, 6]);
  });

  it('that nobody knows is noted', () => {
    expect(readInbound({ kind: 'hologram', event: 7 })).toEqual({ kind: 'noted' });
  });

  it('keeps what it does not read', () => {
    const event = { kind: 'message', ...textOf('m'), hologram: { depth: 3 } };
    expect(readInbound({ kind: 'message', event })).toEqual(event);
  });

  it.each([
    ['message', { kind: 'message', ...textOf('m'), from: undefined }, 'from'],
    ['message', { kind: 'echo', ...textOf('m') }, 'kind'],
    ['message', null, ''],
    ['reaction', { kind: 'reaction', from: 'a', to: 'b', messageId: 'm', action: 'dance' }, 'action'],
    ['read', { kind: 'read', from: 'a', to: 'b', watermark: 9e15 }, 'watermark'],
    ['delivery', { kind: 'delivery', from: 'a', to: 'b', messageIds: [''] }, 'messageIds.0'],
  ])('of kind %s that does not fit is malformed: %j', (kind, event, path) => {
    const { kind: verdict, message } = failureOf(() => readInbound({ kind, event }));
    expect(verdict).toBe('malformed');
    expect(message).toContain(`not what ${kind} is: ${path}`);
  });

  it('takes a status word that Meta adds some day for another, and parks nothing', () => {
    expect(readInbound({ kind: 'status', event: { kind: 'status', ...waStatusOf('w', 'framed') } })).toMatchObject({
      status: 'other',
    });
  });

  it('comes by a channel on which people converse', () => {
    expect(channelOf({ channel: 'instagram' })).toBe('instagram');
    expect(failureOf(() => channelOf({ channel: 'page' })).kind).toBe('malformed');
  });
});
