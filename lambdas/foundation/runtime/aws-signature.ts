import { createHash } from 'node:crypto';
import aws4 from 'aws4';

/** Keys of a role or a user. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What is signed: header names in lower case, `host` among them; `path` is percent-encoded once. */
export interface SignableRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Where and when a signature holds; `at` is ISO-8601 in UTC. */
export interface SigningScope {
  readonly region: string;
  readonly service: string;
  readonly at: string;
}

/** Lower-case hex of the SHA-256. */
export const sha256Hex = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

/** `20150830T123600Z`, as signatures write a time. */
const stampOf = (at: string) => at.replace(/[-:]|\.\d+/g, '');

/** The headers of an AWS request with its Signature Version 4. Nothing of ours has a query. */
export function signed(
  { method, path, headers: own, body }: SignableRequest,
  credentials: AwsCredentials,
  { region, service, at }: SigningScope,
): Record<string, string> {
  const headers: Record<string, string> = { ...own, 'x-amz-date': stampOf(at) };
  if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const request = { method, path, headers, body: bytes, region, service, doNotModifyHeaders: true };
  const signer = new aws4.RequestSigner(request, credentials);
  signer.datetime = stampOf(at);
  headers.authorization = signer.authHeader();
  return headers;
}

/** S3's word for a body that the signature does not cover: TLS does, and its length and type are signed. */
export const unsignedPayload = 'UNSIGNED-PAYLOAD';

/** A request of S3's that somebody else will make. */
export type PresignableRequest = Pick<SignableRequest, 'method' | 'path' | 'headers'>;

/**
 * The query that allows a request of S3's for so many seconds, whoever makes it: with exactly these headers, and whatever
 * body. It holds no longer than the credentials do.
 */
export function presigned(
  { method, path, headers }: PresignableRequest,
  credentials: AwsCredentials,
  { region, service, at }: SigningScope,
  expiresIn: number,
): string {
  const request = { method, path: `${path}?X-Amz-Expires=${expiresIn}`, headers, region, service, signQuery: true };
  const signer = new aws4.RequestSigner(request, credentials);
  signer.datetime = stampOf(at);
  const { path: allowed = '' } = signer.sign();
  return allowed.slice(path.length + 1);
}
