import type { Clock } from '../foundation/core/clock.ts';
import type { Bus, Outbox } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { MediaBucket } from '../foundation/core/media-doors.ts';
import type { Lanes } from '../foundation/store/lanes.ts';
import type { MediaUploads } from '../foundation/store/media-uploads.ts';
import type { Messages, StoredMessage } from '../foundation/store/messages.ts';
import type { OutboundMessages } from '../foundation/store/outbound-messages.ts';
import type { People } from '../foundation/store/people.ts';
import type { Threads } from '../foundation/store/threads.ts';
import type { WebhookEvents } from '../foundation/store/webhook-events.ts';
import type { Arrival } from './find-thread.ts';
import type { MessageName } from './message-facts.ts';
import { messageIdOf } from './message-id.ts';

/** What collecting may touch. */
export interface CollectDoors {
  readonly messages: Pick<Messages, 'change' | 'list'>;
  readonly outbound: Pick<OutboundMessages, 'get' | 'change'>;
  readonly lanes: Pick<Lanes, 'waiting'>;
  readonly threads: Pick<Threads, 'change'>;
  readonly people: Pick<People, 'identify' | 'rename' | 'byAlias'>;
  readonly events: Pick<WebhookEvents, 'keyOf' | 'blank'>;
  readonly media: Pick<MediaBucket, 'remove'>;
  readonly uploads: Pick<MediaUploads, 'forget'>;
  readonly bus: Bus;
  readonly outbox: Outbox<'threadWork' | 'mediaFetches'>;
  readonly clock: Clock;
}

/** What became of an item: its fact is kept, no thread keeps its kind, or its message is deleted. */
export type Collected = 'kept' | 'noted' | 'erased';

/** Names the message of Meta's id that an item is about. */
export const nameOf = ({ workspace, channel, asset }: Arrival, metaId: string): MessageName => ({
  ...{ workspace, id: messageIdOf(asset, metaId), metaId, channel, asset },
});

/** Merges a fact into its message and answers the message as it stands then. Throws `Failure` `busy`, `unavailable`. */
export async function keepFact<Fact>(
  { messages }: Pick<CollectDoors, 'messages'>,
  merge: (standing: StoredMessage | undefined, name: MessageName, fact: Fact) => StoredMessage,
  name: MessageName,
  fact: Fact,
): Promise<StoredMessage> {
  const { after } = await messages.change(name, (standing) => merge(standing, name, fact));
  if (after === undefined) throw new Failure('bug', 'a merged message is not there');
  return after;
}

/**
 * Takes the content of webhook events away for good; one that is gone is no failure.
 * Throws `Failure` `unavailable`, `busy`, and `invalid-request` for what is no event id.
 */
export async function blankEvents(
  workspace: string,
  eventIds: readonly string[],
  { events }: Pick<CollectDoors, 'events'>,
): Promise<void> {
  for (const id of eventIds) {
    const key = events.keyOf(workspace, id);
    if (key === undefined) throw new Failure('invalid-request', 'the event that held the content has no event’s id');
    await events.blank(key);
  }
}
