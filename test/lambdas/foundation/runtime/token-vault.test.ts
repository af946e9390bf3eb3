import { describe, expect, it } from '@jest/globals';
import { readEnv } from '../../../../lambdas/foundation/contract/env.ts';
import { makeDataKeys } from '../../../../lambdas/foundation/runtime/data-keys.ts';
import { makeTokenSecrets } from '../../../../lambdas/foundation/runtime/token-secrets.ts';
import { openVault } from '../../../../lambdas/foundation/runtime/token-vault.ts';
import { machineOf } from './machine-of.ts';
import { no, ok, scriptedAws } from './scripted-aws.ts';

const prefix = 'metaport/test/conn/';
const keyArn = 'arn:key';

describe('data keys', () => {
  it('are asked of KMS under the customer key, bound to purpose and shard', async () => {
    const plain = Buffer.alloc(32, 7).toString('base64');
    const { aws, asked } = scriptedAws(() => ok({ Plaintext: plain, CiphertextBlob: 'd3JhcHBlZA==' }));
    const keys = makeDataKeys(aws, keyArn);
    const { wrapped } = await keys.make(3);
    await keys.unwrap(3, wrapped);
    const EncryptionContext = { purpose: 'token-vault', shard: '3' };
    expect(asked.map(({ request, body }) => [request.headers['x-amz-target'], body])).toEqual([
      ['TrentService.GenerateDataKey', { KeyId: keyArn, KeySpec: 'AES_256', EncryptionContext }],
      ['TrentService.Decrypt', { KeyId: keyArn, CiphertextBlob: 'd3JhcHBlZA==', EncryptionContext }],
    ]);
  });

  it.each(['LimitExceededException', 'DisabledException', 'KMSInvalidStateException'])(
    'are unavailable while KMS says %s',
    async (error) => {
      const keys = makeDataKeys(scriptedAws(() => no(error)).aws, keyArn);
      await expect(keys.make(1)).rejects.toMatchObject({ kind: 'unavailable' });
      await expect(keys.unwrap(1, new Uint8Array(4))).rejects.toMatchObject({ kind: 'unavailable' });
    },
  );

  it('are a bug where the grant, the context or the answer is wrong', async () => {
    for (const answer of [no('AccessDeniedException'), no('InvalidCiphertextException'), ok({})]) {
      await expect(makeDataKeys(scriptedAws(() => answer).aws, keyArn).make(1)).rejects.toMatchObject({ kind: 'bug' });
    }
  });
});

describe('tokens’ secrets', () => {
  const over = (...answers: readonly ReturnType<typeof ok>[]) => {
    const { aws, asked } = scriptedAws((_request, _body, nth) => answers[nth - 1] ?? no('nothing more was expected'));
    return { secrets: makeTokenSecrets({ aws, prefix, keyArn }), asked };
  };

  it('are made under the prefix and the customer key, and deleted without recovery', async () => {
    const { secrets, asked } = over(ok(), ok({ SecretString: 'x' }), ok());
    await secrets.make('a', 'x');
    expect(await secrets.get('a')).toBe('x');
    await secrets.remove('a');
    expect(asked.map(({ body }) => body)).toEqual([
      { Name: `${prefix}a`, SecretString: 'x', KmsKeyId: keyArn },
      { SecretId: `${prefix}a` },
      { SecretId: `${prefix}a`, ForceDeleteWithoutRecovery: true },
    ]);
  });

  it('know their own first try, and refuse a name that somebody else has', async () => {
    await over(no('ResourceExistsException'), ok({ SecretString: 'x' })).secrets.make('a', 'x');
    const taken = over(no('ResourceExistsException'), ok({ SecretString: 'y' })).secrets.make('a', 'x');
    await expect(taken).rejects.toMatchObject({ kind: 'bug' });
  });

  it('are absent without a failure', async () => {
    const { secrets } = over(no('ResourceNotFoundException'), no('ResourceNotFoundException'));
    expect(await secrets.get('a')).toBeUndefined();
    await secrets.remove('a');
  });

  it.each(['EncryptionFailure', 'DecryptionFailure', 'LimitExceededException'])(
    'are unavailable while Secrets Manager says %s',
    async (error) => {
      await expect(over(no(error)).secrets.make('a', 'x')).rejects.toMatchObject({ kind: 'unavailable' });
      await expect(over(no(error)).secrets.get('a')).rejects.toMatchObject({ kind: 'unavailable' });
    },
  );

  it('are a bug without a grant, and the failure names neither secret nor text', async () => {
    const failure: unknown = await over(no('AccessDeniedException'))
      .secrets.make('a-name', 'a-text')
      .catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ kind: 'bug' });
    expect(String(failure)).not.toMatch(/a-name|a-text/);
  });
});

describe('opening the vault', () => {
  it('asks nothing of AWS before its first use', () => {
    const env = readEnv('oauth/connect', machineOf('oauth/connect').environment);
    expect(typeof openVault(env).seal).toBe('function');
  });
});
