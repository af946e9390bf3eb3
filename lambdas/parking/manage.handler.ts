import { openBlobs } from '../foundation/runtime/blobs.ts';
import { openCursors } from '../foundation/runtime/cursors.ts';
import { httpHandler } from '../foundation/runtime/http-handler.ts';
import { openRequeue } from '../foundation/runtime/requeue.ts';
import { parkedItemsOf, webhookEventsOf } from '../foundation/runtime/store-doors.ts';
import { dropParked, listParked, showParked } from './list-parked.ts';
import { redriveParked } from './redrive-parked.ts';
import { routes } from './routes.ts';

/** What could not be done: listed, shown, sent again, dropped. */
export const handler = httpHandler('parking/manage', routes, (env) => {
  const parkedItems = parkedItemsOf(env);
  const events = webhookEventsOf(env);
  const doors = { parkedItems, events, cursors: openCursors(env), blobs: openBlobs(env), requeue: openRequeue(env) };
  return {
    'GET /v1/parked': ({ caller, query }) => listParked(caller.workspace, query, doors),
    'GET /v1/parked/{id}': ({ caller, path }) => showParked(caller.workspace, path.id, doors),
    'POST /v1/parked/redrive': ({ caller, body, notes }) => redriveParked(caller.workspace, body, doors, notes),
    'DELETE /v1/parked/{id}': ({ caller, path }) => dropParked(caller.workspace, path.id, doors),
  };
});
