import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Failure } from '../../lambdas/foundation/core/failure.ts';
import type { ByteStream, MediaBucket } from '../../lambdas/foundation/core/media-doors.ts';
import { byteStream, wholeOf } from '../fakes/byte-stream.ts';

/** A bucket for media; `cap` is enough for every file of the suite. */
const cap = 40 * 1024 * 1024;

/** What every bucket of media does. */
export function mediaBucketSuite(name: string, make: () => Promise<MediaBucket>): void {
  describe(`${name} as a bucket of media`, () => {
    let bucket: MediaBucket;
    beforeEach(async () => {
      bucket = await make();
    });
    const image = { mimeType: 'image/png' };
    const failing = (thrown: Error, pieces: number): ByteStream['chunks'] =>
      (async function* () {
        for (let sent = 0; sent < pieces; sent += 1) yield Buffer.alloc(1000);
        throw thrown;
      })();

    it('gives back exactly the bytes that it was given, with their type', async () => {
      const bytes = randomBytes(300_000);
      const key = "media/a b+c'(1)!*~é%2F/m_1/0";
      const file = byteStream(bytes, { ...image }, 1234);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(await bucket.write(key, file, cap)).toEqual({ size: 300_000, sha256 });
      expect(file.state).toEqual({ read: 300_000, closed: true });
      expect(await bucket.head(key)).toEqual({ ...image, size: 300_000 });
      const back = await bucket.read(key);
      expect([back.size, back.mimeType]).toEqual([300_000, 'image/png']);
      expect((await wholeOf(back)).equals(bytes)).toBe(true);
    });

    it('takes a file that does not say how long it is, and an empty one', async () => {
      const bytes = randomBytes(100_000);
      expect(await bucket.write('media/w/1', byteStream(bytes, { ...image, size: null }), cap)).toMatchObject({
        size: 100_000,
      });
      expect((await wholeOf(await bucket.read('media/w/1'))).equals(bytes)).toBe(true);
      expect(await bucket.write('media/w/2', byteStream('', image), cap)).toMatchObject({ size: 0 });
      expect(await bucket.head('media/w/2')).toEqual({ ...image, size: 0 });
    });

    it.each<[string, string, () => ByteStream, number]>([
      ['larger than its cap, as it says', 'too-large', () => byteStream(Buffer.alloc(1001)), 1000],
      ['larger than its cap, unsaid', 'too-large', () => byteStream(Buffer.alloc(1001), { size: null }), 1000],
      ['larger than may be held, unsaid', 'too-large', () => byteStream(Buffer.alloc(16_777_217), { size: null }), cap],
      ['shorter than it says', 'malformed', () => byteStream(Buffer.alloc(999), { size: 1000 }), cap],
      ['longer than it says', 'malformed', () => byteStream(Buffer.alloc(1001), { size: 1000 }), cap],
      [
        'broken off',
        'meta-unavailable',
        () => byteStream('', { size: 9000, chunks: failing(new Failure('meta-unavailable', 'x'), 5) }),
        cap,
      ],
    ])('keeps nothing of a file that is %s, and lets go of it', async (_what, kind, make, most) => {
      let closed = 0;
      const file = { ...make(), close: () => (closed += 1) };
      await expect(bucket.write('media/w/x', file, most)).rejects.toMatchObject({ name: 'Failure', kind });
      expect([await bucket.head('media/w/x'), closed]).toEqual([undefined, 1]);
    });

    it('leaves what was there before a file that broke off', async () => {
      await bucket.write('media/w/x', byteStream('first', image), cap);
      const broken = byteStream('', { size: 9000, chunks: failing(new Failure('meta-unavailable', 'x'), 5) });
      await expect(bucket.write('media/w/x', broken, cap)).rejects.toMatchObject({ kind: 'meta-unavailable' });
      expect((await wholeOf(await bucket.read('media/w/x'))).toString()).toBe('first');
      await bucket.write('media/w/x', byteStream('second', image), cap);
      expect((await wholeOf(await bucket.read('media/w/x'))).toString()).toBe('second');
    });

    it('knows nothing of what is not there, or was removed', async () => {
      await bucket.write('media/w/x', byteStream('x', image), cap);
      await bucket.remove('media/w/x');
      await bucket.remove('media/w/never');
      for (const key of ['media/w/x', 'media/w/never']) {
        expect(await bucket.head(key)).toBeUndefined();
        await expect(bucket.read(key)).rejects.toMatchObject({ kind: 'not-found' });
      }
    });

    it('signs addresses that end, for uploads of one type and size', async () => {
      const upload = await bucket.uploadUrl('media/w/u', { ...image, size: 12 }, 900);
      expect(upload).toMatchObject({
        method: 'PUT',
        headers: { 'content-type': 'image/png', 'content-length': '12' },
        url: expect.stringMatching(/^https?:.*media\/w\/u\?/),
      });
      const download = await bucket.downloadUrl('media/w/u', 60);
      expect(download.url).toMatch(/^https?:.*media\/w\/u\?/);
      expect(Date.parse(upload.expiresAt) - Date.parse(download.expiresAt)).toBeGreaterThan(700_000);
    });

    it('refuses a key that is no medium’s', async () => {
      const calls = [
        () => bucket.head('webhooks/x'),
        () => bucket.read('parked/x'),
        () => bucket.write('x', byteStream('x'), cap),
        () => bucket.remove('webhooks/x'),
        () => bucket.downloadUrl('parked/x', 60),
        () => bucket.uploadUrl('x', { ...image, size: 1 }, 60),
      ];
      for (const call of calls) await expect((async () => call())()).rejects.toMatchObject({ kind: 'bug' });
    });
  });
}
