import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEMO, type Json, metaSimulator, proofFor, SCOPES, SECRET } from './graph-meta.ts';

export const PERSON = '5550000000000001';
export const IG_PERSON = '5550000000000002';
export const PHONE = '+1 555-555-0199';
export const WA_ID = '15555550199';
export const INSTAGRAM_SECRET = 'instagram-sesame';
export const BSUID = 'US.13491208655302741918';

/** A delivery as the webhook of a test saw it. */
export type Delivery = { body: Json; signature: string; raw: string };

/** A simulator with a webhook that takes everything, and one token of each kind that sends messages. */
export async function messagingSimulator() {
  const hook = await openHook();
  const sim = await metaSimulator({ webhookUrl: hook.url, instagramAppSecret: INSTAGRAM_SECRET });
  const scopes = [...SCOPES, 'instagram_manage_messages', 'instagram_business_manage_messages'];
  const issue = async (kind: string, more: Json): Promise<string> => {
    const app = kind === 'instagram' ? DEMO.instagramApp : DEMO.app;
    const all = [...scopes, 'whatsapp_business_messaging'];
    return (await sim.control('POST', 'tokens', { kind, app, scopes: all, ...more })).body.token;
  };
  const page = await issue('page', { person: DEMO.ada, page: DEMO.page });
  const user = await issue('user', { person: DEMO.ada });
  const instagram = await issue('instagram', { person: DEMO.instagram });
  /** As the product posts: JSON, the token in the header, the proof in the query. */
  const post = (path: string, by: string, body: Json, init: RequestInit = {}) =>
    sim.send(
      `${path.startsWith('/graph.') ? '' : '/v26.0'}${path}?appsecret_proof=${proofFor(by, path.startsWith('/graph.instagram') ? INSTAGRAM_SECRET : SECRET)}`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${by}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        ...init,
      },
    );
  return {
    ...sim,
    issue,
    page,
    user,
    instagram,
    post,
    seen: hook.seen,
    /** The webhooks of `count` deliveries, once so many have come. */
    deliveries: (count: number) => hook.wait(count),
    /** To a person on Messenger. */
    messenger: (body: Json, init?: RequestInit) =>
      post('/me/messages', page, { recipient: { id: PERSON }, messaging_type: 'RESPONSE', ...body }, init),
    /** To a person on Instagram, by Instagram Login. */
    direct: (body: Json) =>
      post('/graph.instagram.com/v26.0/me/messages', instagram, { recipient: { id: IG_PERSON }, ...body }),
    /** To a person on WhatsApp. */
    whatsapp: (body: Json, init?: RequestInit) =>
      post(`/${DEMO.number}/messages`, user, { messaging_product: 'whatsapp', to: PHONE, ...body }, init),
    record: async (query = ''): Promise<Json> => (await sim.control('GET', `messages${query}`)).body,
    set: (switches: Json) => sim.control('POST', 'messaging', switches),
    quiet: async () => {
      await Promise.all(['messaging', 'faults', 'messages', 'journal'].map((one) => sim.control('DELETE', one)));
      hook.seen.length = 0;
    },
    close: async () => {
      await sim.close();
      await hook.close();
    },
  };
}
export type MessagingSimulator = Awaited<ReturnType<typeof messagingSimulator>>;

export const codesOf = ({ body }: { body: Json }) => [body.error?.code, body.error?.error_subcode ?? null];

async function openHook() {
  const seen: Delivery[] = [];
  const server = createServer((request, response) => {
    let raw = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      raw += part;
    });
    request.on('end', () => {
      seen.push({ body: JSON.parse(raw), signature: String(request.headers['x-hub-signature-256']), raw });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/meta`,
    seen,
    wait: async (count: number) => {
      for (let tries = 0; seen.length < count; tries += 1) {
        if (tries > 1000) throw new Error(`${seen.length} of ${count} webhooks came within 10 s`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return seen;
    },
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}
