import { describe, expect, it } from '@jest/globals';
import { assetName } from '../../../lambdas/foundation/core/ids.ts';
import { readEnvelope } from '../../../lambdas/foundation/meta/webhook-envelope.ts';
import { classifyItem } from '../../../lambdas/webhooks/classify-item.ts';
import { owners } from '../../../lambdas/webhooks/owners.ts';
import { splitEnvelope } from '../../../lambdas/webhooks/split-envelope.ts';
import { collectWorld, number, phone, second } from './collect-world.ts';

const waba = '960000000000001';
const unix = (count: number) => String(Date.parse(second(count)) / 1000);

/** A delivery of the field `calls`, in the shape of Meta's page on calls. */
const delivered = (value: object) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: waba,
      changes: [
        {
          field: 'calls',
          value: {
            messaging_product: 'whatsapp',
            metadata: { phone_number_id: phone, display_phone_number: '15550000000' },
            ...value,
          },
        },
      ],
    },
  ],
});

const aCall = (over: object = {}) => ({
  ...{ id: 'wacid.fake1', from: number, to: '15550000000', event: 'connect', timestamp: unix(5) },
  ...{ direction: 'USER_INITIATED', session: { sdp_type: 'offer', sdp: 'v=0' } },
  ...over,
});

const contacts = [{ wa_id: number, profile: { name: 'Example Person' } }];

function itemsOf(body: object) {
  const envelope = readEnvelope(JSON.stringify(body));
  if (typeof envelope === 'string') throw new Error(envelope);
  return splitEnvelope(envelope, second(900)).flatMap(({ items }) => items.map((placed) => classifyItem(placed)));
}

async function collected(...bodies: readonly object[]) {
  const w = collectWorld();
  for (const { kind, channel, asset, occurredAt, dedupeKey, event } of bodies.flatMap(itemsOf)) {
    const passed: object = JSON.parse(JSON.stringify(event));
    await w.arrives(kind, passed, { channel, asset: asset && assetName(asset), at: occurredAt, key: dedupeKey });
  }
  const outcomes = w.notes.counts.flatMap(({ metric, tags }) => (metric === 'InboundMessages' ? [tags.outcome] : []));
  return { ...w, outcomes };
}

describe('a call by WhatsApp', () => {
  it('is an item of its own kind, without the description of its session', () => {
    const both = [aCall(), aCall({ id: 'wacid.fake2' })];
    const ended = { event: 'terminate', start_time: unix(6), end_time: unix(66), duration: 60 };
    const [first, second_, third] = itemsOf(delivered({ calls: [...both, aCall(ended)], contacts }));
    expect(first).toMatchObject({
      ...{ kind: 'call', channel: 'whatsapp', topic: 'calls', dedupeKey: 'wacid.fake1|connect', occurredAt: second(5) },
      unknownFields: [],
    });
    expect(first?.event).toEqual({
      ...{ kind: 'call', callId: 'wacid.fake1', from: number, to: '15550000000', event: 'connect' },
      ...{ direction: 'USER_INITIATED', phoneNumberId: phone, contact: { name: 'Example Person', waId: number } },
    });
    expect(second_?.dedupeKey).toBe('wacid.fake2|connect');
    expect(third).toMatchObject({
      dedupeKey: 'wacid.fake1|terminate',
      event: { startedAt: second(6), endedAt: second(66), durationSeconds: 60 },
    });
    expect(owners.call).toBe('inboundMessages');
  });

  it('of the business that rings is a call too, not what became of a message', () => {
    const ringing = { id: 'wacid.fake1', type: 'call', status: 'RINGING', timestamp: unix(7), recipient_id: number };
    expect(itemsOf(delivered({ statuses: [ringing] }))).toMatchObject([
      {
        ...{ kind: 'call', dedupeKey: 'wacid.fake1|RINGING', occurredAt: second(7), unknownFields: [] },
        event: { kind: 'call', callId: 'wacid.fake1', status: 'RINGING', to: number },
      },
    ]);
  });

  it.each([
    ['says who called', aCall()],
    ['does not say who called', aCall({ direction: undefined })],
  ])('of a person opens the window, where Meta %s', async (_how, call) => {
    const { doors, bus, outcomes } = await collected(delivered({ calls: [call], contacts }));
    expect(doors.threads.rows()).toMatchObject([
      { openedBy: 'call', openedAt: second(5), phoneNumberId: phone, windowDueAt: second(5 + 23 * 3600) },
    ]);
    expect(doors.threads.rows()).toMatchObject([{ lastAt: second(5), lastDirection: null }]);
    expect(doors.people.rows()).toMatchObject([{ name: 'Example Person', aliases: [{ alias: `wa:${number}` }] }]);
    expect([doors.messages.rows(), bus.announced, outcomes]).toEqual([[], [], ['call']]);
  });

  it('comes to the thread of the person’s messages', async () => {
    const message = { id: 'wamid.fake1', from: number, timestamp: unix(1), type: 'text', text: { body: 'hello' } };
    const said = delivered({ messages: [message], contacts });
    const text = {
      ...said,
      entry: said.entry.map((one) => ({ ...one, changes: [{ ...one.changes[0], field: 'messages' }] })),
    };
    const { doors } = await collected(text, delivered({ calls: [aCall()] }));
    expect(doors.threads.rows()).toMatchObject([{ lastAt: second(1), openedBy: 'call', openedAt: second(5) }]);
  });

  it.each([
    ['of the business', aCall({ from: '15550000000', to: number, direction: 'BUSINESS_INITIATED' })],
    ['that ends', aCall({ event: 'terminate' })],
    ['without an event', aCall({ event: undefined })],
  ])('%s opens nothing, and makes nobody known', async (_what, call) => {
    const { doors, outcomes } = await collected(delivered({ calls: [call] }));
    expect([doors.threads.rows(), doors.people.rows(), outcomes]).toEqual([[], [], ['noted']]);
  });
});
