import { Failure } from '../core/failure.ts';
import type { TokenSecrets } from '../store/token-secrets.ts';
import type { AwsCalls } from './aws-calls.ts';
import { callJson, refusal } from './aws-json.ts';
import { textAt } from './json-record.ts';

/** Secrets Manager says so when KMS throttles it, or may not use the key just now. */
const passing = /^(EncryptionFailure|DecryptionFailure|LimitExceededException)$/;

/** What tokens' secrets stand on; `prefix` ends with a slash. */
export interface TokenSecretDoors {
  readonly aws: () => AwsCalls;
  readonly prefix: string;
  readonly keyArn: string;
}

/** Secrets of Secrets Manager under `prefix` and the customer key. */
export function makeTokenSecrets({ aws, prefix, keyArn }: TokenSecretDoors): TokenSecrets {
  async function call(operation: string, input: Readonly<Record<string, unknown>>, expected: string) {
    const { error, body } = await callJson(aws(), 'secretsmanager', operation, input);
    if (passing.test(error)) throw new Failure('unavailable', `secretsmanager ${operation}: ${error}`);
    if (error && error !== expected) throw refusal('secretsmanager', operation, error);
    return error ? undefined : body;
  }
  const get = async (name: string) => {
    const body = await call('GetSecretValue', { SecretId: `${prefix}${name}` }, 'ResourceNotFoundException');
    return body === undefined ? undefined : textAt(body, 'SecretString');
  };
  return {
    get,
    async make(name, value) {
      const secret = { Name: `${prefix}${name}`, SecretString: value, KmsKeyId: keyArn };
      const made = await call('CreateSecret', secret, 'ResourceExistsException');
      if (made === undefined && (await get(name)) !== value) {
        throw new Failure('bug', 'a secret stands already under a new name');
      }
    },
    async remove(name) {
      // Else it would stay readable for a week at least: who disconnects expects the token to be gone.
      const secret = { SecretId: `${prefix}${name}`, ForceDeleteWithoutRecovery: true };
      await call('DeleteSecret', secret, 'ResourceNotFoundException');
    },
  };
}
