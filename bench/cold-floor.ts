import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:https';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** How many requests the function under measurement makes. */
export interface FloorEvent {
  readonly requests: number;
}

const agent = new Agent({ keepAlive: true });

/**
 * The least that a cold function does: it signs its requests to AWS by hand (SigV4), sends one after another over one
 * socket and reads the answers.
 */
export async function handler({ requests }: FloorEvent): Promise<{ readonly statusCode: number | undefined }> {
  let statusCode: number | undefined;
  for (let sent = 0; sent < requests; sent += 1) statusCode = await signedRequest();
  return { statusCode };
}

function signedRequest(): Promise<number | undefined> {
  const { AWS_ENDPOINT_URL = '', AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN = '' } = process.env;
  const { hostname, port, host } = new URL(AWS_ENDPOINT_URL);
  const body = JSON.stringify({ QueueUrl: 'bench', Entries: [{ Id: '0', MessageBody: '{}' }] });
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const date = stamp.slice(0, 8);
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.0',
    host,
    'x-amz-date': stamp,
    'x-amz-security-token': AWS_SESSION_TOKEN,
    'x-amz-target': 'AmazonSQS.SendMessageBatch',
  };
  const names = Object.keys(headers);
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = `POST\n/\n\n${lines}\n${names.join(';')}\n${sha256(body)}`;
  const scope = `${date}/us-east-1/sqs/aws4_request`;
  const key = ['us-east-1', 'sqs', 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${AWS_SECRET_ACCESS_KEY}`, date));
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${sha256(canonical)}`).toString('hex');
  const credential = `Credential=${AWS_ACCESS_KEY_ID}/${scope}`;
  headers.authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method: 'POST', path: '/', headers, agent }, (answer) => {
      let text = '';
      answer.on('data', (part) => {
        text += part;
      });
      answer.on('end', () => {
        JSON.parse(text);
        resolve(answer.statusCode);
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
