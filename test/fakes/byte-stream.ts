import type { ByteStream } from '../../lambdas/foundation/core/media-doors.ts';

/** A file in memory as a stream, in pieces of at most `piece` bytes; `closed` tells whether somebody closed it. */
export function byteStream(content: string | Uint8Array, over: Partial<ByteStream> = {}, piece = 64 * 1024) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const state = { closed: false, read: 0 };
  async function* chunks() {
    for (let at = 0; at < bytes.byteLength; at += piece) {
      state.read += Math.min(piece, bytes.byteLength - at);
      yield bytes.subarray(at, at + piece);
    }
  }
  const stream: ByteStream = {
    size: bytes.byteLength,
    mimeType: 'application/octet-stream',
    chunks: chunks(),
    close: () => {
      state.closed = true;
    },
    ...over,
  };
  return { ...stream, state };
}

/** Everything that a stream brings. */
export async function wholeOf({ chunks }: Pick<ByteStream, 'chunks'>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of chunks) pieces.push(piece);
  return Buffer.concat(pieces);
}
