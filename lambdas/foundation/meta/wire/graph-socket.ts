import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { limitTime } from '../../core/time-limit.ts';
import type { HeaderBag } from '../usage-headers.ts';
import type { GraphRequest } from './graph-request.ts';
import { type Awake, closeOld, noteUse } from './kept-sockets.ts';

/** An answer, read to its end; header names in lower case. */
export interface GraphAnswer {
  readonly status: number;
  readonly headers: HeaderBag;
  readonly body: string;
}

/**
 * No whole answer. `unsent`: nobody was reached, or not in time. `silent`: closed before any byte of an answer. `cut`:
 * closed within it. `timeout`: no end of it in time. `too-big`: more than we read.
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
  /**
   * `kept`: any that stands. `recent`: one that was just used, or a new one that is then kept: an old one that Meta
   * closed meanwhile would leave us not knowing whether we were heard. `own`: a new one for this exchange alone.
   */
  readonly socket: 'kept' | 'recent' | 'own';
  readonly awake: Awake;
}

/** As many sockets as AWS's door has; the last used one first, because it is the likeliest to be alive. */
const keepAlive = { keepAlive: true, maxSockets: 50, scheduling: 'lifo' } as const;
const plain = { send: httpRequest, kept: new HttpAgent(keepAlive), own: new HttpAgent() };
/** A socket of its own need not shake hands from nothing: this agent remembers Meta's TLS sessions, `false` would not. */
const secure = { send: httpsRequest, kept: new HttpsAgent(keepAlive), own: new HttpsAgent() };

/** Writes a request's body, and ends it. */
type WriteBody = (sent: ClientRequest, body: GraphRequest['body']) => void;

const writePieces: WriteBody = (sent, body) => {
  for (const piece of body) sent.write(piece);
  sent.end();
};

/** Sends one request; never rejects. `node:https` because `fetch` costs four times the CPU and half a cold start. */
export function exchange(
  { place, path, method, headers, body }: GraphRequest,
  { timeoutMs, bodyCap, socket, awake }: ExchangeLimits,
  write: WriteBody = writePieces,
) {
  const { tls, hostname, port } = place;
  const { send, kept, own } = tls ? secure : plain;
  if (socket === 'recent') closeOld(kept, awake);
  return new Promise<GraphAnswer | Lost>((resolve) => {
    // The parts, not a `URL`: taking one apart costs 9 µs a call.
    const sent = send({ hostname, port, path, method, headers, agent: socket === 'own' ? own : kept });
    const reached = reaches(sent, tls);
    let answered = false;
    const end = (what: GraphAnswer | Lost) => {
      inTime();
      resolve(what);
      if ('lost' in what) sent.destroy();
      else noteUse(sent.socket, awake);
    };
    const inTime = limitTime(timeoutMs, () => end({ lost: reached() ? 'timeout' : 'unsent' }));
    sent.on('response', (answer) => {
      answered = true;
      readWhole(answer, bodyCap, end);
    });
    sent.on('error', (cause) => end({ lost: answered ? 'cut' : reached() ? 'silent' : 'unsent', cause }));
    write(sent, body);
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
    end({ status: statusCode, headers, body: textOf(chunks) });
  });
}

/** Most answers come in one piece, which nobody copies. */
const textOf = (chunks: readonly Buffer[]) =>
  (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)).toString('utf8');
