import type { StoredMessage } from '../foundation/store/messages.ts';
import type { Thread } from '../foundation/store/threads.ts';

/** What became of a message, the least first; a fact that comes late can lift it, none can bring it back. */
export const deliveryStates = [
  'received',
  'accepted',
  'sent',
  'failed',
  'delivered',
  'read',
  'played',
  'deleted',
] as const;

/**
 * What became of a message, of one that we were asked to send too: it waits (`accepted`), it is at Meta (`sending`),
 * nobody knows whether Meta has it (`outcome-unknown`), its caller took it back (`cancelled`), or it was refused
 * (`failed`). From `sent` on it is what Meta tells.
 */
export const messageStates = [...deliveryStates, 'sending', 'outcome-unknown', 'cancelled'] as const;

/** What became of a message, by Meta's facts. */
export type DeliveryState = (typeof deliveryStates)[number];

/** What the state of a message is made of. */
export type DeliveryFacts = Pick<
  StoredMessage,
  'direction' | 'at' | 'deletedAt' | 'sentAt' | 'deliveredAt' | 'readAt' | 'playedAt' | 'failedAt'
>;

/** Messenger's watermarks of a thread: everything of the business up to here arrived, or was read (ISO-8601). */
export type Watermarks = Pick<Thread, 'deliveredUpTo' | 'readUpTo'>;

const noWatermarks: Watermarks = { deliveredUpTo: null, readUpTo: null };

/**
 * What became of a message, out of all that is known of it and not out of the order in which it came: statuses come in
 * any order, and `read` without `delivered` (fact sheet §7). `failed` only stands where nothing proves that it arrived.
 * A message that has its time (`at`, by Meta's clock) was taken by Meta: an echo says `sent` of it, and a watermark more.
 */
export function deliveryState(message: DeliveryFacts, thread: Watermarks = noWatermarks): DeliveryState {
  if (message.deletedAt !== null) return 'deleted';
  if (message.direction === 'in') return 'received';
  if (message.playedAt !== null) return 'played';
  if (message.readAt !== null || isUpTo(message, thread.readUpTo)) return 'read';
  if (message.deliveredAt !== null || isUpTo(message, thread.deliveredUpTo)) return 'delivered';
  if (message.failedAt !== null) return 'failed';
  return message.sentAt !== null || (message.direction === 'out' && message.at !== null) ? 'sent' : 'accepted';
}

/**
 * A message of which nobody said whose it is has no part in a watermark. No time, and one that is none, is never up to.
 * One that we sent has a time of ours (`sentAt`) before Meta tells its own; either may prove it, so that the one that
 * comes later takes nothing back.
 */
const isUpTo = ({ direction, at, sentAt }: DeliveryFacts, watermark: string | null) =>
  direction === 'out' && [at, sentAt].some((time) => Date.parse(time ?? '') <= Date.parse(watermark ?? ''));
