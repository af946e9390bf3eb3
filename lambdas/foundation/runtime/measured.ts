import { createHash } from 'node:crypto';
import { Failure } from '../core/failure.ts';
import type { ByteStream } from '../core/media-doors.ts';

/** The most bytes that are held in memory, of a file whose source does not say how long it is. */
const heldCap = 16 * 1024 * 1024;

/** A file's hash, hex, once it has been read to its end. */
export interface Sum {
  sha256: string;
}

/**
 * A file with its size: one that does not say it is read first. Throws `Failure` `too-large` beyond `cap`, or beyond
 * 16 MB that must be held.
 */
export async function sized({ size, chunks }: ByteStream, cap: number): Promise<SizedFile> {
  if (size !== null) {
    if (size > cap) throw new Failure('too-large', 'a file is larger than it may be');
    return { size, chunks };
  }
  const held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > Math.min(cap, heldCap)) {
      throw new Failure('too-large', 'a file is large, and its source does not say how large');
    }
    held.push(chunk);
  }
  return { size: bytes, chunks: held };
}

interface SizedFile {
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[];
}

/** The same bytes, counted and hashed into `sum`; throws `Failure` `malformed` when they are more or fewer than `size`. */
export async function* measured(
  chunks: SizedFile['chunks'],
  size: number,
  sum: Sum,
): AsyncGenerator<Uint8Array, undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > size) break;
    hash.update(chunk);
    yield chunk;
  }
  if (bytes !== size) throw new Failure('malformed', 'a file is not as long as its source said');
  sum.sha256 = hash.digest('hex');
}
