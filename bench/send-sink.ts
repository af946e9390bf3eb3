import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the sink has seen since it was last asked. */
export interface SendReport {
  readonly calls: number;
  /** The last request as it came. */
  readonly last?: {
    readonly method?: string;
    readonly path?: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  };
}

const text = JSON.stringify({ events_received: 1, messages: [], fbtrace_id: 'FakeTraceOfTheSink' });

/** The headers that Meta's answers have (fact sheet §3 and §4): reading the usage is a part of a call. */
const headers = {
  'content-type': 'application/json; charset=UTF-8',
  'content-length': Buffer.byteLength(text),
  'facebook-api-version': 'v26.0',
  'x-fb-request-id': 'FakeRequestOfTheSink',
  'x-fb-trace-id': 'FakeTraceOfTheSink',
  'x-fb-rev': '1029384756',
  'x-business-use-case-usage': JSON.stringify({
    '300000000000001': [
      {
        type: 'ads_management',
        call_count: 12,
        total_cputime: 3,
        total_time: 5,
        estimated_time_to_regain_access: 0,
        ads_api_access_tier: 'standard_access',
      },
    ],
  }),
};

let calls = 0;
let last: SendReport['last'];

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { method, url: path, headers: asked } = request;
    calls += 1;
    last = { method, path, headers: asked, body: Buffer.concat(parts).toString() };
    response.writeHead(200, headers).end(text);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

process.on('message', () => {
  process.send?.({ calls, last } satisfies SendReport);
  calls = 0;
});
process.on('disconnect', () => process.exit(0));
