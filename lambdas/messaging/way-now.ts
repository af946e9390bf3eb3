import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import type { Thread } from '../foundation/store/threads.ts';
import type { Permits } from './messaging-window.ts';
import type { Said } from './said-in.ts';
import { mergeThread, type ThreadName } from './thread-facts.ts';
import { type SendingWay, wayOf } from './way.ts';

/** The thread of which nothing is known yet. */
export const emptyThreadOf = (name: ThreadName): Thread => mergeThread(undefined, name, {});

/**
 * The way that a message may go at this moment (milliseconds since 1970), by its thread as it stands; a thread that is
 * not there has no window. Throws `Failure` `outside-window`, `invalid-request`.
 */
export function wayNow(
  row: OutboundMessage,
  { content, recipient }: Said,
  thread: Thread | undefined,
  now: number,
  permits: Permits,
): SendingWay {
  const { workspace, lane: id, channel, asset, phoneNumberId, personId, sender, how } = row;
  const standing = thread ?? emptyThreadOf({ workspace, id, channel, asset, phoneNumberId, personId, groupId: null });
  const { messagingType, tag } = how;
  return wayOf({ content, recipient, channel, sender, messagingType, tag }, standing, now, permits);
}
