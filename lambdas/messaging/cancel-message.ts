import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Outbox } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { Lanes } from '../foundation/store/lanes.ts';
import type { OutboundKey, OutboundMessage, OutboundMessages } from '../foundation/store/outbound-messages.ts';
import { wakeLane } from './leave-lane.ts';
import { toCancelled } from './outbound-facts.ts';

/** What cancelling may touch. */
export interface CancelDoors {
  readonly outbound: Pick<OutboundMessages, 'change'>;
  readonly lanes: Pick<Lanes, 'leave'>;
  readonly outbox: Pick<Outbox<'threadWork'>, 'send'>;
  readonly clock: Clock;
  readonly notes: Notes;
}

/**
 * Takes a waiting message back; one that is taken back already stays so. What its lane waited for may have been this
 * message's own refusal: then a worker looks at the next one now. Throws `Failure` `not-found`, also for another
 * workspace's, `conflict` when it is at Meta already or over.
 */
export async function cancelMessage(key: OutboundKey, doors: CancelDoors): Promise<OutboundMessage> {
  const { outbound, lanes, clock, notes } = doors;
  const { before, after } = await outbound.change(key, toCancelled(isoTime(clock.now())));
  if (after === undefined) throw new Failure('not-found', 'no such message of ours');
  if (after.state !== 'cancelled') throw new Failure('conflict', `it is too late: the message is ${after.state}`);
  if (before?.state === 'accepted')
    notes.count('OutboundMessages', 1, { channel: after.channel, outcome: 'cancelled' });
  await lanes.leave({ ...after, messageId: after.id });
  // One that was never tried put nothing off: taking many of them back must not undo the waits of the first.
  if (before?.state === 'accepted' && before.attempts > 0) await wakeLane(after, clock.now(), doors, true);
  return after;
}
