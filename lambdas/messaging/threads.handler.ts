import { systemClock } from '../foundation/core/clock.ts';
import { openCursors } from '../foundation/runtime/cursors.ts';
import { httpHandler } from '../foundation/runtime/http-handler.ts';
import * as stores from '../foundation/runtime/store-doors.ts';
import { listMessages, showMessage } from './list-messages.ts';
import { listThreads, showThread, showWindow } from './list-threads.ts';
import { threadRoutes } from './thread-routes.ts';

/** Conversations, their messages and windows, to read. */
export const handler = httpHandler('messaging/threads', threadRoutes, (env) => {
  const kept = { threads: stores.threadsOf(env), messages: stores.messagesOf(env), people: stores.peopleOf(env) };
  const permits = { humanAgent: env.settings.humanAgent };
  const own = { cursors: openCursors(env), clock: systemClock, permits };
  const doors = { ...kept, ...own, outbound: stores.outboundMessagesOf(env) };
  return {
    'GET /v1/threads': ({ caller, query }) => listThreads(caller.workspace, query, doors),
    'GET /v1/threads/{id}': ({ caller, path }) => showThread(caller.workspace, path.id, doors),
    'GET /v1/threads/{id}/messages': ({ caller, path, query }) => listMessages(caller.workspace, path.id, query, doors),
    'GET /v1/threads/{id}/window': ({ caller, path }) => showWindow(caller.workspace, path.id, doors),
    'GET /v1/messages/{id}': ({ caller, path }) => showMessage(caller.workspace, path.id, doors),
  };
});
