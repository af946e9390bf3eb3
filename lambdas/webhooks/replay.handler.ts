import { systemClock } from '../foundation/core/clock.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { queueHandler } from '../foundation/runtime/queue-handler.ts';
import { replayJobsOf, webhookEventsOf } from '../foundation/runtime/store-doors.ts';
import { replayEvents } from './replay-events.ts';

/** A replay job: walks the kept rows and sends them to run again. */
export const handler = queueHandler('webhooks/replay', (env) => {
  const events = webhookEventsOf(env);
  const jobs = replayJobsOf(env);
  const doors = { events, jobs, outbox: openOutbox(env), clock: systemClock };
  return { work: (item, context) => replayEvents(item, doors, context) };
});
