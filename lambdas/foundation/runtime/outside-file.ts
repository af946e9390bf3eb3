import type { IncomingMessage } from 'node:http';
import { Failure } from '../core/failure.ts';
import type { ByteStream, OutsideAsk } from '../core/media-doors.ts';
import { bareType, fileTypeOf, tellingBytes } from './file-kind.ts';
import { within } from './within.ts';

/**
 * The file in an answer: its status, length and type are looked at, its first bytes too, and every byte is counted.
 * `end` is called when nothing comes any more. Throws `Failure` as `Outside` says.
 */
export async function fileOf(
  answer: IncomingMessage,
  { family, capBytes }: Pick<OutsideAsk, 'family' | 'capBytes'>,
  idleMs: number,
  end: () => void,
): Promise<ByteStream> {
  demandFile(answer);
  const size = declaredSize(answer);
  if (size !== null && size > capBytes) throw tooLarge();
  const pieces = piecesOf(answer, idleMs);
  const head = await firstOf(pieces);
  const mimeType = fileTypeOf(answer.headers['content-type'] ?? '', head, family);
  if (mimeType === undefined) {
    const declared = bareType(answer.headers['content-type'] ?? '');
    throw new Failure('malformed', `a file that should be of the family ${family} is none, or lies`, {
      cause: new Error(`declared ${declared.slice(0, 80)}`),
    });
  }
  const close = () => {
    answer.destroy();
    end();
  };
  return { size, mimeType, chunks: counted(head, pieces, { size, capBytes, close }), close };
}

/** Where nothing lies any more, and where nothing may be had without another address. */
const gone: ReadonlySet<number> = new Set([401, 403, 404, 410]);

function demandFile({ statusCode = 0, headers }: IncomingMessage): void {
  if (gone.has(statusCode)) throw new Failure('not-found', `a file’s address leads nowhere (HTTP ${statusCode})`);
  if (statusCode === 429 || statusCode >= 500 || statusCode === 408) {
    throw new Failure('meta-unavailable', `a file’s host is in trouble (HTTP ${statusCode})`);
  }
  if (statusCode !== 200) throw new Failure('meta-rejected', `a file’s host refuses it (HTTP ${statusCode})`);
  const { 'content-encoding': encoding = 'identity' } = headers;
  if (encoding !== 'identity') throw new Failure('malformed', 'a file came packed, though nobody asked for that');
}

function declaredSize({ headers }: IncomingMessage): number | null {
  const { 'content-length': length } = headers;
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : null;
}

const tooLarge = () => new Failure('too-large', 'a file is larger than it may be');

/** The pieces as the socket brings them; waiting too long for one, or a socket that breaks, is trouble that may pass. */
async function* piecesOf(answer: IncomingMessage, idleMs: number): AsyncGenerator<Uint8Array, undefined> {
  const iterator: AsyncIterator<Uint8Array> = answer[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await within(idleMs, iterator.next());
      if (done) return undefined;
      yield value;
    }
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure('meta-unavailable', 'a file broke off', { cause });
  } finally {
    answer.destroy();
  }
}

/** The first bytes: as many as tell what they are, or all that there are. */
async function firstOf(pieces: AsyncGenerator<Uint8Array, undefined>): Promise<Uint8Array> {
  const first: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < tellingBytes) {
    const { done, value } = await pieces.next();
    if (done) break;
    first.push(value);
    bytes += value.byteLength;
  }
  return Buffer.concat(first);
}

interface Counting {
  readonly size: number | null;
  readonly capBytes: number;
  readonly close: () => void;
}

async function* counted(head: Uint8Array, rest: AsyncIterable<Uint8Array>, { size, capBytes, close }: Counting) {
  let bytes = 0;
  const count = (piece: Uint8Array) => {
    bytes += piece.byteLength;
    if (bytes > capBytes) throw tooLarge();
    return piece;
  };
  try {
    if (head.byteLength > 0) yield count(head);
    for await (const piece of rest) yield count(piece);
    if (size !== null && bytes !== size) throw new Failure('meta-unavailable', 'a file broke off');
  } finally {
    close();
  }
}
