import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeAws } from '../../../../lambdas/foundation/runtime/aws-calls.ts';
import { makeMediaBucket } from '../../../../lambdas/foundation/runtime/media-bucket.ts';
import { mediaBucketSuite } from '../../../doors/media-bucket-suite.ts';
import { byteStream, wholeOf } from '../../../fakes/byte-stream.ts';
import { fakeClock } from '../../../fakes/fake-clock.ts';
import { fakeMediaBucket } from '../../../fakes/fake-media-bucket.ts';
import { loopbackS3 } from './loopback-s3.ts';

let s3: Awaited<ReturnType<typeof loopbackS3>>;
beforeAll(async () => {
  s3 = await loopbackS3();
});
beforeEach(() => {
  s3.objects.clear();
  s3.seen.length = 0;
  s3.state.play = undefined;
});
afterAll(() => s3.close());

const open = (endpoint: string | undefined = s3.endpoint) => {
  const credentials = () => ({ accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'session' });
  const settings = { region: 'eu-central-1', endpoint, credentials, clock: fakeClock() };
  const aws = makeAws(settings);
  return makeMediaBucket({ settings, aws: () => aws, bucket: 'b' });
};

mediaBucketSuite('S3 on loopback', async () => open());
mediaBucketSuite('the fake', async () => fakeMediaBucket(fakeClock()));

describe('the bucket of media', () => {
  it('signs what it sends, but for the body, and says its length and type', async () => {
    await open().write('media/w/1', byteStream('abc', { mimeType: 'image/png' }), 10);
    expect(s3.seen).toHaveLength(1);
    expect(s3.seen[0]).toMatchObject({ method: 'PUT', url: '/b/media/w/1' });
    expect(s3.seen[0]?.headers).toMatchObject({
      'content-length': '3',
      'content-type': 'image/png',
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      'x-amz-security-token': 'session',
      authorization: expect.stringMatching(
        /Credential=id\/20261121\/eu-central-1\/s3\/aws4_request, SignedHeaders=content-length;content-type;host;/,
      ),
    });
  });

  it('signs addresses of the bucket itself, in a cloud', async () => {
    const bucket = open('');
    const { url } = await bucket.uploadUrl('media/w/1', { mimeType: 'image/png', size: 3 }, 900);
    expect(new URL(url)).toMatchObject({ origin: 'https://b.s3.eu-central-1.amazonaws.com', pathname: '/media/w/1' });
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host');
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('900');
  });

  it.each([
    ['an outage', 503, 'unavailable'],
    ['a throttle', 429, 'unavailable'],
    ['another refusal', 400, 'bug'],
  ])('says of %s what it is', async (_what, status, kind) => {
    s3.state.play = (request, response) => {
      request.resume();
      request.on('end', () => response.writeHead(status).end());
    };
    const bucket = open();
    await expect(bucket.write('media/w/1', byteStream('abc'), 10)).rejects.toMatchObject({ kind });
    await expect(bucket.head('media/w/1')).rejects.toMatchObject({ kind });
    await expect(bucket.read('media/w/1')).rejects.toMatchObject({ kind });
  });

  it('says unavailable when a file breaks off on its way out, and when nobody is there', async () => {
    s3.state.play = (_request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('x'.repeat(500), () => response.socket?.destroy());
    };
    const file = await open().read('media/w/1');
    await expect(wholeOf(file)).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(open('http://127.0.0.1:9').head('media/w/1')).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('holds no more of 100 MB than a socket does', async () => {
    const size = 100 * 1024 * 1024;
    const piece = Buffer.alloc(64 * 1024, 7);
    const flow = { made: 0, taken: 0, most: 0 };
    s3.state.play = (request, response) => {
      request.on('data', (chunk: Buffer) => {
        flow.taken += chunk.length;
      });
      request.on('end', () => response.writeHead(200).end());
    };
    async function* chunks() {
      for (; flow.made < size; flow.made += piece.length) {
        flow.most = Math.max(flow.most, flow.made - flow.taken);
        yield piece;
      }
    }
    const file = { ...byteStream(''), size, chunks: chunks() };
    expect(await open().write('media/w/1', file, size)).toMatchObject({ size });
    expect(flow.taken).toBe(size);
    // What lies in both sockets' buffers.
    expect(flow.most).toBeLessThan(16 * 1024 * 1024);
  }, 60_000);
});
