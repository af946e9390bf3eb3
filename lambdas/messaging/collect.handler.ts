import { systemClock } from '../foundation/core/clock.ts';
import { openBus } from '../foundation/runtime/bus.ts';
import { queueHandler } from '../foundation/runtime/queue-handler.ts';
import * as stores from '../foundation/runtime/store-doors.ts';
import { collectFact } from './collect-fact.ts';

/** What Meta tells of conversations: kept as messages, threads and people, and announced. */
export const handler = queueHandler('messaging/collect', (env) => {
  const kept = { messages: stores.messagesOf(env), threads: stores.threadsOf(env), people: stores.peopleOf(env) };
  const doors = { ...kept, events: stores.webhookEventsOf(env), bus: openBus(env), clock: systemClock };
  return { work: (item, context) => collectFact(item, doors, context) };
});
