import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

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

/** The signer's hash, by Node's own crypto: with a secret an HMAC. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', keyOf(secret));
  }

  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('the signer uses each hash once');
  }
}

function keyOf(secret: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof secret === 'string') return secret;
  if (ArrayBuffer.isView(secret)) return new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength);
  return new Uint8Array(secret);
}

/** The headers of an AWS request with its Signature Version 4, by AWS's own signer. Nothing of ours has a query. */
export async function signed(
  { method, path, headers, body }: SignableRequest,
  credentials: AwsCredentials,
  { region, service, at }: SigningScope,
): Promise<Record<string, string>> {
  // S3 alone takes paths as they stand; every other service signs them escaped once more (AWS, SigV4). In `/`, which is
  // nearly all of ours, nothing is to escape.
  const uriEscapePath = service !== 's3' && path !== '/';
  const how = { region, service, credentials, sha256: Sha256, applyChecksum: false, uriEscapePath };
  const request = { method, protocol: 'https:', hostname: headers.host ?? '', path, headers: { ...headers }, body };
  const signer = new SignatureV4(how);
  const { headers: all } = await signer.sign(request, { signingDate: new Date(at) });
  return all;
}

/** S3's word for a body that the signature does not cover: TLS does, and its length and type are signed. */
export const unsignedPayload = 'UNSIGNED-PAYLOAD';

const payloadHash = 'x-amz-content-sha256';
const notInAddress = new Set([payloadHash]);

/** A request of S3's that somebody else will make. */
export type PresignableRequest = Pick<SignableRequest, 'method' | 'path' | 'headers'>;

/**
 * The query that allows a request of S3's for so many seconds, whoever makes it: with exactly these headers, and whatever
 * body. It holds no longer than the credentials do.
 */
export async function presigned(
  { method, path, headers }: PresignableRequest,
  credentials: AwsCredentials,
  { region, service, at }: SigningScope,
  expiresIn: number,
): Promise<string> {
  const how = { region, service, credentials, sha256: Sha256, applyChecksum: false, uriEscapePath: false };
  const hashed = { ...headers, [payloadHash]: unsignedPayload };
  const request = { method, protocol: 'https:', hostname: headers.host ?? '', path, headers: hashed };
  const options = { unhoistableHeaders: notInAddress, unsignableHeaders: notInAddress };
  const { query = {} } = await new SignatureV4(how).presign(request, {
    ...options,
    expiresIn,
    signingDate: new Date(at),
  });
  return Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');
}
