import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { control } from './control/control-api.ts';
import type { Controls, Reply } from './control/route.ts';
import { isMediaFile, mediaFile } from './edges/media-file.ts';
import { PAGE_POLICY } from './html.ts';
import { BadBody, jsonIn, readBody } from './http/read-body.ts';
import { serveGraph } from './http/serve-graph.ts';
import { createMeta } from './meta.ts';
import { operatorPage } from './operator-page.ts';
import { type Settings, settingsBox } from './settings.ts';
import { faultBox } from './webhooks/faults.ts';
import { createJournal, type Journal } from './webhooks/journal.ts';
import { poster } from './webhooks/post-once.ts';
import { createSender } from './webhooks/webhook-sender.ts';

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

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Starts the simulator on 127.0.0.1 (port 0 takes a free one); rejects when the port cannot be had. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const settings = settingsBox(options.settings);
  const faults = faultBox();
  const journal = options.journal ?? createJournal();
  const { post, close } = poster(options.ca);
  const sender = createSender({ settings, faults, journal, post, say: options.say ?? (() => undefined) });
  const meta = createMeta(settings.current, post, (order) => void sender.send(order));
  const controls: Controls = { settings, faults, journal, sender, post, meta };
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
  const { meta } = controls;
  if (!isLocal(request)) return answer(response, { status: 403, body: { error: 'Loopback only.' } });
  try {
    const url = new URL(`http://simulator.invalid${request.url ?? '/'}`);
    if (isPerson(request, url)) return page(controls, response);
    if (isMediaFile(url)) return mediaFile(meta, url, request, response);
    if (!url.pathname.startsWith('/_sim/')) return await serveGraph(meta, request, response);
    const body = jsonIn(await readBody(request));
    const call = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, body };
    answer(response, await control(controls, call));
  } catch (cause) {
    const known = cause instanceof BadBody;
    answer(response, { status: known ? 400 : 500, body: { error: known ? cause.message : 'The simulator failed.' } });
  }
}

/** A browser at the root sees the operator page, also when it comes back from a consent; anything else is a Graph call. */
const isPerson = ({ method, headers }: IncomingMessage, { pathname, search }: URL): boolean =>
  method === 'GET' && pathname === '/' && (search === '' || (headers.accept ?? '').includes('text/html'));

/** A page of another site, or a name that was rebound to this machine, must not drive the simulator. */
function isLocal({ headers }: IncomingMessage): boolean {
  const foreign = headers.origin !== undefined && !LOOPBACK.test(headers.origin.replace(/^https?:\/\//, ''));
  return LOOPBACK.test(headers.host ?? '') && !foreign;
}

function page(controls: Controls, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': PAGE_POLICY });
  response.end(operatorPage(controls));
}

function answer(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
