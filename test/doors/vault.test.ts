import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import { AccessToken } from '../../lambdas/foundation/core/access-token.ts';
import { systemClock } from '../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';
import { type AwsCalls, makeAws } from '../../lambdas/foundation/runtime/aws-calls.ts';
import { demandJson } from '../../lambdas/foundation/runtime/aws-json.ts';
import { makeDataKeys } from '../../lambdas/foundation/runtime/data-keys.ts';
import { makeTableCalls } from '../../lambdas/foundation/runtime/table-calls.ts';
import { makeTokenSecrets } from '../../lambdas/foundation/runtime/token-secrets.ts';
import { openTokenVault, type VaultDoors } from '../../lambdas/foundation/store/dynamo-token-vault.ts';
import { SealedToken } from '../../lambdas/foundation/store/entities/sealed-token.ts';
import type { TableCalls } from '../../lambdas/foundation/store/table-calls.ts';
import type { TokenRef } from '../../lambdas/foundation/store/token-vault.ts';
import { account, clientFor, root } from '../../local/emulator/clients.ts';
import { readOutputs } from '../../local/outputs.ts';
import { handClock } from './store-under-test.ts';
import { strictCalls } from './strict-calls.ts';
import { aRef, aToken, opened, vaultSuite } from './vault-suite.ts';

/** The two adapters against the vault's table, KMS and Secrets Manager; every test has connections of its own. */
const tableName = physicalName.table('local', 'vault');
const prefix = physicalName.tokenSecrets('local');
const adapters = ['secrets-manager', 'envelope'] as const;
let aws: AwsCalls;
let calls: TableCalls;
let keyArn: string;
let secretsManager: SecretsManagerClient;
let tables: DynamoDBClient;

beforeAll(async () => {
  const outputs = readOutputs(process.env.METAPORT_OUTPUTS ?? '');
  if (!outputs) throw new Error('METAPORT_OUTPUTS names no outputs file of a running local cloud');
  const { endpoint } = outputs.emulator;
  aws = makeAws({ region: account.region, endpoint, credentials: () => root, clock: systemClock });
  calls = strictCalls(makeTableCalls(aws));
  secretsManager = new SecretsManagerClient(clientFor(outputs.emulator));
  tables = new DynamoDBClient(clientFor(outputs.emulator));
  const made = (await demandJson(aws, 'kms', 'CreateKey', {})) as { KeyMetadata: { Arn: string } };
  keyArn = made.KeyMetadata.Arn;
});

function doorsOf(sealWith: (typeof adapters)[number], over: Partial<VaultDoors> = {}): VaultDoors {
  return {
    calls,
    tableName,
    clock: systemClock,
    dataKeys: makeDataKeys(() => aws, keyArn),
    secrets: makeTokenSecrets({ aws: () => aws, prefix, keyArn }),
    sealWith,
    ...over,
  };
}
const vaultOf = (...asked: Parameters<typeof doorsOf>) => openTokenVault(doorsOf(...asked));

async function secretNames(): Promise<readonly string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await secretsManager.send(new ListSecretsCommand({ NextToken, MaxResults: 100 }));
    names.push(...(page.SecretList ?? []).map(({ Name = '' }) => Name));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return names;
}
const secretsOf = async ({ connectionId }: TokenRef) =>
  (await secretNames()).filter((name) => name.startsWith(prefix) && name.includes(connectionId));
const rowOf = async (ref: TokenRef) =>
  SealedToken.parse((await calls('GetItem', { TableName: tableName, Key: SealedToken.key(ref) })).Item ?? {});
const put = (row: Parameters<typeof SealedToken.write>[0]) =>
  calls('PutItem', { TableName: tableName, Item: SealedToken.write(row) });

/** A promise that somebody else keeps. */
function signal() {
  let resolve = () => {};
  const promise = new Promise<void>((keep) => {
    resolve = keep;
  });
  return { promise, resolve: () => resolve() };
}

describe('a wipe that has read the row before the sealing’s secret is there', () => {
  it('begins again, and leaves no secret that nobody knows', async () => {
    const ref = aRef();
    const { secrets } = doorsOf('secrets-manager');
    const [begun, go] = [signal(), signal()];
    const make = async (name: string, value: string) => {
      begun.resolve();
      await go.promise;
      await secrets.make(name, value);
    };
    const sealing = vaultOf('secrets-manager', { secrets: { ...secrets, make } }).seal(ref, aToken());
    await begun.promise;
    const remove = async (name: string) => {
      await secrets.remove(name);
      go.resolve();
      await sealing;
    };
    await vaultOf('secrets-manager', { secrets: { ...secrets, remove } }).wipe(ref);
    expect(await opened(vaultOf('secrets-manager'), ref)).toBe('not-found');
    expect(await secretsOf(ref)).toEqual([]);
  });
});

