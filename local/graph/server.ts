import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Controls, control, type Reply } from './control-api.ts';
import { faultBox } from './faults.ts';
import { createJournal, type Journal } from './journal.ts';
import { operatorPage, PAGE_POLICY } from './operator-page.ts';
import { poster } from './post-once.ts';
import { type Settings, settingsBox } from './settings.ts';
import { createSender } from './webhook-sender.ts';

/** How to start: `ca` are PEM texts that replace Node's authorities, `say` gets one line a notable event. */
export type SimulatorOptions = {
  port: number;
  settings?: Partial<Settings>;
  ca?: string[];
  journal?: Journal;
  say?: (line: string) => void;
};

/** A running simulator. */
export type Simulator = { url: string; close(): Promise<void> };

/** A control body may be this long, in bytes; twenty 3 MB webhooks fit. */
const BODY_CAP = 64 * 1024 * 1024;

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Starts the simulator on 127.0.0.1 (port 0 takes a free one); rejects when the port cannot be had. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const settings = settingsBox(options.settings);
  const faults = faultBox();
  const journal = options.journal ?? createJournal();
  const { post, close } = poster(options.ca);
  const sender = createSender({ settings, faults, journal, post, say: options.say ?? (() => undefined) });
  const controls: Controls = { settings, faults, journal, sender, post };
  const server = createServer((request, response) => void serve(controls, request, response));
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      sender.drop();
      close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(portOf(server.address())));
  });

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

async function serve(controls: Controls, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator.invalid');
  if (!isLocal(request)) return answer(response, { status: 403, body: { error: 'Loopback only.' } });
  if (request.method === 'GET' && url.pathname === '/') return page(controls, response);
  try {
    const body = await bodyOf(request);
    const call = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, body };
    answer(response, await control(controls, call));
  } catch (cause) {
    const known = cause instanceof BadBody;
    answer(response, { status: known ? 400 : 500, body: { error: known ? cause.message : 'The simulator failed.' } });
  }
}

/** A page of another site, or a name that was rebound to this machine, must not drive the simulator. */
function isLocal({ headers }: IncomingMessage): boolean {
  const foreign = headers.origin !== undefined && !LOOPBACK.test(headers.origin.replace(/^https?:\/\//, ''));
  return LOOPBACK.test(headers.host ?? '') && !foreign;
}

class BadBody extends Error {}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > BODY_CAP) throw new BadBody(`The body is longer than ${BODY_CAP} bytes.`);
    parts.push(part);
  }
  if (length === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new BadBody('The body is not JSON.');
  }
}

function page({ settings, faults, journal }: Controls, response: ServerResponse): void {
  const facts = {
    settings: settings.shown(),
    faults: faults.current(),
    counts: journal.counts(),
    rows: journal.list(),
  };
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': PAGE_POLICY });
  response.end(operatorPage(facts));
}

function answer(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
