import { Failure } from '../core/failure.ts';
import type { DataKeys } from '../store/data-keys.ts';
import type { AwsCalls } from './aws-calls.ts';
import { callJson, refusal } from './aws-json.ts';
import { textAt } from './json-record.ts';

/** The key may not be used just now: a limit of KMS's, or a key that somebody disabled or is deleting. */
const passing = /^(LimitExceededException|DisabledException|KMSInvalidStateException|KeyUnavailableException)$/;

/** What a wrapped key is bound to: KMS unwraps it only for the same words, and CloudTrail shows them. */
const contextOf = (shard: number) => ({ purpose: 'token-vault', shard: String(shard) });

/** Data keys of KMS under the customer key `keyArn`. */
export function makeDataKeys(aws: () => AwsCalls, keyArn: string): DataKeys {
  async function call(operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
    const { error, body } = await callJson(aws(), 'kms', operation, { KeyId: keyArn, ...input });
    if (passing.test(error)) throw new Failure('unavailable', `kms ${operation}: ${error}`);
    if (error) throw refusal('kms', operation, error);
    return body;
  }
  return {
    async make(shard) {
      const asked = { KeySpec: 'AES_256', EncryptionContext: contextOf(shard) };
      const body = await call('GenerateDataKey', asked);
      return { plain: bytesAt(body, 'Plaintext'), wrapped: bytesAt(body, 'CiphertextBlob') };
    },
    async unwrap(shard, wrapped) {
      const asked = { CiphertextBlob: Buffer.from(wrapped).toString('base64'), EncryptionContext: contextOf(shard) };
      return bytesAt(await call('Decrypt', asked), 'Plaintext');
    },
  };
}

function bytesAt(body: unknown, name: string): Uint8Array {
  const bytes = Buffer.from(textAt(body, name), 'base64');
  if (bytes.byteLength === 0) throw new Failure('bug', `kms answered without ${name}`);
  return bytes;
}
