import { parseAsset } from '../../../lambdas/foundation/core/ids.ts';
import type { Message } from '../../../lambdas/foundation/core/messages.ts';
import type { WorkContext } from '../../../lambdas/foundation/core/work.ts';
import type { CollectDoors } from '../../../lambdas/messaging/collect-doors.ts';
import { collectFact } from '../../../lambdas/messaging/collect-fact.ts';
import { fakeBus } from '../../fakes/fake-bus.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeLanes } from '../../fakes/fake-lanes.ts';
import { fakeMediaUploads } from '../../fakes/fake-media-uploads.ts';
import { fakeMessages } from '../../fakes/fake-messages.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';
import { fakeOutboundMessages } from '../../fakes/fake-outbound-messages.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';
import { fakePeople } from '../../fakes/fake-people.ts';
import { fakeThreads } from '../../fakes/fake-threads.ts';
import { fakeWebhookEvents } from '../../fakes/fake-webhook-events.ts';

export type Item = Message<'inboundMessages'>;

export const workspace = 'shop';
export const page = '990000000000001';
export const psid = '980000000000001';
export const phone = '970000000000001';
export const number = '15550000001';
export const userId = 'US.10000000000000000001';

/** A moment of a made-up afternoon, in seconds after 10:00. */
export const second = (count: number) => new Date(Date.parse('2026-11-20T10:00:00.000Z') + count * 1000).toISOString();

/** What an item says beside its kind and its event. */
export interface Envelope {
  readonly channel: Item['channel'];
  readonly asset: string;
  /** Null: Meta did not say. */
  readonly at: string | null;
  /** Names the occurrence, so that the same one is passed on twice under one id. */
  readonly key: string;
}

/** Everything that collecting touches, over fakes. */
export function collectWorld() {
  const clock = fakeClock();
  const notes = fakeNotes();
  const bus = fakeBus();
  const lanes = fakeLanes(clock);
  const outbound = fakeOutboundMessages(clock, lanes);
  const removed: string[] = [];
  const doors = {
    messages: fakeMessages(clock, 90, outbound),
    outbound,
    lanes,
    outbox: fakeOutbox(clock),
    media: { remove: async (key: string) => void removed.push(key) },
    uploads: fakeMediaUploads(clock),
    threads: fakeThreads(clock),
    people: fakePeople(clock),
    events: fakeWebhookEvents(clock),
    bus,
    clock,
  } satisfies CollectDoors;
  const held: unknown[] = [];
  const context: WorkContext = {
    notes,
    clock,
    firstSeenAt: second(0),
    hops: 0,
    deadline: clock.now() + 30_000,
    claimed: (receipt) => {
      held.push(receipt);
    },
  };

  /** Keeps the webhook event as the webhooks room does, and answers what it passes on. */
  async function passOn(kind: string, event: object, over: Partial<Envelope> = {}): Promise<Item> {
    const { channel = 'messenger', asset = `page:${page}`, at = second(0), key = `${kind}-${at}` } = over;
    const ref = parseAsset(asset);
    if (ref === undefined) throw new Error(`${asset} is no asset`);
    const about = { workspace, channel, topic: 'messages', kind, occurredAt: at, receivedAt: second(900) };
    const row = {
      ...about,
      asset: ref,
      time: Math.floor(Date.parse(at ?? second(0)) / 1000),
      field: 'messages',
      dedupeKey: key,
      event: { kind, ...event },
      source: 'webhook' as const,
      raw: { secret: 'what Meta sent' },
    };
    const claim = { token: 'worker', now: clock.now(), leaseMs: 1 };
    await doors.events.claim(row, claim);
    await doors.events.settle(row, claim);
    const eventId = doors.events.idOf(row);
    return { ...about, asset, eventId, receiptKey: eventId, event: { kind, ...event } };
  }

  const collect = (item: Item, with_: CollectDoors = doors) => collectFact(item, with_, context);
  const arrives = async (kind: string, event: object, over: Partial<Envelope> = {}) => {
    const item = await passOn(kind, event, over);
    await collect(item);
    return item;
  };
  return { clock, notes, bus, doors, held, context, passOn, collect, arrives };
}

export type CollectWorld = ReturnType<typeof collectWorld>;

/** All facts, with every person under their first id, so that two lives can be compared. */
export function factsOf({ doors, bus }: CollectWorld) {
  const people = doors.people.rows();
  const threads = doors.threads.rows();
  const names = new Map(people.map(({ id, aliases }) => [id, `<${aliases.map(({ alias }) => alias).sort()[0]}>`]));
  for (const { id, personId, groupId } of threads) {
    names.set(id, `thread of ${personId === null ? groupId : names.get(personId)}`);
  }
  // A status knows the thread before there is a row of it; two lives have another random person in its id.
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value)
        .replace(/p_[0-9a-f]{32}/g, (id) => names.get(id) ?? id)
        .replace(/t_[0-9a-f]{32}/g, (id) => names.get(id) ?? 'thread without a row'),
    );
  const byId = <T extends { readonly id: string }>(rows: readonly T[]) =>
    [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    messages: byId(doors.messages.rows()).map(plain),
    threads: threads.map(plain).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    people: people.map(({ aliases }) => aliases.map(({ alias, until }) => [alias, until !== null]).sort()).sort(),
    announced: [...new Set(bus.announced.map(({ id }) => id))].sort(),
    blanked: doors.events
      .rows()
      .filter(({ blanked }) => blanked)
      .map(({ dedupeKey }) => dedupeKey)
      .sort(),
  };
}

const between = { from: psid, to: page };

/** A text from the person to the Page. */
export const textOf = (messageId: string, text = 'hello', over: object = {}) => ({
  messageId,
  ...between,
  type: 'text',
  text,
  attachments: [],
  ...over,
});

/** A text from the Page to the person. */
export const echoOf = (messageId: string, text = 'good day', over: object = {}) => ({
  ...textOf(messageId, text),
  from: page,
  to: psid,
  appId: '10001',
  ...over,
});

/** How an item of a WhatsApp number travels. */
export const whatsapp = (at: string, key: string): Partial<Envelope> => ({
  channel: 'whatsapp',
  asset: 'whatsapp:960000000000001',
  at,
  key,
});

/** The person of the WhatsApp conversations. */
export const contact = { name: 'Example Person', waId: number, userId };

/** A text by WhatsApp. */
export const waTextOf = (messageId: string, over: object = {}) => ({
  messageId,
  from: number,
  to: phone,
  phoneNumberId: phone,
  contact,
  type: 'text',
  text: 'hello',
  attachments: [],
  ...over,
});

/** A status of WhatsApp's. */
export const waStatusOf = (messageId: string, status: string, over: object = {}) => ({
  messageId,
  status,
  recipientId: number,
  recipientUserId: userId,
  phoneNumberId: phone,
  ...over,
});
