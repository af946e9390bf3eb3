import { type Clock, isoTime } from '../foundation/core/clock.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { Lanes } from '../foundation/store/lanes.ts';
import type { OutboundKey, OutboundMessage, OutboundMessages } from '../foundation/store/outbound-messages.ts';
import { toCancelled } from './outbound-facts.ts';

/** What cancelling may touch. */
export interface CancelDoors {
  readonly outbound: Pick<OutboundMessages, 'change'>;
  readonly lanes: Pick<Lanes, 'leave'>;
  readonly clock: Clock;
  readonly notes: Notes;
}

/**
 * Takes a waiting message back; one that is taken back already stays so. Throws `Failure` `not-found`, also for another
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
  return after;
}
