import { Agent, request } from 'node:http';
import type { ShopEvent } from './capi-events.ts';
import { requestFloor } from './capi-floor.ts';

const inFlight = 8;
const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
const headers = { 'content-type': 'application/json', authorization: 'Bearer fake-token-of-the-benchmark' };

/** The least that a relay costs: each request made as its floor makes it and posted once, eight at a time. */
export async function relayFloor(batches: readonly (readonly ShopEvent[])[], origin: string): Promise<number> {
  const waiting = [...batches];
  let received = 0;
  const lane = async () => {
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
      received += await post(`${origin}/floor`, requestFloor(batch));
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return received;
}

function post(url: string, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': body.byteLength };
    const sent = request(url, { method: 'POST', agent, headers: { ...headers, ...length } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve((JSON.parse(text) as { events_received: number }).events_received));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
