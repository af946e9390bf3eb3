import { readRequest } from '../lambdas/foundation/runtime/http-request.ts';
import { makeOutbox } from '../lambdas/foundation/runtime/outbox.ts';
import { packWhole } from '../lambdas/foundation/runtime/pack-groups.ts';
import { entriesOf, packBatches } from '../lambdas/foundation/runtime/pack-messages.ts';
import type { SendGroups } from '../lambdas/foundation/runtime/queue-sender.ts';
import { acceptDelivery } from '../lambdas/webhooks/accept-delivery.ts';
import { taken } from './ingest-floor.ts';
import { now, secret, type WebhookHttpEvent } from './payloads.ts';

const silence = { fact: () => {}, outcome: () => {}, count: () => {} };
const app = { appId: '10001', kind: 'facebook', appSecret: secret } as const;

/**
 * The production road of a POST, from API Gateway's event to the entries of `SendMessageBatch`: bytes, verify, parse,
 * split, pack. Stubbed: the call to SQS, the secret's reading, the telemetry.
 */
export function openIngest() {
  let batches: ReturnType<typeof entriesOf>[] = [];
  const sent = Promise.resolve();
  const send: SendGroups = (queue, groups, { firstSeenAt = '', hops = 0, delaySeconds = 0 } = {}) => {
    const messages = packWhole(groups, { firstSeenAt, hops });
    if (!messages) throw new Error(`nothing here is too big for ${queue}`);
    batches = packBatches(messages).map((batch) => entriesOf(batch, delaySeconds));
    taken(batches);
    return sent;
  };
  const apps = Promise.resolve([app]);
  const secrets = { metaApps: () => apps, verifyToken: async () => '' };
  const doors = { secrets, outbox: makeOutbox(send), clock: { now: () => now, chance: () => 0.5 } };
  const ingest = (event: WebhookHttpEvent) => acceptDelivery(readRequest(event), doors, silence);
  return { ingest, batches: () => batches };
}
