import { isoTime } from '../core/clock.ts';
import { asFailure } from '../core/failure.ts';
import { verdicts } from '../core/verdicts.ts';
import { deferDelay } from './defer-delay.ts';
import { readEnvelope } from './read-envelope.ts';
import type { Level } from './telemetry.ts';
import { type BegunItem, beginItem, type ItemPlace, parkUnreadable, type QueueUnit, type Worked } from './work-item.ts';

/** The part of an SQS record that we use; times in milliseconds since 1970, as text. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: {
    readonly ApproximateReceiveCount: string;
    readonly SentTimestamp: string;
    readonly MessageGroupId?: string;
  };
}

/** What became of a record: `kept` leaves it in the queue. */
export interface SettledRecord {
  readonly messageId: string;
  readonly kept: boolean;
  readonly level: Level;
}

/** A record that was read: its place, and its items, or what became of it as a whole. */
export interface OpenRecord {
  readonly record: QueueRecord;
  readonly place: ItemPlace;
  readonly items: readonly (BegunItem | Worked)[];
}

/** Reads a record and all its items; what cannot be read is parked at once. Never throws. */
export async function openRecord(record: QueueRecord, unit: QueueUnit): Promise<OpenRecord> {
  const { messageId, body, attributes } = record;
  const envelope = readEnvelope(body);
  const place: ItemPlace = {
    place: messageId,
    firstSeenAt: envelope?.firstSeenAt ?? isoTime(Number(attributes.SentTimestamp)),
    hops: envelope?.hops ?? 0,
    lastReceive: Number(attributes.ApproximateReceiveCount) >= unit.patience.maxReceives,
  };
  if (!envelope) {
    const trial = { item: body, notes: unit.line.item() };
    return { record, place, items: [await parkUnreadable(trial, place, unit)] };
  }
  const placeOf = (index: number) => (envelope.items.length === 1 ? messageId : `${messageId}#${index}`);
  const begin = (item: unknown, index: number) =>
    unit.gate(() => beginItem(item, { ...place, place: placeOf(index) }, unit));
  return { record, place, items: await Promise.all(envelope.items.map(begin)) };
}

/** Performs what the verdicts of a record's items ask of it. Never throws. */
export async function closeRecord(
  { record, place }: OpenRecord,
  worked: readonly Worked[],
  unit: QueueUnit,
): Promise<SettledRecord> {
  const age = (unit.line.now() - Date.parse(place.firstSeenAt)) / 1000;
  unit.line.count('WorkAge', Math.max(0, Math.round(age)));
  for (const { verb } of worked) unit.line.count('WorkItems', 1, { outcome: verb });
  // With a retry the whole record comes again; a copy of its deferred items would only run them twice.
  const kept = worked.some(({ verb }) => verb === 'retry') || !(await deferSome(record, worked, place, unit));
  const level = kept || worked.some(isOurs) ? 'ERROR' : worked.every(isDone) ? 'INFO' : 'WARN';
  return { messageId: record.messageId, kept, level };
}

const isDone = ({ verb }: Worked) => verb === 'ack';
const isOurs = ({ verb, failure }: Worked) => verb === 'park' && failure && verdicts[failure.kind].blame === 'us';

/** Sends one delayed copy that holds only the deferred items; false when the queue refused it. */
async function deferSome(
  { attributes }: QueueRecord,
  worked: readonly Worked[],
  { hops, firstSeenAt }: ItemPlace,
  { queue, doors, machine, line }: QueueUnit,
): Promise<boolean> {
  const deferred = worked.filter(({ verb }) => verb === 'defer');
  if (deferred.length === 0) return true;
  const now = machine.clock.now();
  const retryAt = Math.max(now, ...deferred.map(({ failure }) => failure?.retryAt ?? now));
  const delaySeconds = deferDelay(hops, machine.clock.chance(), now, retryAt);
  const group = { group: attributes.MessageGroupId, items: deferred.map(({ item }) => item) };
  try {
    await doors.send(queue, [group], { delaySeconds, firstSeenAt, hops: hops + 1 });
    return true;
  } catch (thrown) {
    line.item().write('ERROR', asFailure(thrown));
    return false;
  }
}
