import type { Clock } from '../foundation/core/clock.ts';
import type { Bus } from '../foundation/core/doors.ts';
import type { Thread, Threads } from '../foundation/store/threads.ts';
import { closingAnnounced } from './conversation-events.ts';
import { closingFrom, standardWindow } from './messaging-window.ts';

/** What warning may touch. */
export interface WarnDoors {
  readonly threads: Pick<Threads, 'get' | 'change'>;
  readonly bus: Bus;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * A thread's look at its window. Told first, the look's end written second: a kill in between tells again under the
 * same id. Throws `Failure` `unavailable`, `busy`.
 */
export async function warnWindow(
  { workspace, threadId }: { readonly workspace: string; readonly threadId: string },
  { threads, bus, clock }: WarnDoors,
): Promise<void> {
  const key = { workspace, id: threadId };
  const thread = await threads.get(key);
  if (thread === undefined || thread.windowDueAt === null) return;
  const now = clock.now();
  const { open, until } = standardWindow(thread, now);
  const from = closingFrom(thread.openedAt);
  if (open && until !== null && from !== null && Date.parse(from) <= now) {
    await bus.announce(closingAnnounced(thread, until, from));
  }
  await threads.change(key, (standing) => standing && lookedAt(standing, thread, now));
}

/** The look is taken; what opened the window again, before it or meanwhile, asks for another. */
function lookedAt(standing: Thread, { openedAt }: Thread, now: number): Thread {
  const from = closingFrom(standing.openedAt);
  const isToCome = from !== null && (standing.openedAt !== openedAt || Date.parse(from) > now);
  const windowDueAt = isToCome ? from : null;
  return standing.windowDueAt === windowDueAt ? standing : { ...standing, windowDueAt };
}
