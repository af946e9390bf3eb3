import type { Failure } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import { type AcceptDoors, announceAccepted, type EventsAsked, queueEvents, takeEvents } from './accept-events.ts';
import { type ConversionMessage, keyOf } from './conversion-message.ts';
import type { AcceptedEvent } from './queue-messages.ts';
import { type RelayDoors, type RelayReceipt, relayEvents } from './relay-events.ts';

/** What relaying at once may touch. */
export type RelayNowDoors = AcceptDoors & RelayDoors;

/** What became of a request whose caller waits. `all`: Meta has everything that was accepted. */
export interface RelayedNow {
  readonly all: boolean;
  readonly data: readonly AcceptedEvent[];
  readonly relayed: readonly RelayReceipt[];
}

/**
 * Takes a request's events and sends them to Meta at once. What Meta does not take now, whatever the reason, goes the
 * usual way through the queue, where it waits or is parked; its problems say so. Throws as `takeEvents`.
 */
export async function relayNow(
  workspace: string,
  asked: EventsAsked,
  doors: RelayNowDoors,
  notes: Notes,
): Promise<RelayedNow> {
  const { data, messages } = await takeEvents(workspace, asked, doors, notes);
  await announceAccepted(messages, doors);
  const failures = new Map<string, Failure>();
  const waiting: ConversionMessage[] = [];
  const items = messages.map((message) => ({
    message,
    settle: (failure?: Failure) => {
      if (failure === undefined) return;
      waiting.push(message);
      failures.set(keyOf(message), failure);
    },
  }));
  const relayed = items.length > 0 ? await relayEvents(items, doors, notes) : [];
  if (waiting.length > 0) await queueEvents(waiting, doors);
  return { all: waiting.length === 0, data: told(data, waiting, failures), relayed };
}

/** Says of each event that waits why. */
function told(
  data: readonly AcceptedEvent[],
  waiting: readonly ConversionMessage[],
  failures: ReadonlyMap<string, Failure>,
) {
  const reasons = new Map<string, string[]>();
  for (const message of waiting) {
    const reason = failures.get(keyOf(message))?.message ?? 'it waits';
    reasons.set(message.eventId, [...(reasons.get(message.eventId) ?? []), `${reason}; it waits in the queue`]);
  }
  return data.map((event) => {
    const own = event.accepted && event.eventId !== null ? (reasons.get(event.eventId) ?? []) : [];
    const problems = [...new Set(own)].map((reason) => ({ path: '', reason }));
    return { ...event, problems: [...event.problems, ...problems] };
  });
}
