import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { limitTime } from '../core/time-limit.ts';

/** One HTTP answer, read to its end. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: () => Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** One HTTP request with its bytes. */
export interface RawRequest {
  readonly origin: URL;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Milliseconds for one try: 99.9 % of AWS's answers come within a few hundred, and a try after it must still fit. */
const tryMs = 5_000;

const keepAlive = { keepAlive: true, maxSockets: 50, scheduling: 'lifo' } as const;
const doors = {
  'http:': { send: httpRequest, agent: new HttpAgent(keepAlive) },
  'https:': { send: httpsRequest, agent: new HttpsAgent(keepAlive) },
};

/** Sends over a kept-alive socket; rejects with the system's own error when the socket closes or 5 s have passed. */
export function exchange({ origin, method, path, headers, body }: RawRequest): Promise<RawAnswer> {
  const { send, agent } = origin.protocol === 'http:' ? doors['http:'] : doors['https:'];
  const { hostname, port } = origin;
  return new Promise((resolve, reject) => {
    const sent = send({ hostname, port, method, path, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        inTime();
        const body = Buffer.concat(chunks);
        // Node makes the object of the headers when it is asked for, and only a refusal's are looked at.
        resolve({ status: answer.statusCode ?? 0, headers: () => answer.headers, body });
      });
    });
    const inTime = limitTime(tryMs, () => sent.destroy(new Error('timed out')));
    sent.on('error', (error) => {
      inTime();
      reject(error);
    });
    sent.end(body);
  });
}
