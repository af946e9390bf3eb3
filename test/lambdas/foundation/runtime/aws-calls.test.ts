import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type AwsRequest, makeAws } from '../../../../lambdas/foundation/runtime/aws-calls.ts';
import { callJson, demandJson } from '../../../../lambdas/foundation/runtime/aws-json.ts';
import { fakeClock } from '../../../fakes/fake-clock.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
interface Seen {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** AWS on loopback: answers by the list, its last entry again and again. */
async function awsThat(...answers: readonly Answer[]) {
  const seen: Seen[] = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answers[Math.min(seen.length, answers.length - 1)];
      seen.push({
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      answer?.(request, response);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const credentials = () => ({ accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'session' });
  const clock = fakeClock(undefined, [0]);
  const aws = makeAws({ region: 'eu-central-1', endpoint: `http://127.0.0.1:${port}`, credentials, clock });
  return { aws, seen, clock };
}

const says =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
const closes: Answer = (request) => request.socket.destroy();

describe('a signed call', () => {
  it('posts JSON with its target, signed for its service and region', async () => {
    const { aws, seen } = await awsThat(says(200, '{"ok":true}'));
    expect(await demandJson(aws, 'dynamodb', 'GetItem', { a: 'ü' })).toEqual({ ok: true });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/', body: '{"a":"ü"}' });
    expect(seen[0]?.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      'x-amz-security-token': 'session',
      'content-length': '10',
      authorization: expect.stringContaining('Credential=id/20261121/eu-central-1/dynamodb/aws4_request'),
    });
  });

  it.each([
    ['a 503', says(503, '')],
    ['a throttle named in a header', says(400, '{}', { 'x-amzn-errortype': 'ThrottlingException:http://x/' })],
    [
      'a throttle named in JSON',
      says(400, '{"__type":"com.amazonaws.dynamodb#ProvisionedThroughputExceededException"}'),
    ],
    ['a 503 of S3', says(503, '<Error><Code>SlowDown</Code></Error>')],
    ['a closed socket', closes],
  ])('tries again after %s', async (_what, trouble) => {
    const { aws, seen } = await awsThat(trouble, says(200, '{"n":1}'));
    expect(await demandJson(aws, 'sqs', 'SendMessageBatch', {})).toEqual({ n: 1 });
    expect(seen).toHaveLength(2);
    expect(seen[1]?.body).toBe(seen[0]?.body);
  });

  it.each([
    ['500s', says(500, ''), 'sqs SendMessageBatch: unnamed error'],
    ['throttles', says(400, '{"__type":"x#RequestThrottled"}'), 'sqs SendMessageBatch: RequestThrottled'],
    ['closed sockets', closes, 'sqs SendMessageBatch: unreachable'],
  ])('gives up after three %s, as unavailable', async (_what, trouble, message) => {
    const { aws, seen } = await awsThat(trouble);
    const call = callJson(aws, 'sqs', 'SendMessageBatch', {});
    await expect(call).rejects.toMatchObject({ name: 'Failure', kind: 'unavailable', message });
    expect(seen).toHaveLength(3);
  });

  it('does not try again what will not pass, and never shows AWS’s own words', async () => {
    const body =
      '{"__type":"com.amazon.coral.service#AccessDeniedException","message":"arn:aws:iam::1:role/x may not"}';
    const { aws, seen } = await awsThat(says(400, body));
    const refused = demandJson(aws, 'events', 'PutEvents', {});
    await expect(refused).rejects.toMatchObject({ kind: 'bug', message: 'events PutEvents: AccessDeniedException' });
    expect(seen).toHaveLength(1);
  });

  it('signs the hash of an S3 body and puts the bucket into the path of an emulator', async () => {
    const { aws, seen } = await awsThat(says(404, '<Error><Code>NoSuchKey</Code></Error>'));
    const request: AwsRequest = {
      ...{ service: 's3', bucket: 'b', operation: 'GetObject', method: 'GET', path: '/k%20ey', headers: {} },
      body: new Uint8Array(),
    };
    expect(await aws(request)).toMatchObject({ status: 404, error: 'NoSuchKey' });
    expect(seen[0]?.url).toBe('/b/k%20ey');
    // The SHA-256 of nothing, as AWS's documentation of S3 signatures gives it.
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect(seen[0]?.headers['x-amz-content-sha256']).toBe(empty);
    expect(seen[0]?.headers.authorization).toContain('x-amz-content-sha256');
  });

  it('reuses its socket', async () => {
    const sockets = new Set<unknown>();
    const { aws } = await awsThat((request, response) => {
      sockets.add(request.socket);
      response.end('{}');
    });
    for (let call = 0; call < 5; call += 1) await callJson(aws, 'sqs', 'ReceiveMessage', {});
    expect(sockets.size).toBe(1);
  });
});
