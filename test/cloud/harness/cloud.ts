import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Json } from '../../lambdas/webhooks/sample-expectations/sample-payload.ts';

/** What these journeys read of the outputs file. */
export interface Outputs {
  readonly apiUrl: string;
  readonly webhookUrl: string;
  readonly workspace: string;
  readonly token: string;
  readonly appSecret: string;
  readonly emulator: { readonly endpoint: string; readonly certificate: string };
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Reads the outputs file that `METAPORT_OUTPUTS` names. */
export const readCloud = (): Outputs =>
  JSON.parse(readFileSync(process.env.METAPORT_OUTPUTS ?? join(root, '.local', 'outputs.json'), 'utf8'));

/** Settings of an AWS client that speaks to the emulator as its root, trusting the certificate of this cloud only. */
export const emulatorSettings = ({ emulator }: Outputs) => ({
  endpoint: emulator.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  requestHandler: {
    httpsAgent: new Agent({ ca: readFileSync(emulator.certificate), keepAlive: true, maxSockets: 16 }),
  },
});

/** The bytes that Meta would send: everything beyond ASCII as `\uXXXX` in lower case. */
export const metaBytes = (body: Json): Buffer =>
  Buffer.from(
    JSON.stringify(body).replace(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );

/** Signs the bytes with the app secret and posts them; answers the status. */
export async function postSigned({ webhookUrl, appSecret }: Outputs, bytes: Buffer): Promise<number> {
  const signature = createHmac('sha256', appSecret).update(bytes).digest('hex');
  const answer = await fetch(webhookUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body: new Uint8Array(bytes),
  });
  await answer.arrayBuffer();
  return answer.status;
}

const run = promisify(execFile);

/** An operator's command, as `npm run ctl` runs it; answers what it printed, rejects when it ends badly. */
export async function ctl(...words: string[]): Promise<string> {
  const args = ['--import', 'tsx', join('bin', 'ctl.ts'), ...words];
  const { stdout } = await run(process.execPath, args, { cwd: root, maxBuffer: 16 * 1024 * 1024 });
  return stdout;
}

/** Does `work` for every element, `width` at a time. */
export async function inParallel<T>(all: readonly T[], width: number, work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const worker = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

/** The same elements in an order that follows from `seed` alone (Fisher-Yates over a small linear generator). */
export function shuffled<T>(all: readonly T[], seed: number): readonly T[] {
  const mixed = [...all];
  let state = seed >>> 0;
  for (let left = mixed.length - 1; left > 0; left -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const place = Math.floor((state / 2 ** 32) * (left + 1));
    [mixed[left], mixed[place]] = [mixed[place] as T, mixed[left] as T];
  }
  return mixed;
}

/** Waits until `ask` answers something, asking every half second; throws the last word of `why` when time is up. */
export async function eventually<T>(ms: number, why: () => string, ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + ms; ; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`after ${ms / 1000} s: ${why()}`);
    await new Promise((wake) => setTimeout(wake, 500));
  }
}
