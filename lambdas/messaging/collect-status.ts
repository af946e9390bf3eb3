import { isoTime } from '../foundation/core/clock.ts';
import type { StoredMessage } from '../foundation/store/messages.ts';
import { type CollectDoors, type Collected, keepFact, nameOf } from './collect-doors.ts';
import { type StatusSaid, statusAnnounced, watermarkAnnounced } from './conversation-events.ts';
import { type Arrival, findThread } from './find-thread.ts';
import { forgetMedia, isMediaRefusal } from './forget-media.ts';
import type { FactOf } from './inbound-event.ts';
import { joinSent } from './join-sent.ts';
import { mergeStatus, type StatusFact } from './message-facts.ts';
import { mergeThread, type ThreadName } from './thread-facts.ts';

/** Keeps what WhatsApp says of one message of the business. */
export async function collectStatus(fact: FactOf<'status'>, arrival: Arrival, doors: CollectDoors): Promise<Collected> {
  const { status, messageId, callbackData, pricing = null } = fact;
  if (status === 'other') return 'noted';
  const thread = await findThread(fact, arrival, doors.people);
  const failure = status === 'failed' ? failureOf(fact) : null;
  const said = { ...(failure && { failure }), ...(pricing && { pricing }), callbackData };
  await keepStatus({ status, failure, pricing, threadId: thread?.id ?? null }, messageId, said, arrival, doors);
  return 'kept';
}

function failureOf({ errors = [] }: FactOf<'status'>): StatusFact['failure'] {
  const [first] = errors;
  if (first === undefined) return null;
  const { code, title, message, details } = first;
  return { code, ...(title && { title }), ...(message && { message }), ...(details && { details }) };
}

/** Messenger's and Instagram's word that messages arrived: those that it names, and all up to a moment. */
export const collectDelivery = (fact: FactOf<'delivery'>, arrival: Arrival, doors: CollectDoors): Promise<Collected> =>
  collectReach('delivered', fact, fact.messageIds, arrival, doors);

/** The same of reading: Messenger names the moment, Instagram the message. */
export const collectRead = (fact: FactOf<'read'>, arrival: Arrival, doors: CollectDoors): Promise<Collected> =>
  collectReach('read', fact, fact.messageId === undefined ? [] : [fact.messageId], arrival, doors);

async function collectReach(
  status: 'delivered' | 'read',
  fact: FactOf<'delivery'> | FactOf<'read'>,
  metaIds: readonly string[],
  arrival: Arrival,
  doors: CollectDoors,
): Promise<Collected> {
  const thread = await findThread(fact, arrival, doors.people);
  const threadId = thread?.id ?? null;
  for (const metaId of metaIds) {
    await keepStatus({ status, failure: null, pricing: null, threadId }, metaId, {}, arrival, doors);
  }
  if (thread && fact.watermark !== undefined) {
    const upTo = isoTime(fact.watermark);
    await keepWatermark(status, upTo, thread, doors);
    if (metaIds.length === 0) await tellWatermark(status, upTo, thread, arrival, doors);
  }
  return 'kept';
}

async function keepStatus(
  fact: Omit<StatusFact, 'at'>,
  metaId: string,
  said: StatusSaid,
  arrival: Arrival,
  doors: CollectDoors,
): Promise<void> {
  const { at, channel, notes } = arrival;
  const kept = await keepFact(doors, mergeStatus, nameOf(arrival, metaId), { ...fact, at });
  const message = await joinSent(kept, { marker: said.callbackData, appId: null, recipientId: null }, arrival, doors);
  // Before it is told: whoever hears of it may send it again at once.
  if (isMediaRefusal(channel, fact.failure?.code)) await forgetMediaOf(message, doors);
  await doors.bus.announce(statusAnnounced(arrival, message, fact.status, said));
  notes.count('MessageStatuses', 1, { channel, outcome: fact.status });
}

async function forgetMediaOf({ workspace, sendId }: StoredMessage, { outbound, uploads }: CollectDoors): Promise<void> {
  const row = sendId === null ? undefined : await outbound.get({ workspace, id: sendId });
  if (row !== undefined) await forgetMedia(row, uploads);
}

const keepWatermark = (status: 'delivered' | 'read', upTo: string, name: ThreadName, { threads }: CollectDoors) =>
  threads.change(name, (standing) =>
    mergeThread(standing, name, status === 'read' ? { readUpTo: upTo } : { deliveredUpTo: upTo }),
  );

async function tellWatermark(
  status: 'delivered' | 'read',
  upTo: string,
  { id: threadId, personId, channel, asset }: ThreadName,
  arrival: Arrival,
  { bus }: CollectDoors,
): Promise<void> {
  await bus.announce(watermarkAnnounced(arrival, { channel, asset, threadId, personId }, status, upTo));
  arrival.notes.count('MessageStatuses', 1, { channel, outcome: status });
}
