import { blobPrefixes } from '../contract/resources.ts';
import type { Blobs } from '../core/doors.ts';
import { Failure } from '../core/failure.ts';
import { type AwsAnswer, type AwsCalls, awsOfProcess } from './aws-calls.ts';
import { refusal } from './aws-json.ts';

const verbs = { PutObject: 'PUT', GetObject: 'GET', DeleteObject: 'DELETE' } as const;
const nothing = new Uint8Array();

/** The blobs bucket of a function whose line names one. */
export const openBlobs = (env: { readonly blobsBucket: string }): Blobs => makeBlobs(awsOfProcess, env.blobsBucket);

/** Blobs in S3; encryption is the bucket's own setting. */
export function makeBlobs(aws: () => AwsCalls, bucket: string): Blobs {
  const call = (operation: keyof typeof verbs, key: string, body: Uint8Array = nothing): Promise<AwsAnswer> => {
    const path = `/${encodeKey(key)}`;
    return aws()({ service: 's3', bucket, operation, method: verbs[operation], path, headers: {}, body });
  };
  return {
    async put(key, body) {
      demand('PutObject', await call('PutObject', key, body));
    },
    async get(key) {
      const answer = await call('GetObject', key);
      // Who may not list a bucket is answered 403 for a key that is not there (S3, GetObject, permissions).
      if (answer.status === 404 || answer.status === 403) throw new Failure('not-found', 'no such blob');
      return demand('GetObject', answer);
    },
    async remove(key) {
      demand('DeleteObject', await call('DeleteObject', key));
    },
  };
}

function demand(operation: string, { error, body }: AwsAnswer): Uint8Array {
  if (error) throw refusal('s3', operation, error);
  return body;
}

/** A key as a path has it; throws `Failure` `bug` for one outside the contract's prefixes. */
export function encodeKey(key: string): string {
  const prefixes = Object.values(blobPrefixes);
  if (!prefixes.some((prefix) => key.startsWith(prefix))) throw new Failure('bug', 'a blob key without its prefix');
  return key.split('/').map(encodeSegment).join('/');
}

/** RFC 3986, which signatures want: `encodeURIComponent` leaves these five as they are. */
const encodeSegment = (segment: string) =>
  encodeURIComponent(segment).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
