import { systemClock } from '../foundation/core/clock.ts';
import { browserReply, isBrowserAnswer } from '../foundation/runtime/http-browser.ts';
import { bytesHandler } from '../foundation/runtime/http-edge.ts';
import { jsonReply } from '../foundation/runtime/http-reply.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { openSecrets } from '../foundation/runtime/secrets.ts';
import { deletionRequestsOf } from '../foundation/runtime/store-doors.ts';
import { showDeletion } from './show-deletion.ts';
import { takeDeauthorisation, takeDeletion } from './take-callback.ts';

/** Meta's callbacks about people, and the page where they see what became of their request. */
export const handler = bytesHandler('compliance/callback', (env) => {
  const requests = deletionRequestsOf(env);
  const { publicUrl } = env;
  const doors = { secrets: openSecrets(env), outbox: openOutbox(env), requests, publicUrl, clock: systemClock };
  return {
    'POST /compliance/deauthorize': async ({ body, notes }) => {
      await takeDeauthorisation(body, doors, notes);
      return { status: 200 };
    },
    'POST /compliance/deletion': async ({ body, notes }) => jsonReply(200, await takeDeletion(body, doors, notes)),
    'GET /compliance/deletion/{code}': async ({ path, headers }) => {
      const answer = await showDeletion(path.code ?? '', headers.accept, doors);
      return isBrowserAnswer(answer) ? browserReply(answer) : jsonReply(200, answer);
    },
  };
});
