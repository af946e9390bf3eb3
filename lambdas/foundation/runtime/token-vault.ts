import type { Env, Settings } from '../contract/env.ts';
import type { FunctionName, functions } from '../contract/functions.ts';
import { physicalName, type TableName } from '../contract/resources.ts';
import { systemClock } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import { openTokenVault } from '../store/dynamo-token-vault.ts';
import type { TokenVault } from '../store/token-vault.ts';
import { awsOfProcess } from './aws-calls.ts';
import { makeDataKeys } from './data-keys.ts';
import { demandTable } from './demand-line.ts';
import { makeTableCalls } from './table-calls.ts';
import { makeTokenSecrets } from './token-secrets.ts';

type Line<N extends FunctionName> = (typeof functions)[N];

/** The functions that may open tokens. */
export type TokenFunction = {
  [N in FunctionName]: Line<N> extends { tokens: string; tables: { vault: string } } ? N : never;
}[FunctionName];

/** What function `N` may do with the vault: one that only reads its table cannot seal or wipe. */
export type VaultOf<N extends TokenFunction> =
  Line<N> extends { tables: { vault: 'readWrite' } } ? TokenVault : Pick<TokenVault, 'open' | 'list'>;

interface VaultEnv {
  readonly stage: string;
  readonly settings: Settings;
  readonly tableName: Readonly<Partial<Record<TableName, string>>>;
  readonly tokenKeyArn?: string;
}

/** The vault of a function whose line says `tokens`. */
export function openVault<N extends TokenFunction>(env: Env<N>): VaultOf<N>;
export function openVault({ stage, settings, tableName, tokenKeyArn }: VaultEnv): TokenVault {
  if (!tokenKeyArn) throw new Failure('misconfigured', 'this function’s line does not say tokens');
  return openTokenVault({
    calls: makeTableCalls(awsOfProcess()),
    tableName: demandTable(tableName, 'vault'),
    clock: systemClock,
    dataKeys: makeDataKeys(awsOfProcess, tokenKeyArn),
    secrets: makeTokenSecrets({ aws: awsOfProcess, prefix: physicalName.tokenSecrets(stage), keyArn: tokenKeyArn }),
    sealWith: settings.vault,
  });
}
