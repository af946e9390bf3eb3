import { systemClock } from '../foundation/core/clock.ts';
import { openCursors } from '../foundation/runtime/cursors.ts';
import { httpHandler } from '../foundation/runtime/http-handler.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { replayJobsOf, webhookEventsOf } from '../foundation/runtime/store-doors.ts';
import { listEvents, showEvent } from './list-events.ts';
import { cancelReplay, listReplays, requestReplay, showReplay } from './request-replay.ts';
import { routes } from './routes.ts';

/** The webhook log and its replays. */
export const handler = httpHandler('webhooks/manage', routes, (env) => {
  const events = webhookEventsOf(env);
  const jobs = replayJobsOf(env);
  const doors = { events, jobs, cursors: openCursors(env), outbox: openOutbox(env), clock: systemClock };
  return {
    'GET /v1/webhooks/events': ({ caller, query }) => listEvents(caller.workspace, query, doors),
    'GET /v1/webhooks/events/{id}': ({ caller, path }) => showEvent(caller.workspace, path.id, doors),
    'GET /v1/webhooks/replays': ({ caller, query }) => listReplays(caller.workspace, query, doors),
    'POST /v1/webhooks/replays': ({ caller, body, headers }) =>
      requestReplay(caller.workspace, body, headers['idempotency-key'], doors),
    'GET /v1/webhooks/replays/{id}': ({ caller, path }) => showReplay(caller.workspace, path.id, doors),
    'DELETE /v1/webhooks/replays/{id}': ({ caller, path }) => cancelReplay(caller.workspace, path.id, doors),
  };
});
