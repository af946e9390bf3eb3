import * as http from 'node:http';
import * as https from 'node:https';
import { Trouble } from '../cloud/trouble.ts';

/** Calls a JSON API; throws `Trouble` when nobody answers or the answer is no 2xx. */
export type CallJson = (method: string, url: string, body?: unknown) => Promise<unknown>;

/** What the calls carry: a bearer token, and the PEM text of the authority to trust for HTTPS. */
export type CallOptions = { token?: string; ca?: string };

const TIMEOUT_MS = 30_000;

/** Makes a caller; keep it for one server, so that the token goes nowhere else. */
export function jsonCaller({ token, ca }: CallOptions = {}): CallJson {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const trust = ca === undefined ? {} : { ca };
  return async (method, url, body) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const sent = { method, headers: { ...headers, 'content-type': 'application/json' }, timeout: TIMEOUT_MS };
    const { status, answer } = await exchange(url, text, { ...sent, ...trust });
    if (status < 200 || status > 299)
      throw new Trouble(`${method} ${new URL(url).pathname} answered ${status}: ${answer.slice(0, 200)}`);
    return parsed(answer, url);
  };
}

function parsed(answer: string, url: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    throw new Trouble(`${new URL(url).pathname} did not answer with JSON.`);
  }
}

function exchange(url: string, body: string, options: https.RequestOptions) {
  return new Promise<{ status: number; answer: string }>((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http;
    const sent = request(url, options, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        answer += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, answer }));
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer within 30 s')));
    sent.on('error', (cause) =>
      reject(new Trouble(`${new URL(url).origin} cannot be reached (${cause.message}); is \`npm start\` running?`)),
    );
    sent.end(body);
  });
}
