import * as http from 'node:http';
import * as https from 'node:https';
import { Trouble } from '../cloud/trouble.ts';

/** Calls a JSON API; throws `Trouble` when nobody answers or the answer is no 2xx. */
export type CallJson = (method: string, url: string, body?: unknown) => Promise<unknown>;

/** What the calls carry: a bearer token, and the PEM text of the authority to trust for HTTPS. */
export type CallOptions = { token?: string; ca?: string };

const TIMEOUT_MS = 30_000;

/** Asks a JSON API and hands back whatever it answers; `key` is the `Idempotency-Key`. Throws `Trouble` when nobody does. */
export type AskJson = (method: string, url: string, body?: unknown, key?: string) => Promise<JsonAnswer>;

/** What an API answered, refusals included. */
export type JsonAnswer = { status: number; body: unknown };

/** Makes a caller; keep it for one server, so that the token goes nowhere else. */
export function jsonCaller(options: CallOptions = {}): CallJson {
  const send = sender(options);
  return async (method, url, body) => {
    const { status, answer } = await send(method, url, body);
    if (status < 200 || status > 299)
      throw new Trouble(`${method} ${new URL(url).pathname} answered ${status}: ${answer.slice(0, 200)}`);
    return parsed(answer, url);
  };
}

/** The same for calls that may be refused, or that have a key. */
export function jsonAsker(options: CallOptions = {}): AskJson {
  const send = sender(options);
  return async (method, url, body, key) => {
    const { status, answer } = await send(method, url, body, key === undefined ? {} : { 'idempotency-key': key });
    return { status, body: parsed(answer, url) };
  };
}

function sender({ token, ca }: CallOptions) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const trust = ca === undefined ? {} : { ca };
  return (method: string, url: string, body?: unknown, more: Record<string, string> = {}) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const all = { ...headers, 'content-type': 'application/json', ...more };
    return exchange(url, text, { method, headers: all, timeout: TIMEOUT_MS, ...trust });
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
