import { hash } from 'node:crypto';
import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Bus } from '../foundation/core/doors.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { ConversionDays } from '../foundation/store/conversion-days.ts';
import type { Conversions } from '../foundation/store/conversions.ts';
import type { ConversionDetail, ConversionEventType } from './announced.ts';
import { type ConversionMessage, type Fate, rowOf } from './conversion-message.ts';
import { dayCounts } from './day-counts.ts';

/** What keeping and telling the fates of events may touch. */
export interface LogDoors {
  readonly conversions: Pick<Conversions, 'put'>;
  readonly days: Pick<ConversionDays, 'add'>;
  readonly bus: Bus;
  readonly clock: Clock;
}

/** Meta's word on one call. */
export interface Taken {
  readonly eventsReceived: number;
  readonly fbtraceId: string | null;
}

/** Events that were just accepted: their rows first, so that whoever delivers them finds one. */
export async function logAccepted(messages: readonly ConversionMessage[], doors: LogDoors, notes: Notes) {
  await keep(messages, { state: 'accepted' }, doors);
  await doors.days.add(dayCounts(messages, 'accepted', doors.clock.now()));
  notes.count('Conversions', messages.length, { outcome: 'accepted' });
}

/** Events that Meta took. Counts, and says aloud, when Meta received another number than was sent. */
export async function logDelivered(
  messages: readonly ConversionMessage[],
  { eventsReceived, fbtraceId }: Taken,
  doors: LogDoors,
  notes: Notes,
): Promise<void> {
  const now = doors.clock.now();
  await keep(messages, { state: 'delivered', fbtraceId }, doors);
  await doors.days.add(dayCounts(messages, 'delivered', now));
  await announce('conversion.delivered', messages, doors, { fbtraceId, eventsReceived });
  notes.count('Conversions', messages.length, { outcome: 'delivered' });
  const [first] = messages;
  if (first) {
    const oldest = messages.reduce((time, { acceptedAt }) => (acceptedAt < time ? acceptedAt : time), first.acceptedAt);
    notes.count('ConversionLag', Math.max(0, now - Date.parse(oldest)));
  }
  const short = messages.length - eventsReceived;
  if (short === 0) return;
  notes.fact('short', short);
  notes.count('Conversions', Math.abs(short), { outcome: 'short' });
}

/** An event that will not go until somebody has done something about it. */
export async function logParked(message: ConversionMessage, reason: string, fbtraceId: string | null, doors: LogDoors) {
  await keep([message], { state: 'parked', reason, fbtraceId }, doors);
  await doors.days.add(dayCounts([message], 'parked', doors.clock.now()));
  await announce('conversion.parked', [message], doors, { reason, fbtraceId });
}

async function keep(messages: readonly ConversionMessage[], fate: Fate, { conversions, clock }: LogDoors) {
  const at = isoTime(clock.now());
  await conversions.put(messages.map((message) => rowOf(message, fate, at)));
}

/** What one announcement names at most: events, and bytes of their JSON. The bus takes 64 kB, its own members included. */
const eventsAnAnnouncement = 100;
const bytesAnAnnouncement = 48_000;
/** A UTF-16 unit is at most six bytes of JSON (`\u0001`); the rest is the names of the members. */
const bytesAUnit = 6;
const bytesOfNames = 40;

/**
 * Tells subscribers what became of events: some at a time, of one pixel. The announcement's id comes from what it names,
 * so that a second one of the same events is known as such; subscribers dedupe by pixel, event name and event id.
 */
export async function announce<T extends ConversionEventType>(
  type: T,
  messages: readonly ConversionMessage[],
  { bus, clock }: Pick<LogDoors, 'bus' | 'clock'>,
  more: ConversionDetail<T>,
): Promise<void> {
  const [first] = messages;
  if (first === undefined) return;
  const { workspace, pixel } = first;
  for (const events of announceable(messages)) {
    const id = hash('sha256', JSON.stringify([type, workspace, pixel, events]));
    const time = isoTime(clock.now());
    await bus.announce({ id, workspace, type, time, detail: { version: 1, pixel, events, ...more } });
  }
}

type Named = Pick<ConversionMessage, 'eventId' | 'eventName'>;

/** The events in parts that fit into an announcement each. */
function announceable(messages: readonly ConversionMessage[]): readonly (readonly Named[])[] {
  const parts: Named[][] = [];
  let bytes = 0;
  for (const { eventId, eventName } of messages) {
    const event = { eventId, eventName };
    const size = (eventId.length + eventName.length) * bytesAUnit + bytesOfNames;
    const last = parts.at(-1);
    if (last && last.length < eventsAnAnnouncement && bytes + size <= bytesAnAnnouncement) {
      last.push(event);
      bytes += size;
    } else {
      parts.push([event]);
      bytes = size;
    }
  }
  return parts;
}
