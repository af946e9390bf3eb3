import { createHash } from 'node:crypto';
import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';
import type { FileFacts, MediaBucket } from '../../lambdas/foundation/core/media-doors.ts';
import { byteStream, wholeOf } from './byte-stream.ts';

const heldCap = 16 * 1024 * 1024;

/** Files in memory: passes the same suite as the bucket. `put` is what somebody does with a signed address. */
export function fakeMediaBucket(clock: Clock) {
  const files = new Map<string, { readonly mimeType: string; readonly bytes: Buffer }>();
  const demandKey = (key: string) => {
    if (!key.startsWith('media/')) throw new Failure('bug', 'a medium’s key without its prefix');
  };
  const address = (method: string, key: string, seconds: number) => {
    demandKey(key);
    const url = `https://bucket.example/${key.split('/').map(encodeURIComponent).join('/')}?signed=${method}`;
    return { url, expiresAt: isoTime(clock.now() + seconds * 1000) };
  };
  const bucket: MediaBucket = {
    async uploadUrl(key, { mimeType, size }, seconds) {
      const headers = { 'content-type': mimeType, 'content-length': String(size) };
      return { method: 'PUT', headers, ...address('PUT', key, seconds) };
    },
    async downloadUrl(key, seconds) {
      return address('GET', key, seconds);
    },
    async head(key) {
      demandKey(key);
      const file = files.get(key);
      return file && { mimeType: file.mimeType, size: file.bytes.byteLength };
    },
    async read(key) {
      const facts: FileFacts | undefined = await bucket.head(key);
      const file = files.get(key);
      if (!file || !facts) throw new Failure('not-found', 'no such medium');
      return { ...byteStream(file.bytes), ...facts };
    },
    async write(key, file, cap) {
      demandKey(key);
      try {
        if (file.size !== null && file.size > cap) throw new Failure('too-large', 'a file is larger than it may be');
        const bytes = await wholeOf(file);
        if (file.size === null && bytes.byteLength > Math.min(cap, heldCap)) throw new Failure('too-large', 'large');
        if (file.size !== null && bytes.byteLength !== file.size) throw new Failure('malformed', 'not as long as said');
        files.set(key, { mimeType: file.mimeType, bytes });
        return { size: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
      } finally {
        file.close();
      }
    },
    async remove(key) {
      demandKey(key);
      files.delete(key);
    },
  };
  const put = (key: string, bytes: Buffer, mimeType: string) => files.set(key, { mimeType, bytes });
  return { ...bucket, put, keys: () => [...files.keys()].sort(), bytesOf: (key: string) => files.get(key)?.bytes };
}
