import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import type { Outputs } from '../outputs.ts';

/** What the API answered; status 0: nothing, the connection broke or took too long. */
export interface Posted {
  readonly status: number;
  readonly body: string;
}

/** Posts a message under a key, as an app does that asks again until it is answered. */
export type PostMessage = (key: string, message: object) => Promise<Posted>;

const timeoutMs = 40_000;
const mostTries = 12;

/** A poster for one cloud; `close` ends its sockets. */
export function messagePoster({ apiUrl, token, emulator }: Pick<Outputs, 'apiUrl' | 'token' | 'emulator'>) {
  const agent = new Agent({ ca: readFileSync(emulator.certificate), keepAlive: true });
  const once = (key: string, text: string): Promise<Posted> =>
    new Promise((resolve) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key };
      const lost = () => resolve({ status: 0, body: '' });
      const asked = request(
        `${apiUrl}/v1/messages`,
        { method: 'POST', agent, headers, timeout: timeoutMs },
        (answer) => {
          let body = '';
          answer.setEncoding('utf8').on('data', (part: string) => {
            body += part;
          });
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body })).on('error', lost);
        },
      );
      asked.on('timeout', () => asked.destroy(new Error('no answer')));
      asked.on('error', lost).end(text);
    });
  /** Trouble of ours, and limits of the gateway, are asked again; what is refused, is refused. */
  const post: PostMessage = async (key, message) => {
    let posted = await once(key, JSON.stringify(message));
    for (let tries = 1; tries < mostTries && isTrouble(posted); tries += 1) {
      await pause(250 * tries);
      posted = await once(key, JSON.stringify(message));
    }
    return posted;
  };
  return { post, close: () => agent.destroy() };
}

const isTrouble = ({ status }: Posted) => status === 0 || status === 429 || status >= 500;
