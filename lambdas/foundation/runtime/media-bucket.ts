import type { IncomingMessage } from 'node:http';
import { blobPrefixes } from '../contract/resources.ts';
import { isoTime } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import type { ByteStream, FileFacts, MediaBucket } from '../core/media-doors.ts';
import { type AwsCalls, type AwsSettings, awsOfProcess, settingsOfProcess } from './aws-calls.ts';
import { refusal } from './aws-json.ts';
import { presigned } from './aws-signature.ts';
import { makeAwsStreams, placeOf, type StreamRequest } from './aws-streams.ts';
import { encodeKey, makeBlobs } from './blobs.ts';
import { measured, type Sum, sized } from './measured.ts';

/** The media of a function whose line names the bucket. */
export const openMediaBucket = (env: { readonly blobsBucket: string }): MediaBucket =>
  makeMediaBucket({ settings: settingsOfProcess(), aws: awsOfProcess, bucket: env.blobsBucket });

/** What the media's bucket stands on. */
export interface MediaBucketDoors {
  readonly settings: AwsSettings;
  readonly aws: () => AwsCalls;
  readonly bucket: string;
}

/** Throws `Failure` `bug` for a key that is no medium's. */
function pathOf(key: string): string {
  if (!key.startsWith(blobPrefixes.media)) throw new Failure('bug', 'a medium’s key without its prefix');
  return `/${encodeKey(key)}`;
}

/** Media in S3; encryption and the end of a file's life are the bucket's own settings. */
export function makeMediaBucket({ settings, aws, bucket }: MediaBucketDoors): MediaBucket {
  const streams = makeAwsStreams(settings);
  const call = (method: StreamRequest['method'], key: string, more: Partial<StreamRequest> = {}) =>
    streams({ bucket, operation: operations[method], method, path: pathOf(key), headers: {}, ...more });
  const address = async (method: 'GET' | 'PUT', key: string, seconds: number, signedHeaders = {}) => {
    const { origin, path } = placeOf({ bucket, path: pathOf(key) }, settings);
    const now = settings.clock.now();
    const headers = { host: origin.host, ...signedHeaders };
    const scope = { service: 's3', region: settings.region, at: isoTime(now) };
    const query = presigned({ method, path, headers }, await settings.credentials(), scope, seconds);
    return { url: `${origin.origin}${path}?${query}`, expiresAt: isoTime(now + seconds * 1000) };
  };
  return {
    async uploadUrl(key, { mimeType, size }, seconds) {
      const headers = { 'content-type': mimeType, 'content-length': String(size) };
      return { method: 'PUT', headers, ...(await address('PUT', key, seconds, headers)) };
    },
    downloadUrl: (key, seconds) => address('GET', key, seconds),
    async head(key) {
      const answer = await call('HEAD', key);
      answer.resume();
      return isMissing(answer) ? undefined : factsOf(demand('HeadObject', answer));
    },
    async read(key) {
      const answer = await call('GET', key);
      if (!isMissing(answer) && isFine(answer)) return fileIn(answer);
      answer.destroy();
      if (isMissing(answer)) throw new Failure('not-found', 'no such medium');
      throw refused('GetObject', answer);
    },
    write: (key, file, cap) => written(file, cap, (more) => call('PUT', key, more)),
    remove: (key) => {
      pathOf(key);
      return makeBlobs(aws, bucket).remove(key);
    },
  };
}

const operations = { GET: 'GetObject', HEAD: 'HeadObject', PUT: 'PutObject' } as const;

const isFine = ({ statusCode = 0 }: IncomingMessage) => statusCode >= 200 && statusCode < 300;

/** Who may not list a bucket is answered 403 for a key that is not there (S3, HeadObject, permissions). */
const isMissing = ({ statusCode }: IncomingMessage) => statusCode === 404 || statusCode === 403;

const refused = (operation: string, { statusCode = 0 }: IncomingMessage): Failure =>
  statusCode >= 500 || statusCode === 429
    ? new Failure('unavailable', `s3 ${operation}: HTTP ${statusCode}`)
    : refusal('s3', operation, `HTTP ${statusCode}`);

function demand(operation: string, answer: IncomingMessage): IncomingMessage {
  if (!isFine(answer)) throw refused(operation, answer);
  return answer;
}

const factsOf = ({ headers }: IncomingMessage): FileFacts => ({
  mimeType: headers['content-type'] ?? 'application/octet-stream',
  size: Number(headers['content-length'] ?? 0),
});

function fileIn(answer: IncomingMessage): ByteStream & FileFacts {
  return { ...factsOf(answer), chunks: unbroken(answer), close: () => void answer.destroy() };
}

/** A socket that breaks is AWS's trouble. */
async function* unbroken(answer: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* answer;
  } catch (cause) {
    throw new Failure('unavailable', 's3 GetObject: broken off', { cause });
  }
}

/** Puts a file there while it comes; S3 keeps nothing of one that is cut short. */
async function written(
  file: ByteStream,
  cap: number,
  put: (more: Pick<StreamRequest, 'headers' | 'body'>) => Promise<IncomingMessage>,
): Promise<{ readonly size: number; readonly sha256: string }> {
  try {
    const { size, chunks } = await sized(file, cap);
    const sum: Sum = { sha256: '' };
    const headers = { 'content-type': file.mimeType, 'content-length': String(size) };
    const answer = await put({ headers, body: measured(chunks, size, sum) });
    answer.resume();
    demand('PutObject', answer);
    return { size, sha256: sum.sha256 };
  } finally {
    file.close();
  }
}
