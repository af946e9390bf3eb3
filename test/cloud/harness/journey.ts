import { createHmac, randomInt } from 'node:crypto';
import { Metaport, type WebhookEvent } from '../../../client/metaport-client.ts';
import { type Outputs as CloudOutputs, readOutputs } from '../../../local/outputs.ts';
import { ctl, eventually } from './cloud.ts';

/** The outputs of the cloud under test; throws when none was named. */
export function demandOutputs(): CloudOutputs {
  const outputs = readOutputs(process.env.METAPORT_OUTPUTS ?? '');
  if (!outputs) throw new Error('METAPORT_OUTPUTS names no outputs file of a running local cloud');
  return outputs;
}

/** A Meta id that no other test and no sample uses. */
export const freshId = () => `99${String(Date.now()).slice(-9)}${randomInt(10_000, 99_999)}`;

/** The header Meta would send for these bytes. */
export const signatureOf = (bytes: Uint8Array, secret: string) =>
  `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;

/** A text message to a Page, as Meta's envelope entry. */
export const textEntry = (page: string, mid: string, more: object = {}, time = Date.now()) => ({
  id: page,
  time,
  messaging: [
    { sender: { id: '6001' }, recipient: { id: page }, timestamp: time, message: { mid, text: 'hello' }, ...more },
  ],
});

/** Meta's envelope for Pages. */
export const pageEnvelope = (...entry: readonly object[]) => ({ object: 'page', entry });

/** One workspace's view of the cloud under test. */
export function openJourney(outputs: CloudOutputs, as: { workspace: string; token: string } = outputs) {
  const api = new Metaport({ apiUrl: outputs.apiUrl, token: () => as.token });

  /** A new Page of this workspace. */
  async function newPage(): Promise<string> {
    const page = freshId();
    await ctl('assets', 'link', `page:${page}`, '--workspace', as.workspace);
    return page;
  }

  /** Posts bytes to the webhook URL, signed unless `headers` say otherwise. */
  async function post(body: string | Uint8Array | object, headers?: Record<string, string>): Promise<Response> {
    const bytes = Buffer.from(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body));
    const signed = { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(bytes, outputs.appSecret) };
    const answer = await fetch(outputs.webhookUrl, {
      method: 'POST',
      headers: headers ?? signed,
      body: new Uint8Array(bytes),
    });
    const text = await answer.text();
    return new Response(text, { status: answer.status, headers: answer.headers });
  }

  /** Every kept event of an asset. */
  async function eventsOf(asset: string): Promise<WebhookEvent[]> {
    const found: WebhookEvent[] = [];
    for await (const event of api.all('GET /v1/webhooks/events', { query: { asset, limit: 100 } })) found.push(event);
    return found;
  }

  /** Waits until an asset has `count` events that are done, and answers them; more are a failure at once. */
  const settled = (asset: string, count: number, ms = 60_000): Promise<WebhookEvent[]> => {
    let last: WebhookEvent[] = [];
    return eventually(
      ms,
      () => `${asset} has ${last.length} of ${count} events: ${last.map(({ state }) => state).join(' ')}`,
      async () => {
        last = await eventsOf(asset);
        if (last.length > count) throw new Error(`${asset} has ${last.length} events, not ${count}`);
        return last.length === count && last.every(({ state }) => state === 'done') ? last : undefined;
      },
    );
  };

  return { api, newPage, post, eventsOf, settled };
}
