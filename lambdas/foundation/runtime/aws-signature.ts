import { createHash, createHmac } from 'node:crypto';

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

const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();

/** Signing keys of today, by secret and scope: four HMACs saved on every call but the first. */
const signingKeys = new Map<string, Uint8Array>();
const mostKeys = 32;

function signingKey(secret: string, date: string, region: string, service: string): Uint8Array {
  const name = [secret, date, region, service].join('\n');
  const known = signingKeys.get(name);
  if (known) return known;
  if (signingKeys.size >= mostKeys) signingKeys.clear();
  const key = [region, service, 'aws4_request'].reduce<Uint8Array>(hmac, hmac(`AWS4${secret}`, date));
  signingKeys.set(name, key);
  return key;
}

/**
 * The headers of an AWS request with its Signature Version 4
 * (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). Nothing of ours has a query.
 */
export function signed(request: SignableRequest, credentials: AwsCredentials, scope: SigningScope) {
  const stamp = scope.at.replace(/[-:]|\.\d+/g, '');
  const date = stamp.slice(0, 8);
  const headers: Record<string, string> = { ...request.headers, 'x-amz-date': stamp };
  if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken;
  const names = Object.keys(headers).sort();
  const canonical = [
    request.method,
    request.path,
    '',
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    sha256Hex(request.body),
  ].join('\n');
  const place = `${date}/${scope.region}/${scope.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', stamp, place, sha256Hex(canonical)].join('\n');
  const key = signingKey(credentials.secretAccessKey, date, scope.region, scope.service);
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  const credential = `Credential=${credentials.accessKeyId}/${place}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...headers, authorization };
}
