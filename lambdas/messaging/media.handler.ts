import { systemClock } from '../foundation/core/clock.ts';
import { httpHandler } from '../foundation/runtime/http-handler.ts';
import { openMediaBucket } from '../foundation/runtime/media-bucket.ts';
import * as stores from '../foundation/runtime/store-doors.ts';
import { declareMedia } from './declare-media.ts';
import { mediaRoutes } from './media-routes.ts';
import { showMedia } from './show-media.ts';

/** Files: those that callers bring to be sent, and those that people sent. */
export const handler = httpHandler('messaging/media', mediaRoutes, (env) => {
  const kept = { uploads: stores.mediaUploadsOf(env), messages: stores.messagesOf(env) };
  const doors = { ...kept, bucket: openMediaBucket(env), clock: systemClock };
  return {
    'POST /v1/media': ({ caller, body }) => declareMedia(caller.workspace, body, doors),
    'GET /v1/media/{id}': ({ caller, path }) => showMedia(caller.workspace, path.id, doors),
  };
});
