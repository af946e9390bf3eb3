import { blobPrefixes } from '../../lambdas/foundation/contract/resources.ts';
import type { Blobs } from '../../lambdas/foundation/core/doors.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';

/** A bucket in memory. */
export function fakeBlobs() {
  const bodies = new Map<string, Uint8Array>();
  const demandPrefix = (key: string) => {
    if (!Object.values(blobPrefixes).some((prefix) => key.startsWith(prefix))) {
      throw new Failure('bug', 'a blob key without its prefix');
    }
  };
  const blobs: Blobs = {
    async put(key, body) {
      demandPrefix(key);
      bodies.set(key, new Uint8Array(body));
    },
    async get(key) {
      demandPrefix(key);
      const body = bodies.get(key);
      if (!body) throw new Failure('not-found', 'no such blob');
      return new Uint8Array(body);
    },
    async remove(key) {
      demandPrefix(key);
      bodies.delete(key);
    },
  };
  return { ...blobs, keys: () => [...bodies.keys()] };
}
