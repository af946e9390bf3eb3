import type { FunctionName } from '../lambdas/foundation/contract/functions.ts';
import { bodyOf, now, queueMessage, webhookEvent } from './payloads.ts';

const claims = { workspace: 'bench', sub: 'bench', scope: 'read write send admin' };

const apiEvent = (method: 'GET', path: string, queryStringParameters = {}) => ({
  version: '2.0',
  routeKey: `${method} ${path}`,
  rawPath: path,
  headers: { host: 'api.example.com', authorization: 'Bearer fake' },
  queryStringParameters,
  requestContext: { requestId: 'AbCdEfGhIjKlMnO=', http: { method, path }, authorizer: { jwt: { claims } } },
  isBase64Encoded: false,
});

/** An SQS event of Lambda's with these messages. */
export const queueEvent = (bodies: readonly string[]) => ({
  Records: bodies.map((body, at) => ({
    messageId: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    receiptHandle: 'fake',
    body,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(now), MessageGroupId: 'page:100000000000001' },
    eventSource: 'aws:sqs',
  })),
});

const replayJob = {
  workspace: 'bench',
  jobId: 'job-1',
  from: '2026-11-20T00:00:00.000Z',
  to: '2026-11-21T00:00:00.000Z',
  dryRun: true,
  force: false,
  requestedAt: '2026-11-21T00:00:00.000Z',
};

/** What each function is called with first: its usual work, once. */
export const firstEvents: Readonly<Partial<Record<FunctionName, unknown>>> = {
  'webhooks/ingest': webhookEvent(bodyOf(1_500)),
  'webhooks/process': queueEvent([queueMessage(1)]),
  'webhooks/replay': queueEvent([
    JSON.stringify({ firstSeenAt: new Date(now).toISOString(), hops: 0, items: [replayJob] }),
  ]),
  'webhooks/manage': apiEvent('GET', '/v1/webhooks/events', { limit: '20' }),
  'parking/collect': { source: 'aws.events' },
  'parking/manage': apiEvent('GET', '/v1/parked', { limit: '20' }),
  'reference/serve': apiEvent('GET', '/v1/openapi.json'),
};

/** Why an answer is none of success; undefined when it is. */
export function trouble(answer: unknown): string | undefined {
  const { statusCode = 200, batchItemFailures = [] } = (answer ?? {}) as {
    statusCode?: number;
    batchItemFailures?: readonly unknown[];
  };
  if (statusCode !== 200) return JSON.stringify(answer).slice(0, 300);
  return batchItemFailures.length > 0 ? 'a record failed' : undefined;
}
