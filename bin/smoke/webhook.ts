import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { Target } from '../ctl/target.ts';
import { outputOf, type Scene } from './scene.ts';
import { demand } from './step.ts';

/** What the webhook URL answered. */
export interface WebhookAnswer {
  readonly status: number;
  readonly text: string;
}

type Headers = Readonly<Record<string, string>>;

const tries = 3;
const timeoutMs = 60_000;
const agents = new WeakMap<Target, Agent>();

/** The emulator has a certificate of its own; AWS's is checked against the machine's. */
function agentOf(target: Target): Agent {
  const known = agents.get(target);
  if (known) return known;
  const made = new Agent({
    keepAlive: true,
    ...(target.local && { ca: readFileSync(target.local.emulator.certificate) }),
  });
  agents.set(target, made);
  return made;
}

/** The emulator's host names are not in any DNS, so at home the outputs file says where Meta would send. */
export const webhookUrl = (scene: Scene) => scene.target.value().local?.webhookUrl ?? outputOf(scene, 'WebhookUrl');

function once(scene: Scene, method: 'GET' | 'POST', url: string, headers: Headers, body?: Uint8Array) {
  const agent = agentOf(scene.target.value());
  return new Promise<WebhookAnswer>((resolve, reject) => {
    const options = { method, agent, headers, signal: scene.signal, timeout: timeoutMs };
    const sent = request(url, options, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      // Whoever refuses a body early may close before we have sent it all: the status is the answer all the same.
      answer.on('error', () => undefined);
      answer.on('close', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      );
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

const isCut = (thrown: unknown) =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'EPIPE' || thrown.code === 'ECONNRESET');

/** Asks the webhook URL with a query. */
export const ask = (scene: Scene, query: Headers) =>
  once(scene, 'GET', `${webhookUrl(scene)}?${new URLSearchParams(query)}`, {});

/** Posts bytes; a connection that was cut before the answer is tried again, because only a status proves anything. */
export async function post(scene: Scene, body: Uint8Array, headers: Headers): Promise<WebhookAnswer> {
  const all = { 'content-type': 'application/json', 'content-length': String(body.byteLength), ...headers };
  for (let left = tries; ; left -= 1) {
    try {
      return await once(scene, 'POST', webhookUrl(scene), all, body);
    } catch (thrown) {
      if (left === 1 || !isCut(thrown)) throw thrown;
    }
  }
}

/** The header that Meta would send for these bytes. */
export const signature = (body: Uint8Array, secret: string): Headers => ({
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});

/** Posts bytes signed with the stage's app secret. */
export const postSigned = (scene: Scene, body: Uint8Array, headers: Headers = {}) =>
  post(scene, body, { ...signature(body, scene.appSecret.value()), ...headers });

/** Sends items of the smoke Page, which must be taken; `mid` names the message. */
export async function deliver(scene: Scene, body: Uint8Array, headers?: Headers): Promise<void> {
  const { status } = await postSigned(scene, body, headers);
  demand(status === 200, `${(body.byteLength / 1e6).toFixed(1)} MB, signed, was answered ${status} instead of 200`);
  scene.accepted.push(Date.now());
}

/** A text message to the smoke Page, as Meta's envelope; everything beyond ASCII as `\uXXXX`, as Meta writes it. */
export function messageTo(page: string, mid: string, text: string, at = Date.now()): Buffer {
  const message = { sender: { id: '1' }, recipient: { id: page }, timestamp: at, message: { mid, text } };
  const envelope = JSON.stringify({ object: 'page', entry: [{ id: page, time: at, messaging: [message] }] });
  const asEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return Buffer.from(envelope.replace(/[\u0080-\uffff]/g, asEscape));
}
