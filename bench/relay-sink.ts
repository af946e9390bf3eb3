import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the sink has seen since it was last asked. */
export interface SinkReport {
  /** Events taken, each counted as often as it came. */
  readonly taken: number;
  /** Different ones among them. */
  readonly different: number;
  /** Ids of events that were refused when they stood alone. */
  readonly alone: readonly string[];
  readonly calls: number;
  readonly refusals: number;
}

/** What Meta says of a batch in which an event is wrong (fact sheet §9). */
const refusal = JSON.stringify({
  error: {
    message: 'Invalid parameter',
    type: 'OAuthException',
    code: 100,
    error_subcode: 2804009,
    is_transient: false,
    fbtrace_id: 'FakeTraceOfTheSink',
  },
});

const ids = /"event_id":"([^"]+)"/g;
let taken: string[] = [];
let alone: string[] = [];
let calls = 0;
let refusals = 0;

/** Takes a batch, or refuses it whole for one poisoned event, as Meta does; the floor's batches are all good. */
function answerTo(path: string, body: string): { readonly status: number; readonly text: string } {
  const events = Array.from(body.matchAll(ids), ([, id = '']) => id);
  calls += 1;
  if (path !== '/floor' && events.some((id) => id.startsWith('poison'))) {
    refusals += 1;
    if (events.length === 1) alone.push(...events);
    return { status: 400, text: refusal };
  }
  for (const id of events) taken.push(id);
  return {
    status: 200,
    text: JSON.stringify({ events_received: events.length, messages: [], fbtrace_id: 'FakeTrace' }),
  };
}

function whole(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve) => request.on('end', () => resolve(Buffer.concat(parts).toString('latin1'))));
}

const server = createServer(async (request, response) => {
  const { status, text } = answerTo(request.url ?? '', await whole(request));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

process.on('message', () => {
  process.send?.({ taken: taken.length, different: new Set(taken).size, alone, calls, refusals } satisfies SinkReport);
  taken = [];
  alone = [];
  calls = 0;
  refusals = 0;
});
process.on('disconnect', () => process.exit(0));
