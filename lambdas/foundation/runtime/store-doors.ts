import type { Env, Settings } from '../contract/env.ts';
import type { FunctionName, TablesOf } from '../contract/functions.ts';
import type { TableName } from '../contract/resources.ts';
import { systemClock } from '../core/clock.ts';
import type { AssetRegistry } from '../store/asset-registry.ts';
import { openAssetRegistry } from '../store/dynamo-asset-registry.ts';
import { openParkedItems } from '../store/dynamo-parked-items.ts';
import { openReplayJobs } from '../store/dynamo-replay-jobs.ts';
import { openUnknownAssets } from '../store/dynamo-unknown-assets.ts';
import { openWebhookEvents } from '../store/dynamo-webhook-events.ts';
import type { ParkedItems } from '../store/parked-items.ts';
import type { ReplayJobs } from '../store/replay-jobs.ts';
import type { UnknownAssets } from '../store/unknown-assets.ts';
import type { WebhookEvents } from '../store/webhook-events.ts';
import { awsOfProcess } from './aws-calls.ts';
import { makeBlobs } from './blobs.ts';
import { demandTable } from './demand-line.ts';
import { makeTableCalls } from './table-calls.ts';

/** What stands on `state`. */
export interface StateStore {
  readonly assetRegistry: AssetRegistry;
  readonly parkedItems: ParkedItems;
  readonly replayJobs: ReplayJobs;
}

/** What stands on `ledger`. */
export interface LedgerStore {
  readonly webhookEvents: WebhookEvents;
  readonly unknownAssets: UnknownAssets;
}

/** The repositories on the tables that `N` may touch. */
export type StoreOf<N extends FunctionName> = ('state' extends TablesOf<N> ? StateStore : unknown) &
  ('ledger' extends TablesOf<N> ? LedgerStore : unknown);

interface StoreEnv {
  readonly settings: Settings;
  readonly tableName: Readonly<Partial<Record<TableName, string>>>;
  readonly blobsBucket?: string;
}

/** The repositories of a function, each opened when it is first asked for. */
export function openStore<N extends FunctionName>(env: Env<N>): StoreOf<N>;
export function openStore({ settings, tableName, blobsBucket }: StoreEnv): StateStore & LedgerStore {
  const on = (table: TableName) => ({
    calls: makeTableCalls(awsOfProcess()),
    tableName: demandTable(tableName, table),
    clock: systemClock,
  });
  const blobs = blobsBucket ? makeBlobs(awsOfProcess, blobsBucket) : undefined;
  return {
    get assetRegistry() {
      return openAssetRegistry(on('state'));
    },
    get parkedItems() {
      return openParkedItems(on('state'));
    },
    get replayJobs() {
      return openReplayJobs(on('state'));
    },
    get webhookEvents() {
      return openWebhookEvents({ ...on('ledger'), retentionDays: settings.retentionDays, blobs });
    },
    get unknownAssets() {
      return openUnknownAssets(on('ledger'));
    },
  };
}
