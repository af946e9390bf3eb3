import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sha256Hex, signed } from '../../../../lambdas/foundation/runtime/aws-signature.ts';

const nothing = new Uint8Array();

describe('an AWS signature', () => {
  // AWS's own test suite: docs.aws.amazon.com, "Signature Version 4 test suite", get-vanilla and post-vanilla.
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
  const scope = { region: 'us-east-1', service: 'service', at: '2015-08-30T12:36:00.000Z' };
  it.each([
    ['GET', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['POST', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  ])('is that of the published vector for %s /', async (method, signature) => {
    const request = { method, path: '/', headers: { host: 'example.amazonaws.com' }, body: nothing };
    const { authorization } = signed(request, credentials, scope);
    expect(authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
        `SignedHeaders=host;x-amz-date, Signature=${signature}`,
    );
  });

  it('is that of the official SDK, for any body, with a session token', async () => {
    const keys = { accessKeyId: 'fake-id', secretAccessKey: 'fake-secret', sessionToken: 'fake-session' };
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        const sent = await sentBySdk(keys, text);
        const { authorization = '', 'x-amz-date': stamp = '', ...headers } = sent.headers;
        const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
        const kept = names.filter((name) => name !== 'x-amz-date' && name !== 'x-amz-security-token');
        const at = stamp.replace(/^(....)(..)(..T..)(..)(..)Z$/, '$1-$2-$3:$4:$5.000Z');
        const request = {
          method: sent.method,
          path: sent.path,
          headers: Object.fromEntries(kept.map((name) => [name, headers[name] ?? ''])),
          body: sent.body,
        };
        const ours = signed(request, keys, { region: 'eu-central-1', service: 'sqs', at });
        expect(ours).toMatchObject({ authorization, 'x-amz-security-token': 'fake-session' });
        compared += 1;
      }),
      { numRuns: 25 },
    );
    expect(compared).toBe(25);
  });

  it('changes with every part of the request', async () => {
    const base = { method: 'PUT', path: '/a', headers: { host: 'h', 'x-one': '1' }, body: Buffer.from('b') };
    const of = async (request: typeof base, at = scope.at) =>
      (await signed(request, credentials, { ...scope, at })).authorization;
    const all = await Promise.all([
      of(base),
      of({ ...base, method: 'GET' }),
      of({ ...base, path: '/b' }),
      of({ ...base, headers: { ...base.headers, 'x-one': '2' } }),
      of({ ...base, body: Buffer.from('c') }),
      of(base, '2015-08-31T12:36:00.000Z'),
    ]);
    expect(new Set(all).size).toBe(6);
  });

  it('hashes as SHA-256 does', () => {
    // FIPS 180-2, appendix B.1.
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What the SDK puts on the wire, caught before it leaves. */
async function sentBySdk(credentials: object, text: string): Promise<Sent> {
  const caught: Sent[] = [];
  const requestHandler = {
    handle: async (request: Sent) => {
      caught.push(request);
      throw new Error('caught');
    },
  };
  const settings = { region: 'eu-central-1', credentials, requestHandler, maxAttempts: 1 };
  const client = new SQSClient(settings as unknown as SQSClientConfig);
  const command = new SendMessageCommand({ QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/q', MessageBody: text });
  await expect(client.send(command)).rejects.toThrow('caught');
  const [sent] = caught;
  if (!sent) throw new Error('the SDK sent nothing');
  return sent;
}
