import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:https';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** The least that a cold function does: it signs one request to AWS by hand (SigV4), sends it and reads the answer. */
export async function handler(): Promise<{ readonly statusCode: number | undefined }> {
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
    const sent = request({ hostname, port, method: 'POST', path: '/', headers }, (answer) => {
      let text = '';
      answer.on('data', (part) => {
        text += part;
      });
      answer.on('end', () => {
        JSON.parse(text);
        resolve({ statusCode: answer.statusCode });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
