import { isoTime } from '../foundation/core/clock.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import { unsentAnnounced } from './conversation-events.ts';
import { toSettledUnknown } from './outbound-facts.ts';
import type { DrainDoors } from './send-doors.ts';

/**
 * How long a message whose answer was lost holds its thread up, milliseconds from its call: echoes and statuses come
 * within seconds (ours to choose, Meta promises nothing). Longer than a worker lives, so that its own answer counts.
 */
const unknownMs = 60_000;

/** Until when word of a message is waited for, milliseconds since 1970. */
export const settledBy = ({ sendingAt, acceptedAt }: OutboundMessage) =>
  Date.parse(sendingAt ?? acceptedAt) + unknownMs;

/**
 * A message that may be at Meta: `wait` for word of it, or call it unknown for good (`settled`), so that the thread
 * goes on. `again`: somebody knew meanwhile.
 */
export async function settleUnknown(
  row: OutboundMessage,
  { outbound, bus, clock, notes }: Pick<DrainDoors, 'outbound' | 'bus' | 'clock' | 'notes'>,
): Promise<'wait' | 'settled' | 'again'> {
  const now = clock.now();
  if (row.settledAt === null && now < settledBy(row)) return 'wait';
  const { before, after } = await outbound.change(row, toSettledUnknown(isoTime(now)), row);
  if (after === undefined) return 'settled';
  if (after.state !== 'outcome-unknown') return 'again';
  await bus.announce(unsentAnnounced(after, after.settledAt ?? isoTime(now)));
  if (before?.settledAt === null)
    notes.count('OutboundMessages', 1, { channel: row.channel, outcome: 'outcome-unknown' });
  return 'settled';
}
