import { hash } from 'node:crypto';
import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Conversion, Conversions } from '../foundation/store/conversions.ts';
import { type ConversionMessage, isDeduped, keyOf } from './conversion-message.ts';
import type { Explained as ExplainedEvent } from './explain-event.ts';
import type { Problem } from './problem.ts';
import type { ReadyEvent } from './ready-event.ts';

/** What became of one event; `eventId` is null when it was refused and had none. */
export interface AcceptedEvent {
  readonly eventId: string | null;
  readonly accepted: boolean;
  readonly problems: readonly Problem[];
}

/** One event of a request and what it was found to be. */
export interface Explained extends ExplainedEvent {
  readonly raw: unknown;
}

/** Where the events of a request go. */
export interface Destination {
  readonly workspace: string;
  readonly pixels: readonly string[];
  readonly testEventCode?: string;
  readonly partnerAgent?: string;
}

/** What the log may be asked. */
export interface QueueDoors {
  readonly conversions: Pick<Conversions, 'find'>;
  readonly clock: Clock;
}

const path = 'event_id';
const notes = {
  repeated: { path, reason: 'the same event was delivered already: it is not sent again' },
  twin: { path, reason: 'stands in this request twice: it is sent once' },
  reused: { path, reason: 'was used for an event with other contents: Meta may keep only the first that it got' },
  reusedInChat: { path, reason: 'was used for an event with other contents, and Meta does not tell these apart' },
  under: { path, reason: 'an event of this id is on its way: it is not sent again' },
} as const satisfies Record<string, Problem>;

/**
 * What of the events goes to which pixel, and what became of each: an event that was delivered already, or that stands
 * twice in the request, is not sent again; an id that was used for other contents is flagged.
 */
export async function queueMessages(
  explained: readonly Explained[],
  to: Destination,
  doors: QueueDoors,
): Promise<{ readonly data: readonly AcceptedEvent[]; readonly messages: readonly ConversionMessage[] }> {
  const acceptedAt = isoTime(doors.clock.now());
  const candidates = explained.flatMap(({ ready, userData, raw }, at) =>
    ready ? messagesOf(ready, { userData, raw, acceptedAt, ...to }).map((message) => ({ at, message })) : [],
  );
  const kept = await doors.conversions.find(candidates.map(({ message }) => message));
  const judge = judgeOver(new Map(kept.map((row) => [keyOf(row), row])));
  const said = explained.map(() => new Set<Problem>());
  const refused = new Set<number>();
  const messages: ConversionMessage[] = [];
  for (const candidate of candidates) {
    const { send, note } = judge(candidate.message);
    if (note) said[candidate.at]?.add(note);
    if (note === notes.reusedInChat) refused.add(candidate.at);
    if (send) messages.push(candidate.message);
  }
  const data = explained.map(({ ready, raw, problems }, at) => ({
    eventId: ready?.eventId ?? givenId(raw),
    accepted: ready !== undefined && !refused.has(at),
    problems: [...(said[at] ?? []), ...problems],
  }));
  return { data, messages };
}

interface Origin extends Destination {
  readonly userData: Explained['userData'];
  readonly raw: unknown;
  readonly acceptedAt: string;
}

function messagesOf(ready: ReadyEvent, origin: Origin): readonly ConversionMessage[] {
  const { workspace, pixels, testEventCode, partnerAgent, userData, raw, acceptedAt } = origin;
  const { eventId, eventName, eventTime, actionSource, json: event } = ready;
  const payloadHash = hash('sha256', event).slice(0, 32);
  const matchKeys = Object.keys(userData);
  const ownId = givenId(raw) !== null;
  const options = { ...(testEventCode && { testEventCode }), ...(partnerAgent && { partnerAgent }) };
  const shared = { eventId, ownId, eventName, eventTime, actionSource, event, payloadHash, matchKeys, acceptedAt };
  return pixels.map((pixel) => ({ workspace, pixel, ...shared, ...options }));
}

/** The id that an event brought, as far as one can be read. */
function givenId(raw: unknown): string | null {
  if (typeof raw !== 'object' || raw === null || !('event_id' in raw)) return null;
  return typeof raw.event_id === 'string' && raw.event_id !== '' ? raw.event_id.slice(0, 256) : null;
}

type Judgement = { readonly send: boolean; readonly note?: Problem };

/** Judges message after message of one request; `kept` are the rows of the log by key. */
function judgeOver(kept: ReadonlyMap<string, Conversion>): (message: ConversionMessage) => Judgement {
  const seen = new Map<string, string>();
  return (message) => {
    const key = keyOf(message);
    const before = seen.get(key);
    if (before === message.payloadHash) return { send: false, note: notes.twin };
    if (before !== undefined) return reused(message);
    seen.set(key, message.payloadHash);
    const row = kept.get(key);
    // What is shown in Test Events is sent as often as it is asked for.
    if (row === undefined || message.testEventCode !== undefined) return { send: true };
    return row.payloadHash === message.payloadHash ? again(message, row) : reused(message);
  };
}

/** Meta drops a copy, so one is sent on; of what it does not dedupe only one may ever go. */
const reused = (message: ConversionMessage): Judgement =>
  isDeduped(message) ? { send: true, note: notes.reused } : { send: false, note: notes.reusedInChat };

/** The same event asked again: it goes unless Meta has it, or may be about to get it for good. */
function again(message: ConversionMessage, { state }: Conversion): Judgement {
  if (state === 'delivered') return { send: false, note: notes.repeated };
  return !isDeduped(message) && state === 'sending' ? { send: false, note: notes.under } : { send: true };
}
