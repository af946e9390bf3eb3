import { createHmac } from 'node:crypto';

/** The app secret of the benchmarks. */
export const secret = 'fake-app-secret';

/** When everything in the benchmarks happens. */
export const now = Date.parse('2026-11-21T10:00:00.000Z');

const text = 'Hello! I ordered the blue jacket in size M last week, and the parcel that came today holds a red one. ';

/** A person's message to a Page, as Messenger sends it. */
export const pageMessage = (nth: number, words = text) => ({
  sender: { id: String(7_000_000_000_000_000 + nth) },
  recipient: { id: '100000000000001' },
  timestamp: now + nth,
  message: { mid: `m_fake-${'x'.repeat(60)}-${nth}`, text: `${words}(${nth})` },
});

/** What Messenger tells of a message that arrived. */
export const pageDelivery = (nth: number) => ({
  sender: { id: String(7_000_000_000_000_000 + nth) },
  recipient: { id: '100000000000001' },
  timestamp: now + nth,
  delivery: { mids: [`m_fake-${'x'.repeat(60)}-${nth}`], watermark: now + nth },
});

const metadata = { display_phone_number: '15550100001', phone_number_id: '200000000000001' };
const customer = (nth: number) => `1555020${String(nth % 10_000).padStart(4, '0')}`;

/** A person's message by WhatsApp. */
export const whatsappMessage = (nth: number) => ({
  field: 'messages',
  value: {
    messaging_product: 'whatsapp',
    metadata,
    contacts: [{ profile: { name: `Fake Person ${nth}` }, wa_id: customer(nth) }],
    messages: [
      {
        from: customer(nth),
        id: `wamid.FAKE${'y'.repeat(40)}${nth}`,
        timestamp: String(Math.floor(now / 1000) + nth),
        type: 'text',
        text: { body: `${text}(${nth})` },
      },
    ],
  },
});

/** What WhatsApp tells of a message of the business. */
export const whatsappStatus = (nth: number) => ({
  field: 'messages',
  value: {
    messaging_product: 'whatsapp',
    metadata,
    statuses: [
      {
        id: `wamid.FAKE${'z'.repeat(40)}${nth}`,
        status: 'delivered',
        timestamp: String(Math.floor(now / 1000) + nth),
        recipient_id: customer(nth),
        conversation: { id: `fake-conversation-${nth}`, origin: { type: 'service' } },
        pricing: { billable: true, pricing_model: 'PMP', category: 'service', type: 'regular' },
      },
    ],
  },
});

/** One entry of a Page, its id made from `page`. */
export const pageEntry = (page: number, messaging: readonly object[]) => ({
  id: String(100_000_000_000_001 + page),
  time: now,
  messaging,
});

/** A delivery as the bytes that Meta would sign: non-ASCII signs as `\uXXXX`. */
export const deliveryText = (object: string, entry: readonly object[]) =>
  JSON.stringify({ object, entry }).replace(
    /[^ -~]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** One POST of Meta's as API Gateway (payload 2.0) hands it to Lambda. */
export const webhookEvent = (body: string) => ({
  version: '2.0',
  routeKey: 'POST /webhooks/meta',
  rawPath: '/webhooks/meta',
  rawQueryString: '',
  headers: {
    accept: '*/*',
    'content-length': String(Buffer.byteLength(body)),
    'content-type': 'application/json',
    host: 'meta.example.com',
    'user-agent': 'facebookexternalua',
    'x-amzn-trace-id': 'Root=1-6740aaaa-000000000000000000000000',
    'x-forwarded-for': '192.0.2.1',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
    'x-hub-signature': 'sha1=0000000000000000000000000000000000000000',
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  },
  requestContext: {
    accountId: '111122223333',
    apiId: 'fakeapi',
    domainName: 'meta.example.com',
    http: {
      method: 'POST',
      path: '/webhooks/meta',
      protocol: 'HTTP/1.1',
      sourceIp: '192.0.2.1',
      userAgent: 'facebook',
    },
    requestId: 'AbCdEfGhIjKlMnO=',
    routeKey: 'POST /webhooks/meta',
    stage: '$default',
    time: '21/Nov/2026:10:00:00 +0000',
    timeEpoch: now,
  },
  body,
  isBase64Encoded: false,
});

/** Part of what `webhookEvent` makes that everybody reads. */
export type WebhookHttpEvent = ReturnType<typeof webhookEvent>;

/** Fills a message until its delivery has so many bytes. */
export function bodyOf(bytes: number): string {
  const of = (length: number) =>
    deliveryText('page', [pageEntry(0, [pageMessage(1, text.repeat(40).slice(0, length))])]);
  return of(bytes - of(0).length);
}

/** A delivery with so many entries of one message each, of a fifth as many Pages. */
export const bodyWithEntries = (entries: number): string =>
  deliveryText(
    'page',
    Array.from({ length: entries }, (_, nth) => pageEntry(nth % Math.ceil(entries / 5), [pageMessage(nth)])),
  );

const placedAt = new Date(now).toISOString();
const makers = [
  (nth: number) => ({ ...onPage, item: pageMessage(nth) }),
  (nth: number) => ({ ...onPage, item: pageDelivery(nth) }),
  (nth: number) => ({ ...onWhatsapp, item: whatsappMessage(nth) }),
  (nth: number) => ({ ...onWhatsapp, item: whatsappStatus(nth) }),
];
const onPage = {
  object: 'page',
  entry: { id: '100000000000001', time: now },
  list: 'messaging',
  receivedAt: placedAt,
} as const;
const onWhatsapp = {
  object: 'whatsapp_business_account',
  entry: { id: '300000000000001' },
  list: 'changes',
  receivedAt: placedAt,
} as const;

/** The text of a message of `webhookEvents` with so many items of four kinds, no two alike. */
export function queueMessage(items: number, from = 0): string {
  const placed = Array.from({ length: items }, (_, at) => makers[at % makers.length]?.(from + at));
  return JSON.stringify({ firstSeenAt: placedAt, hops: 0, items: placed });
}
