import { systemClock } from '../foundation/core/clock.ts';
import { bytesHandler } from '../foundation/runtime/http-edge.ts';
import { openOutbox } from '../foundation/runtime/outbox.ts';
import { openSecrets } from '../foundation/runtime/secrets.ts';
import { acceptDelivery } from './accept-delivery.ts';
import { answerChallenge } from './answer-challenge.ts';

const text = { 'content-type': 'text/plain; charset=utf-8' };

/** Meta's door: its challenge, and its signed deliveries. */
export const handler = bytesHandler('webhooks/ingest', (env) => {
  const secrets = openSecrets(env);
  const doors = { secrets, outbox: openOutbox(env), clock: systemClock };
  return {
    'GET /webhooks/meta': async ({ query }) => ({
      status: 200,
      headers: text,
      body: await answerChallenge(query, secrets),
    }),
    'POST /webhooks/meta': async (request) => {
      await acceptDelivery(request, doors, request.notes);
      return { status: 200, headers: text, body: 'EVENT_RECEIVED' };
    },
  };
});
