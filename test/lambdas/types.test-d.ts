import * as z from 'zod';
import type { Env } from '../../lambdas/foundation/contract/env.ts';
import type { Outbox } from '../../lambdas/foundation/core/doors.ts';
import { openBlobs } from '../../lambdas/foundation/runtime/blobs.ts';
import { openBus } from '../../lambdas/foundation/runtime/bus.ts';
import { openCursors } from '../../lambdas/foundation/runtime/cursors.ts';
import { openDeadLetters } from '../../lambdas/foundation/runtime/dead-letters.ts';
import { bytesHandler } from '../../lambdas/foundation/runtime/http-edge.ts';
import { httpHandler } from '../../lambdas/foundation/runtime/http-handler.ts';
import { openOutbox } from '../../lambdas/foundation/runtime/outbox.ts';
import { queueHandler } from '../../lambdas/foundation/runtime/queue-handler.ts';
import { scheduleHandler } from '../../lambdas/foundation/runtime/schedule-handler.ts';
import { openSecrets } from '../../lambdas/foundation/runtime/secrets.ts';
import { webhookEventsOf } from '../../lambdas/foundation/runtime/store-doors.ts';

/** Compiled, never run: what a function's line in the manifest does not name does not compile. */
declare const ingest: Env<'webhooks/ingest'>;
declare const worker: Env<'webhooks/process'>;
declare const replay: Env<'webhooks/replay'>;
declare const collect: Env<'parking/collect'>;
declare const parking: Env<'parking/manage'>;

export const declared: readonly string[] = [
  ...[ingest.queueUrl.webhookEvents, ingest.secretArn.metaApps, ingest.blobsBucket, worker.tableName.ledger],
  ...[worker.queueUrl.webhookEvents, worker.busName, collect.dlqUrl.replayJobs, parking.secretArn.verifyToken],
];

// @ts-expect-error ingest sends to one queue
void ingest.queueUrl.replayJobs;
// @ts-expect-error ingest sees no table
void ingest.tableName.state;
// @ts-expect-error ingest announces nothing
openBus(ingest);
// @ts-expect-error the worker reads no secret
void worker.secretArn.metaApps;
// @ts-expect-error no webhook function sees the vault
void worker.tableName.vault;
// @ts-expect-error parking reads the verify token only
void openSecrets(parking).metaApps();
// @ts-expect-error the collector sees no ledger
webhookEventsOf(collect);
// @ts-expect-error only the collector drains DLQs
openDeadLetters(parking);
// @ts-expect-error the worker's line names no verify token, so it has no cursors
openCursors(worker);
declare const reference: Env<'reference/serve'>;
// @ts-expect-error the reference has no blobs
openBlobs(reference);

const job = { workspace: 'w', jobId: 'j', from: 'a', to: 'b', dryRun: false, force: false, requestedAt: 'c' };
export const sent = openOutbox(parking).send('replayJobs', [job]);
// @ts-expect-error ingest's outbox does not know the queue
void openOutbox(ingest).send('replayJobs', [job]);
// @ts-expect-error an item of another queue
void openOutbox(replay).send('webhookEvents', [job]);
// @ts-expect-error no such queue
declare const misspelt: Outbox<'webhookEvent'>;

export { misspelt };

queueHandler('webhooks/replay', () => ({ work: async (item, { hops }) => void [item.jobId.length, hops.toFixed()] }));
// @ts-expect-error a replay job has no event
queueHandler('webhooks/replay', () => ({ work: async (item) => void item.eventId }));
// @ts-expect-error ingest is not fed by a queue
queueHandler('webhooks/ingest', () => ({ work: async () => undefined }));
// @ts-expect-error a worker is not behind HTTP
bytesHandler('webhooks/process', () => ({}));
// @ts-expect-error the work of a route is missing
bytesHandler('webhooks/ingest', () => ({ 'GET /webhooks/meta': async () => ({ status: 200 }) }));
// @ts-expect-error a clock does not start an API
scheduleHandler('webhooks/manage', () => async () => undefined);

const line = { summary: 's', response: z.object({ id: z.string() }) };
const schemas = {
  'GET /v1/parked': { ...line, query: z.object({ limit: z.coerce.number() }) },
  ...{ 'GET /v1/parked/{id}': line, 'POST /v1/parked/redrive': line },
  'DELETE /v1/parked/{id}': { summary: 's', status: 204, response: z.undefined() },
} as const;
const some = async () => ({ id: 'x' });
const rest = { 'GET /v1/parked/{id}': some, 'POST /v1/parked/redrive': some, 'DELETE /v1/parked/{id}': some };

httpHandler('parking/manage', schemas, () => ({
  ...rest,
  'GET /v1/parked': async ({ caller, query, body }) => ({
    id: caller.workspace + query.limit.toFixed() + (body satisfies undefined),
  }),
}));
// @ts-expect-error a route is missing
httpHandler('parking/manage', schemas, () => rest);
// @ts-expect-error a route without a schema
httpHandler('parking/manage', { 'GET /v1/parked': line }, () => ({ ...rest, 'GET /v1/parked': some }));
// @ts-expect-error an answer that does not fit its schema
httpHandler('parking/manage', schemas, () => ({ ...rest, 'GET /v1/parked': async () => ({ id: 7 }) }));
httpHandler('parking/manage', schemas, () => ({
  ...rest,
  // @ts-expect-error the query has no such field
  'GET /v1/parked': async ({ query }) => ({ id: query.offset }),
}));
