import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import { type Simulator, startSimulator } from '../../local/graph/server.ts';
import type { Settings } from '../../local/graph/settings.ts';

/** What the loopback webhook saw of one request. */
export type Seen = { method: string; url: string; headers: IncomingHttpHeaders; raw: string[]; body: string };

const Row = z.object({
  id: z.string(),
  batch: z.string(),
  copyOf: z.string().nullable(),
  object: z.string(),
  changes: z.number(),
  state: z.string(),
  signWith: z.string(),
  attempts: z.array(
    z.object({ status: z.number().optional(), error: z.string().optional(), simulatedHours: z.number() }),
  ),
});
const JournalAnswer = z.object({ data: z.array(Row), waiting: z.number() });

/** A simulator and a webhook that answers what `answers` says; both on free loopback ports. */
export async function harness(
  answers: (seen: Seen, count: number) => { status: number; text?: string },
  settings: Partial<Settings> = {},
) {
  const seen: Seen[] = [];
  const webhook = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers, rawHeaders } = request;
      const one = { method, url, headers, raw: rawHeaders, body: Buffer.concat(parts).toString('latin1') };
      seen.push(one);
      const { status, text = '' } = answers(one, seen.length);
      response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
    });
  });
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
  const address = webhook.address();
  if (typeof address !== 'object' || address === null) throw new Error('the webhook has no port');
  const webhookUrl = `http://127.0.0.1:${address.port}/webhooks/meta`;
  const start = { webhookUrl, appSecret: 'sesame', verifyToken: 'open', timeScale: 1e6, ...settings };
  const lines: string[] = [];
  const simulator = await startSimulator({ port: 0, settings: start, say: (line) => void lines.push(line) });
  const close = async () => {
    await simulator.close();
    webhook.closeAllConnections();
    await new Promise((resolve) => webhook.close(resolve));
  };
  return { seen, lines, simulator, close, ...driver(simulator) };
}

/** `fetch` cannot set a Host header, so the calls are made with `node:http`. */
const raw = (url: string, method: string, headers: Record<string, string>, body: string) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = httpRequest(url, { method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

function driver(simulator: Simulator) {
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await raw(`${simulator.url}${path}`, method, {}, body === undefined ? '' : JSON.stringify(body));
    return { ...answer, json: (): unknown => JSON.parse(answer.text) };
  };
  const journal = async () => JournalAnswer.parse((await call('GET', '/_sim/journal')).json()).data;
  const settled = async () => {
    for (let tries = 0; tries < 1000; tries += 1) {
      const rows = await journal();
      if (rows.length > 0 && rows.every(({ state }) => state !== 'waiting')) return rows;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('the deliveries did not settle within 10 s');
  };
  return {
    call,
    journal,
    settled,
    raw: (method: string, path: string, headers: Record<string, string>, body: string) =>
      raw(`${simulator.url}${path}`, method, headers, body),
  };
}
