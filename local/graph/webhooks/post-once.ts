import { lookup } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';

/** What one request came to: a status and the beginning of the answer, or the reason why there is none. */
export type Answer = { status: number; contentType: string; text: string } | { error: string };

/** One request to the webhook. */
export type Outgoing = {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string | string[]>;
  body?: Buffer;
  timeoutMs: number;
  /** Cut the connection when the answer begins: the receiver did its work, Meta does not learn of it. */
  cut?: boolean;
};

/** Sends one request and never throws; what went wrong is in the answer. */
export type Post = (outgoing: Outgoing) => Promise<Answer>;

/** The webhook's answer is read up to here, in bytes. */
const ANSWER_CAP = 4096;

/** Requests over keep-alive connections; `ca` (PEM texts) replaces Node's list of trusted authorities. */
export function poster(ca?: string[]): { post: Post; close(): void } {
  const plain = new http.Agent({ keepAlive: true });
  const tls = new https.Agent({ keepAlive: true, ...(ca ? { ca } : {}) });
  return {
    post: (outgoing) => {
      const { protocol } = new URL(outgoing.url);
      const options = { method: outgoing.method, headers: headersOf(outgoing), lookup: resolve };
      return exchange(outgoing, (onAnswer) =>
        protocol === 'https:'
          ? https.request(outgoing.url, { ...options, agent: tls }, onAnswer)
          : http.request(outgoing.url, { ...options, agent: plain }, onAnswer),
      );
    },
    close: () => {
      plain.destroy();
      tls.destroy();
    },
  };
}

/** Names under `localhost` are this machine (RFC 6761): browsers know it, Node's resolver does not. */
const resolve: LookupFunction = (host, options, done) => {
  if (!host.endsWith('.localhost')) return lookup(host, options, done);
  if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
  else done(null, '127.0.0.1', 4);
};

const headersOf = ({ headers, body }: Outgoing): http.OutgoingHttpHeaders => ({
  ...headers,
  accept: '*/*',
  'user-agent': 'facebookexternalua',
  ...(body ? { 'content-length': body.length } : {}),
});

type Start = (onAnswer: (answer: http.IncomingMessage) => void) => http.ClientRequest;

function exchange(outgoing: Outgoing, start: Start): Promise<Answer> {
  return new Promise((resolve) => {
    const request = start((answer) => {
      if (!outgoing.cut) return read(answer, finish);
      finish({ error: 'connection cut before the answer was read (fault)' });
      request.destroy();
    });
    const finish = (answer: Answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    const timer = setTimeout(() => {
      finish({ error: `no answer within ${outgoing.timeoutMs} ms` });
      request.destroy();
    }, outgoing.timeoutMs);
    request.on('error', (cause: NodeJS.ErrnoException) => finish({ error: cause.code ?? cause.message }));
    request.end(outgoing.body);
  });
}

function read(answer: http.IncomingMessage, finish: (answer: Answer) => void): void {
  let text = '';
  answer.setEncoding('utf8');
  answer.on('data', (part: string) => {
    if (text.length < ANSWER_CAP) text += part;
  });
  answer.on('error', (cause) => finish({ error: cause.message }));
  answer.on('end', () =>
    finish({ status: answer.statusCode ?? 0, contentType: answer.headers['content-type'] ?? '', text }),
  );
}
