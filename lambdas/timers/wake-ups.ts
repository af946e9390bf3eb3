import type { SendsOf } from '../foundation/contract/function-types.ts';
import type { Message } from '../foundation/core/messages.ts';
import type { DueRow } from '../foundation/store/due-rows.ts';

/** The queues that wake-ups travel on. */
export type WakeQueue = SendsOf<'timers/sweep'>;

/** How the rows of one entity are woken. */
export interface WakeUp {
  readonly queue: WakeQueue;
  /** The worker sets the next time itself; if the wake-up is lost, or its work is not done by then, another goes out. */
  readonly againAfterMs: number;
  /** The message for a row, from the parts of its key; undefined for a key that is none of this entity's. */
  message(row: DueRow): Message<WakeQueue> | undefined;
}

/** Every entity that names a due time, and who is woken then. */
export const wakeUps: ReadonlyMap<string, WakeUp> = new Map([
  [
    'connection',
    {
      queue: 'connectionCare',
      // Care works days ahead of an expiry: an hour lost is nothing, and an outage of it sends few wake-ups twice.
      againAfterMs: 3600_000,
      message: ({ pk: [workspace], sk: [connectionId] }) =>
        workspace && connectionId ? { wake: { workspace, connectionId } } : undefined,
    },
  ],
  [
    'qualityPoll',
    {
      queue: 'qualityPolls',
      // A look a day: an hour later is early enough.
      againAfterMs: 3600_000,
      message: ({ pk: [workspace], sk: [pixel] }) => (workspace && pixel ? { workspace, pixel } : undefined),
    },
  ],
  [
    'lane',
    {
      queue: 'threadWork',
      // Somebody waits for what stands there; longer than a worker's lease, so that one at work is not woken again.
      againAfterMs: 120_000,
      message: ({ pk: [workspace, lane] }) => (workspace && lane ? { workspace, lane } : undefined),
    },
  ],
  [
    'thread',
    {
      queue: 'threadWork',
      // That a window is about to close is no less true ten minutes later.
      againAfterMs: 600_000,
      message: ({ pk: [workspace, closing] }) => (workspace && closing ? { workspace, closing } : undefined),
    },
  ],
]);
