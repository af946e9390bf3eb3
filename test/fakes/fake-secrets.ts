import type { MetaApp, Secrets } from '../../lambdas/foundation/core/doors.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';

/** What the secrets hold at first; `undefined` is a secret without a value. */
export interface SecretValues {
  readonly apps?: readonly MetaApp[];
  readonly token?: string;
}

/**
 * Secrets as a warm function sees them: `change` writes new values, which are seen after `fresh` was asked for once;
 * `reads` counts how often each was asked for freshly.
 */
export function fakeSecrets(initial: SecretValues = {}) {
  let written = initial;
  let cached = initial;
  const reads = { apps: 0, token: 0 };
  function read<Name extends keyof SecretValues>(name: Name, fresh: boolean): NonNullable<SecretValues[Name]> {
    if (fresh) {
      reads[name] += 1;
      cached = { ...cached, [name]: written[name] };
    }
    const value = cached[name];
    if (value === undefined) throw new Failure('misconfigured', `the secret ${name} has no value`);
    return value;
  }
  const secrets: Secrets = {
    metaApps: async ({ fresh = false } = {}) => read('apps', fresh),
    verifyToken: async ({ fresh = false } = {}) => read('token', fresh),
  };
  const change = (values: SecretValues) => {
    written = { ...written, ...values };
  };
  return { ...secrets, change, reads };
}