for (const adapter of adapters) {
  vaultSuite(`the vault with ${adapter}`, () => vaultOf(adapter));

  describe(`with ${adapter}`, () => {
    it('no row shows a token, nor does a secret’s name', async () => {
      const [ref, token] = [aRef(), aToken()];
      await vaultOf(adapter).seal(ref, token);
      const { Items = [] } = await tables.send(new ScanCommand({ TableName: tableName }));
      expect(Items.length).toBeGreaterThan(0);
      const text = AccessToken.textOf(token);
      const shown = JSON.stringify([Items, await secretNames()], (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      );
      expect(shown).toContain(ref.connectionId);
      expect(shown).not.toContain(text);
      expect(shown).not.toContain(Buffer.from(text).toString('base64').slice(0, 20));
    });

    it('a row that was turned to another’s token does not open, and the failure tells nothing', async () => {
      const vault = vaultOf(adapter);
      const [mine, theirs] = [aRef(), aRef()];
      const token = aToken();
      await vault.seal(mine, aToken());
      await vault.seal(theirs, token);
      const { sealed, current, secrets } = await rowOf(theirs);
      await put({ ...(await rowOf(mine)), sealed, current, secrets });
      const failure: unknown = await vault.open(mine).catch((thrown: unknown) => thrown);
      expect(failure).toMatchObject({ kind: 'bug' });
      expect(`${failure} ${JSON.stringify(failure)}`).not.toContain(AccessToken.textOf(token));
      expect(await opened(vault, theirs)).toBe(AccessToken.textOf(token));
    });

    it('is opened by a vault that seals the other way, which takes it over when it seals', async () => {
      const other = adapter === 'envelope' ? 'secrets-manager' : 'envelope';
      const [ref, first, second] = [aRef(), aToken(), aToken()];
      await vaultOf(adapter).seal(ref, first);
      expect(await opened(vaultOf(other), ref)).toBe(AccessToken.textOf(first));
      await vaultOf(other).seal(ref, second);
      expect(await opened(vaultOf(adapter), ref)).toBe(AccessToken.textOf(second));
      expect(await secretsOf(ref)).toHaveLength(other === 'envelope' ? 0 : 1);
      expect((await rowOf(ref)).sealed === undefined).toBe(other === 'secrets-manager');
      await vaultOf(adapter).wipe(ref);
      expect(await secretsOf(ref)).toEqual([]);
    });

    it('killed at any point, it opens the old or the new text, and a wipe leaves no secret', async () => {
      let point = 0;
      for (let sealed = false; !sealed; ) {
        point += 1;
        const [ref, before, after] = [aRef(), aToken(), aToken()];
        await vaultOf(adapter).seal(ref, before);
        const doors = dyingAt(point, doorsOf(adapter));
        sealed = await openTokenVault(doors)
          .seal(ref, after)
          .then(
            () => true,
            () => false,
          );
        expect([before, after].map(AccessToken.textOf)).toContain(await opened(vaultOf(adapter), ref));
        await vaultOf(adapter).wipeAll(ref.workspace, ref.connectionId);
        expect([await opened(vaultOf(adapter), ref), await secretsOf(ref)]).toEqual(['not-found', []]);
      }
      expect(point).toBeGreaterThan(3);
    }, 60_000);
  });
}

/** Doors of a worker that dies at its nth call to the outside, before or after that call took effect. */
function dyingAt(point: number, { calls: table, secrets, dataKeys, ...doors }: VaultDoors): VaultDoors {
  let seen = 0;
  const dying = async <T>(call: () => Promise<T>): Promise<T> => {
    seen += 1;
    if (seen < point) return call();
    if (seen === point && point % 2 === 0) await call();
    throw new Failure('unavailable', 'killed');
  };
  return {
    ...doors,
    calls: (...asked) => dying(() => table(...asked)),
    secrets: {
      make: (...asked) => dying(() => secrets.make(...asked)),
      get: (...asked) => dying(() => secrets.get(...asked)),
      remove: (...asked) => dying(() => secrets.remove(...asked)),
    },
    dataKeys: {
      make: (...asked) => dying(() => dataKeys.make(...asked)),
      unwrap: (...asked) => dying(() => dataKeys.unwrap(...asked)),
    },
  };
}

describe('with secrets-manager', () => {
  it('a wipe between a sealing’s steps wins: the sealing fails, and leaves nothing', async () => {
    const ref = aRef();
    const doors = doorsOf('secrets-manager');
    const make: typeof doors.secrets.make = async (...asked) => {
      await doors.secrets.make(...asked);
      await vaultOf('secrets-manager').wipeAll(ref.workspace, ref.connectionId);
    };
    const late: typeof doors.secrets.make = async (...asked) => {
      await vaultOf('secrets-manager').wipeAll(ref.workspace, ref.connectionId);
      await doors.secrets.make(...asked);
    };
    for (const racing of [make, late]) {
      const vault = openTokenVault({ ...doors, secrets: { ...doors.secrets, make: racing } });
      await expect(vault.seal(ref, aToken())).rejects.toMatchObject({ kind: 'busy' });
      expect([await opened(vault, ref), await secretsOf(ref)]).toEqual(['not-found', []]);
    }
  });

  it('a replaced and a wiped token’s secret are gone for good', async () => {
    const ref = aRef();
    await vaultOf('secrets-manager').seal(ref, aToken());
    const [first] = await secretsOf(ref);
    await vaultOf('secrets-manager').seal(ref, aToken());
    const second = await secretsOf(ref);
    expect(second).toHaveLength(1);
    expect(second).not.toContain(first);
    await vaultOf('secrets-manager').wipe(ref);
    expect(await secretsOf(ref)).toEqual([]);
  });
});

describe('with envelope', () => {
  it('a row that was changed by one bit does not open', async () => {
    const ref = aRef();
    await vaultOf('envelope').seal(ref, aToken());
    const row = await rowOf(ref);
    for (const at of [0, 15, -1]) {
      const text = new Uint8Array(row.sealed?.text ?? []);
      const index = at < 0 ? text.length + at : at;
      text[index] = (text[index] ?? 0) ^ 1;
      await put({ ...row, sealed: row.sealed && { ...row.sealed, text } });
      expect(await opened(vaultOf('envelope'), ref)).toBe('bug');
    }
  });

  it('asks KMS once for many tokens of a shard, and again after 5 minutes', async () => {
    const clock = handClock();
    let asked = 0;
    const real = makeDataKeys(() => aws, keyArn);
    const counted = {
      make: real.make,
      unwrap: (...args: Parameters<typeof real.unwrap>) => {
        asked += 1;
        return real.unwrap(...args);
      },
    };
    const vault = vaultOf('envelope', { clock, dataKeys: counted });
    const ref = aRef();
    const refs = Array.from({ length: 20 }, (_, at) => ({ ...ref, subject: String(at) }));
    await Promise.all(refs.map((one) => vault.seal(one, aToken())));
    await Promise.all(refs.map((one) => vault.open(one)));
    expect(asked).toBe(1);
    clock.pass(5 * 60_000);
    await Promise.all(refs.map((one) => vault.open(one)));
    expect(asked).toBe(2);
  });

  it('gives a shard a new key after 90 days, and opens what the old one sealed', async () => {
    const clock = handClock();
    const vault = vaultOf('envelope', { clock });
    const ref = aRef();
    const [old, young] = [ref, { ...ref, subject: '2' }];
    const token = aToken();
    await vault.seal(old, token);
    clock.pass(90 * 24 * 3600_000);
    await vault.seal(young, aToken());
    expect((await rowOf(old)).sealed?.key).not.toEqual((await rowOf(young)).sealed?.key);
    expect(await opened(vaultOf('envelope'), old)).toBe(AccessToken.textOf(token));
  });

  it('KMS unwraps a key for its own shard alone', async () => {
    const keys = makeDataKeys(() => aws, keyArn);
    const { plain, wrapped } = await keys.make(17);
    expect(plain.byteLength).toBe(32);
    expect(Buffer.from(await keys.unwrap(17, wrapped))).toEqual(Buffer.from(plain));
    await expect(keys.unwrap(18, wrapped)).rejects.toMatchObject({ kind: 'bug' });
  });
});
