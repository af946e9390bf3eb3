import { createHmac } from 'node:crypto';
import type { FunctionName } from '../lambdas/foundation/contract/functions.ts';
import { classifyItem } from '../lambdas/webhooks/classify-item.ts';
import { bodyOf, now, pageMessage, queueMessage, secret, webhookEvent } from './payloads.ts';
import { benchLane, benchPicture, benchThread, benchWaba } from './standing-conversation.ts';
import { benchApp, benchCode, benchCollector, benchConnection, benchPixel } from './standing-rows.ts';

const claims = { workspace: 'bench', sub: 'bench', scope: 'read write send admin' };

const apiEvent = (method: 'GET' | 'POST', path: string, queryStringParameters = {}) => ({
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

const queued = (item: object) =>
  queueEvent([JSON.stringify({ firstSeenAt: new Date(now).toISOString(), hops: 0, items: [item] })]);

/** Meta's form about a person, signed as Meta signs it. */
function signedForm(): string {
  const issued = { algorithm: 'HMAC-SHA256', issued_at: Math.floor(Date.now() / 1000), user_id: '5001' };
  const payload = Buffer.from(JSON.stringify(issued)).toString('base64url');
  const signature = createHmac('sha256', secret).update(payload).digest('base64url');
  return new URLSearchParams({ signed_request: `${signature}.${payload}` }).toString();
}

/** A person's message by Messenger, as `webhooks/process` passes it on. */
function passedMessage() {
  const receivedAt = new Date(now).toISOString();
  const entry = { id: '100000000000001', time: now };
  const placed = { object: 'page', entry, list: 'messaging', item: pageMessage(1), receivedAt } as const;
  const { channel, topic, kind, occurredAt, event } = classifyItem(placed);
  const about = { workspace: 'bench', receiptKey: 'event-1', eventId: 'event-1', asset: 'page:100000000000001' };
  return { ...about, channel, topic, kind, occurredAt, receivedAt, event };
}

/** A purchase of now: Meta takes none of the past. */
const purchase = {
  event_name: 'Purchase',
  event_time: Math.floor(Date.now() / 1000) - 60,
  event_id: 'order-1',
  action_source: 'website',
  event_source_url: `${benchCollector.origin}/thanks`,
  user_data: { em: 'fake.person@example.com', client_user_agent: 'FakeBrowser/1.0', client_ip_address: '192.0.2.7' },
  custom_data: { value: 12.9, currency: 'EUR' },
};

/** The same as it waits in its queue. */
const waitingPurchase = {
  workspace: benchConnection.workspace,
  pixel: benchPixel,
  eventId: purchase.event_id,
  ownId: true,
  eventName: purchase.event_name,
  eventTime: purchase.event_time,
  actionSource: purchase.action_source,
  event: JSON.stringify({ ...purchase, user_data: { em: '0'.repeat(64), client_user_agent: 'FakeBrowser/1.0' } }),
  payloadHash: '0'.repeat(32),
  matchKeys: ['em', 'client_user_agent'],
  acceptedAt: new Date(purchase.event_time * 1000).toISOString(),
};

/** The same as a page tells it: the collector knows the rest by itself. */
const collectedPurchase = {
  event_name: purchase.event_name,
  event_id: purchase.event_id,
  event_source_url: purchase.event_source_url,
  user_data: { em: purchase.user_data.em },
  custom_data: purchase.custom_data,
};

/**
 * What each function is called with first: its usual work, once; of a worker that goes through pages of Meta's or of a
 * table's, the shortest: a start is measured here, not a walk.
 */
export const firstEvents: Readonly<Partial<Record<FunctionName, unknown>>> = {
  'webhooks/ingest': webhookEvent(bodyOf(1_500)),
  'webhooks/process': queueEvent([queueMessage(1)]),
  'webhooks/replay': queued(replayJob),
  'webhooks/manage': apiEvent('GET', '/v1/webhooks/events', { limit: '20' }),
  'parking/collect': { source: 'aws.events' },
  'parking/manage': apiEvent('GET', '/v1/parked', { limit: '20' }),
  'timers/sweep': { source: 'aws.events' },
  'oauth/connect': apiEvent('GET', '/v1/connections', { limit: '20' }),
  'oauth/link': queued({ ...benchConnection, reason: 'sync' }),
  'oauth/care': queued({ deauthorised: { appId: benchApp.appId, userId: '5001', at: new Date(now).toISOString() } }),
  'assets/manage': apiEvent('GET', '/v1/assets', { limit: '20' }),
  'compliance/callback': {
    ...apiEvent('POST', '/compliance/deauthorize'),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: signedForm(),
  },
  'compliance/erase': queued({
    ...{ code: benchCode, appId: benchApp.appId, userId: '5001' },
    requestedAt: new Date(now).toISOString(),
  }),
  'capi/accept': {
    ...apiEvent('POST', '/v1/conversions'),
    body: JSON.stringify({ data: [purchase], pixels: [benchPixel] }),
  },
  'capi/manage': apiEvent('GET', '/v1/collectors', { limit: '20' }),
  'capi/collect': {
    ...apiEvent('POST', `/collect/${benchCollector.id}`),
    routeKey: 'POST /collect/{id}',
    pathParameters: { id: benchCollector.id },
    headers: { host: 'api.example.com', origin: benchCollector.origin, 'user-agent': 'FakeBrowser/1.0' },
    body: JSON.stringify(collectedPurchase),
  },
  'capi/deliver': queued(waitingPurchase),
  'capi/quality': queued({ workspace: benchConnection.workspace, pixel: benchPixel }),
  'messaging/collect': queued(passedMessage()),
  'messaging/send': {
    ...apiEvent('POST', '/v1/messages'),
    headers: { host: 'api.example.com', 'idempotency-key': 'order-1-on-its-way' },
    body: JSON.stringify({ threadId: benchThread, type: 'text', text: 'It is on its way.' }),
  },
  'messaging/deliver': queued({ workspace: benchConnection.workspace, lane: benchLane }),
  'messaging/manage': apiEvent('GET', '/v1/whatsapp/templates', { account: benchWaba, limit: '20' }),
  'messaging/media': {
    ...apiEvent('POST', '/v1/media'),
    body: JSON.stringify({ mimeType: 'image/png', size: 120_000 }),
  },
  // Up to Meta's answer, which has no address in it here: nothing outside is asked for bytes.
  'messaging/fetch': queued({ workspace: benchConnection.workspace, messageId: benchPicture }),
  'messaging/threads': apiEvent('GET', '/v1/threads', { limit: '20' }),
  'reference/serve': apiEvent('GET', '/v1/openapi.json'),
};

/** Why an answer is none of success; undefined when it is. */
export function trouble(answer: unknown): string | undefined {
  const { statusCode = 200, batchItemFailures = [] } = (answer ?? {}) as {
    statusCode?: number;
    batchItemFailures?: readonly unknown[];
  };
  if (![200, 201, 202, 204].includes(statusCode)) return JSON.stringify(answer).slice(0, 300);
  return batchItemFailures.length > 0 ? 'a record failed' : undefined;
}
