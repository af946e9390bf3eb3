import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { AccessToken } from '../../../../lambdas/foundation/core/access-token.ts';
import type { BudgetAsk, UsageLedger, UsageReading } from '../../../../lambdas/foundation/core/usage.ts';
import type { GraphDoors } from '../../../../lambdas/foundation/meta/graph-client.ts';
import type { GraphIdentity } from '../../../../lambdas/foundation/meta/identity.ts';
import { makeGraph } from '../../../../lambdas/foundation/meta/make-graph.ts';
import type { ExchangeLine, ExchangeSample } from '../../../../lambdas/foundation/meta/wire/exchange-line.ts';
import { openOutside } from '../../../../lambdas/foundation/runtime/outside.ts';
import { fakeClock } from '../../../fakes/fake-clock.ts';

/** A request as it came over the wire. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the server does with a request: answers JSON (with a status, with headers), or takes the socket in hand. */
export type Script = ((request: IncomingMessage, response: ServerResponse) => void) | Reply;
interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
}

export const app = { appId: '100200300', appSecret: 'not-a-real-secret', kind: 'facebook' } as const;
export const instagramApp = { appId: '400500600', appSecret: 'not-an-ig-secret', kind: 'instagram' } as const;
export const tokenText = 'EAAtesttoken0000000000';
export const identity: GraphIdentity = { app, token: new AccessToken(tokenText) };
export const instagramIdentity: GraphIdentity = { app: instagramApp, token: new AccessToken('IGtesttoken000000000') };

/** A ledger that lets everything through, unless told to wait, and remembers what it was asked and told. */
function openLedger() {
  const asks: BudgetAsk[] = [];
  const readings: UsageReading[] = [];
  const state = { waitUntil: 0, failing: false };
  const ledger: UsageLedger = {
    ask: async (ask) => {
      asks.push(ask);
      return state.waitUntil > 0 ? { go: false, waitUntil: state.waitUntil } : { go: true };
    },
    record: async (more) => {
      if (state.failing) throw new Error('no table');
      readings.push(...more);
    },
    readings: async () => [],
  };
  return { ledger, asks, readings, state };
}

/** Everything that one test sees: what was sent, asked, told and written. */
export function openBench(origin: string, more: Partial<GraphDoors> = {}) {
  const audits: ExchangeLine[] = [];
  const samples: ExchangeSample[] = [];
  const clock = fakeClock();
  const books = openLedger();
  const doors: GraphDoors = {
    origin,
    ledger: books.ledger,
    clock,
    audit: (line) => audits.push(line),
    samples: { share: 1, keep: (sample) => samples.push(sample) },
    timeoutMs: 2_000,
    outside: openOutside({ settings: { graphOrigin: origin } }),
    ...more,
  };
  return { ...books, clock, audits, samples, graph: makeGraph(doors), doors };
}

/** A server in Meta's place for the tests of a file. Without a script left it answers `{}`. */
export function loopbackMeta() {
  const seen: Seen[] = [];
  const scripts: Script[] = [];
  const server = createServer(async (request, response) => {
    seen.push(await readRequest(request));
    const script = scripts.shift() ?? { json: {} };
    if (typeof script === 'function') return script(request, response);
    const { status = 200, headers = {}, json, text = JSON.stringify(json) } = script;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  beforeEach(() => {
    seen.length = 0;
    scripts.length = 0;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  return {
    seen,
    answer: (...more: readonly Script[]) => scripts.push(...more),
    origin: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
}

async function readRequest(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString();
  const { method = '', url = '', headers } = request;
  const { pathname, searchParams } = new URL(url, 'http://x');
  const form = Object.fromEntries(new URLSearchParams(body));
  return { method, url, path: pathname, query: Object.fromEntries(searchParams), form, headers, body };
}
