import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { secret } from './payloads.ts';

/** The app of the benchmark. */
export const appId = '10001';

/** A token as long as Meta's are. */
export const token = `fake-token-of-the-benchmark-${'x'.repeat(160)}`;

const proof = createHmac('sha256', secret).update(token).digest('hex');
const agent = new Agent({ keepAlive: true });

/** The least that a call costs: the same bytes posted over a kept socket of `node:http`, the answer read as JSON. */
export function openFloor(origin: string): (account: string, body: Buffer) => Promise<unknown> {
  const { hostname, port } = new URL(origin);
  const headers = { accept: 'application/json', authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return (account, body) =>
    new Promise((resolve, reject) => {
      const path = `/graph.facebook.com/v26.0/${account}/messages?appsecret_proof=${proof}`;
      const length = { 'content-length': body.byteLength };
      const options = { hostname, port, path, method: 'POST', agent, headers: { ...headers, ...length } };
      const sent = request(options, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => resolve(JSON.parse(text)));
      });
      sent.on('error', reject);
      sent.end(body);
    });
}
