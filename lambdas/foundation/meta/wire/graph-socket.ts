import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { HeaderBag } from '../usage-headers.ts';
import type { GraphRequest } from './graph-request.ts';

/** An answer, read to its end; header names in lower case. */
export interface GraphAnswer {
  readonly status: number;
  readonly headers: HeaderBag;
  readonly body: string;
}

/**
 * No whole answer. `unsent`: nobody was reached. `silent`: closed before any byte of an answer. `cut`: closed within
 * it. `timeout`: no end of it in time. `too-big`: more than we read.
 */
export interface Lost {
  readonly lost: 'unsent' | 'silent' | 'cut' | 'timeout' | 'too-big';
  readonly cause?: unknown;
}

/** What an exchange may take. */
export interface ExchangeLimits {
  readonly timeoutMs: number;
  /** Bytes of an answer. */
  readonly bodyCap: number;
  /** A socket of its own: an old one that Meta closed meanwhile would leave us not knowing whether it was heard. */
  readonly ownSocket: boolean;
}

/** As many sockets as AWS's door has; the last used one first, because it is the likeliest to be alive. */
const keepAlive = { keepAlive: true, maxSockets: 50, scheduling: 'lifo' } as const;
const plain = { send: httpRequest, kept: new HttpAgent(keepAlive), own: new HttpAgent() };
/** A socket of its own need not shake hands from nothing: this agent remembers Meta's TLS sessions, `false` would not. */
const secure = { send: httpsRequest, kept: new HttpsAgent(keepAlive), own: new HttpsAgent() };

/** Sends one request; never rejects. `node:https` because `fetch` costs four times the CPU and half a cold start. */
export function exchange({ place, path, method, headers, body }: GraphRequest, limits: ExchangeLimits) {
  const { tls, hostname, port } = place;
  const { send, kept, own } = tls ? secure : plain;
  return new Promise<GraphAnswer | Lost>((resolve) => {
    // The parts, not a `URL`: taking one apart costs 9 µs a call.
    const sent = send({ hostname, port, path, method, headers, agent: limits.ownSocket ? own : kept });
    const reached = reaches(sent, tls);
    let answered = false;
    const end = (what: GraphAnswer | Lost) => {
      clearTimeout(timer);
      resolve(what);
      if ('lost' in what) sent.destroy();
    };
    const timer = setTimeout(() => end({ lost: 'timeout' }), limits.timeoutMs);
    sent.on('response', (answer) => {
      answered = true;
      readWhole(answer, limits.bodyCap, end);
    });
    sent.on('error', (cause) => end({ lost: answered ? 'cut' : reached() ? 'silent' : 'unsent', cause }));
    for (const piece of body) sent.write(piece);
    sent.end();
  });
}

/** Whether the request's bytes could have left: they wait until the connection stands, TLS included. */
function reaches(sent: ClientRequest, tls: boolean): () => boolean {
  let stands = false;
  sent.on('socket', (socket) => {
    stands = !socket.connecting;
    // A kept socket never connects again: a listener for it would stay, one more with every call.
    if (stands) return;
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      stands = true;
    });
  });
  return () => stands;
}

function readWhole(answer: IncomingMessage, cap: number, end: (what: GraphAnswer | Lost) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > cap) end({ lost: 'too-big' });
    else chunks.push(chunk);
  });
  answer.on('error', (cause) => end({ lost: 'cut', cause }));
  answer.on('close', () => end({ lost: 'cut' }));
  answer.on('end', () => {
    const { statusCode = 0, headers } = answer;
    end({ status: statusCode, headers, body: Buffer.concat(chunks).toString('utf8') });
  });
}
