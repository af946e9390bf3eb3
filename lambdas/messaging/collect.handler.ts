import { systemClock } from '../foundation/core/clock.ts';
import { openBus } from '../foundation/runtime/bus.ts';
import { openMediaBucket } from '../foundation/runtime/media-bucket.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { queueHandler } from '../foundation/runtime/queue-handler.ts';
import * as stores from '../foundation/runtime/store-doors.ts';
import { collectFact } from './collect-fact.ts';

/** What Meta tells of conversations: kept as messages, threads and people, and announced. */
export const handler = queueHandler('messaging/collect', (env) => {
  const kept = { messages: stores.messagesOf(env), threads: stores.threadsOf(env), people: stores.peopleOf(env) };
  const sent = { outbound: stores.outboundMessagesOf(env), lanes: stores.lanesOf(env), outbox: openOutbox(env) };
  const doors = {
    ...kept,
    ...sent,
    media: openMediaBucket(env),
    uploads: stores.mediaUploadsOf(env),
    events: stores.webhookEventsOf(env),
    bus: openBus(env),
    clock: systemClock,
  };
  return { work: (item, context) => collectFact(item, doors, context) };
});
