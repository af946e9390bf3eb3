import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { isoTime } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import { type AwsSettings, originOf } from './aws-calls.ts';
import { signed, unsignedPayload } from './aws-signature.ts';

/** One request to S3 whose body, or answer, is not held in memory; `path` percent-encoded, header names in lower case. */
export interface StreamRequest {
  readonly bucket: string;
  readonly operation: string;
  readonly method: 'GET' | 'HEAD' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** With a header `content-length`. */
  readonly body?: AsyncIterable<Uint8Array>;
}

/**
 * Makes one signed call and answers when the status is there; the body is still to be read, or destroyed. It is tried
 * once: what streams cannot be sent again. Throws `Failure` `unavailable` on a lost connection or 15 s without a byte,
 * and what the body throws.
 */
export type AwsStreams = (request: StreamRequest) => Promise<IncomingMessage>;

/** Milliseconds without a byte in either direction. */
const idleMs = 15_000;

/** No socket is kept: an old one that S3 closed meanwhile would cost a file that cannot be sent again. */
const doors = {
  'http:': { send: httpRequest, agent: new HttpAgent() },
  'https:': { send: httpsRequest, agent: new HttpsAgent() },
};
const nothing = new Uint8Array();

/** Where a request to S3 goes: the origin, and the path, in which an emulator has the bucket. */
export function placeOf({ bucket, path }: Pick<StreamRequest, 'bucket' | 'path'>, settings: AwsSettings) {
  const origin = originOf({ service: 's3', bucket }, settings);
  return { origin, path: settings.endpoint ? `/${bucket}${path}` : path };
}

/** Streams to and from S3 over `node:https`, signed but for the body: TLS covers that. */
export const makeAwsStreams =
  (settings: AwsSettings): AwsStreams =>
  async (request) => {
    const { origin, path } = placeOf(request, settings);
    const { method, body } = request;
    const scope = { service: 's3', region: settings.region, at: isoTime(settings.clock.now()) };
    const headers = { ...request.headers, host: origin.host, 'x-amz-content-sha256': unsignedPayload };
    const all = signed({ method, path, headers, body: nothing }, await settings.credentials(), scope);
    try {
      return await exchange({ origin, method, path, headers: all, body });
    } catch (cause) {
      if (cause instanceof Failure) throw cause;
      throw new Failure('unavailable', `s3 ${request.operation}: broken off`, { cause });
    }
  };

interface Exchange extends Pick<StreamRequest, 'method' | 'path' | 'headers' | 'body'> {
  readonly origin: URL;
}

function exchange({ origin, method, path, headers, body }: Exchange): Promise<IncomingMessage> {
  const { send, agent } = origin.protocol === 'http:' ? doors['http:'] : doors['https:'];
  const { hostname, port } = origin;
  return new Promise((resolve, reject) => {
    const sent = send({ hostname, port, method, path, headers, agent }, resolve);
    sent.setTimeout(idleMs, () => sent.destroy(new Error('timed out')));
    sent.on('error', reject);
    if (body === undefined) sent.end();
    // What the body throws comes first: the socket's own error only follows from it.
    else pipeline(body, sent).catch(reject);
  });
}
