import type { Settings } from '../contract/env.ts';
import type { TableName } from '../contract/resources.ts';
import { systemClock } from '../core/clock.ts';
import type { UsageLedger } from '../core/usage.ts';
import { budgetRule } from '../meta/budget.ts';
import type { AssetRegistry } from '../store/asset-registry.ts';
import type { Assets } from '../store/assets.ts';
import type { AuditLog } from '../store/audit-log.ts';
import type { Collectors } from '../store/collectors.ts';
import type { Connections } from '../store/connections.ts';
import type { ConversionDays } from '../store/conversion-days.ts';
import type { Conversions } from '../store/conversions.ts';
import type { DatasetQualities } from '../store/dataset-qualities.ts';
import type { DeletionRequests } from '../store/deletion-requests.ts';
import type { DueRows } from '../store/due-rows.ts';
import { openAssetRegistry } from '../store/dynamo-asset-registry.ts';
import { openAssets } from '../store/dynamo-assets.ts';
import { openAuditLog } from '../store/dynamo-audit-log.ts';
import { openCollectors } from '../store/dynamo-collectors.ts';
import { openConnections } from '../store/dynamo-connections.ts';
import { openConversionDays } from '../store/dynamo-conversion-days.ts';
import { openConversions } from '../store/dynamo-conversions.ts';
import { openDatasetQualities } from '../store/dynamo-dataset-qualities.ts';
import { openDeletionRequests } from '../store/dynamo-deletion-requests.ts';
import { openDueRows } from '../store/dynamo-due-rows.ts';
import { openIdempotency } from '../store/dynamo-idempotency.ts';
import { openLanes } from '../store/dynamo-lanes.ts';
import { openMediaUploads } from '../store/dynamo-media-uploads.ts';
import { openMessages } from '../store/dynamo-messages.ts';
import { openOauthStates } from '../store/dynamo-oauth-states.ts';
import { openOutboundMessages } from '../store/dynamo-outbound-messages.ts';
import { openParkedItems } from '../store/dynamo-parked-items.ts';
import { openPeople } from '../store/dynamo-people.ts';
import { openQualityPolls } from '../store/dynamo-quality-polls.ts';
import { openReplayJobs } from '../store/dynamo-replay-jobs.ts';
import { openSubscriptionWishes } from '../store/dynamo-subscription-wishes.ts';
import { openSyncJobs } from '../store/dynamo-sync-jobs.ts';
import { openThreads } from '../store/dynamo-threads.ts';
import { openUnknownAssets } from '../store/dynamo-unknown-assets.ts';
import { openUsageLedger } from '../store/dynamo-usage-ledger.ts';
import { openWebhookEvents } from '../store/dynamo-webhook-events.ts';
import { openWorkspaceSettings } from '../store/dynamo-workspace-settings.ts';
import * as erasing from '../store/erase-person-rows.ts';
import type { Idempotency } from '../store/idempotency.ts';
import type { Lanes } from '../store/lanes.ts';
import type { MediaUploads } from '../store/media-uploads.ts';
import type { Messages } from '../store/messages.ts';
import type { OauthStates } from '../store/oauth-states.ts';
import type { OutboundMessages } from '../store/outbound-messages.ts';
import type { ParkedItems } from '../store/parked-items.ts';
import type { People } from '../store/people.ts';
import type { PersonRows } from '../store/person-rows.ts';
import type { QualityPolls } from '../store/quality-polls.ts';
import type { ReplayJobs } from '../store/replay-jobs.ts';
import type { SubscriptionWishes } from '../store/subscription-wishes.ts';
import type { SyncJobs } from '../store/sync-jobs.ts';
import type { Threads } from '../store/threads.ts';
import type { UnknownAssets } from '../store/unknown-assets.ts';
import type { WebhookEvents } from '../store/webhook-events.ts';
import type { WorkspaceSettings } from '../store/workspace-settings.ts';
import { awsOfProcess } from './aws-calls.ts';
import { makeBlobs } from './blobs.ts';
import { demandTable } from './demand-line.ts';
import { makeTableCalls } from './table-calls.ts';

// One opener a repository, not one object of them all: a bundle carries what its handler asks for, and nothing else.

/** The environment of a function whose line names table `T`; of any other it does not compile. */
interface On<T extends TableName> {
  readonly tableName: Readonly<Record<T, string>>;
  readonly settings: Settings;
  readonly blobsBucket?: string;
}

const on = <T extends TableName>({ tableName }: On<T>, table: T) => ({
  calls: makeTableCalls(awsOfProcess()),
  tableName: demandTable(tableName, table),
  clock: systemClock,
});
const blobsOf = ({ blobsBucket }: Pick<On<TableName>, 'blobsBucket'>) =>
  blobsBucket ? makeBlobs(awsOfProcess, blobsBucket) : undefined;

/** Which workspace owns which asset. */
export const assetRegistryOf = (env: On<'state'>): AssetRegistry => openAssetRegistry(on(env, 'state'));

/** What could not be done. */
export const parkedItemsOf = (env: On<'state'>): ParkedItems => openParkedItems(on(env, 'state'));

/** Replay jobs. */
export const replayJobsOf = (env: On<'state'>): ReplayJobs => openReplayJobs(on(env, 'state'));

/** Ties to Meta. */
export const connectionsOf = (env: On<'state'>): Connections => openConnections(on(env, 'state'));

/** Assets as their workspaces see them. */
export const assetsOf = (env: On<'state'>): Assets => openAssets(on(env, 'state'));

/** Jobs that discover assets anew. */
export const syncJobsOf = (env: On<'state'>): SyncJobs => openSyncJobs(on(env, 'state'));

/** The webhook fields that workspaces wish for. */
export const subscriptionWishesOf = (env: On<'state'>): SubscriptionWishes => openSubscriptionWishes(on(env, 'state'));

/** Requests to delete a person's data. */
export const deletionRequestsOf = (env: On<'state'>): DeletionRequests => openDeletionRequests(on(env, 'state'));

/** Who did what. */
export const auditLogOf = (env: On<'state'>): AuditLog => openAuditLog(on(env, 'state'));

/** The log of conversion events. */
export const conversionsOf = (env: On<'state'>): Conversions =>
  openConversions({ ...on(env, 'state'), retentionDays: env.settings.retentionDays });

/** The daily counts of conversion events. */
export const conversionDaysOf = (env: On<'state'>): ConversionDays => openConversionDays(on(env, 'state'));

/** Public addresses for events from browsers. */
export const collectorsOf = (env: On<'state'>): Collectors => openCollectors(on(env, 'state'));

/** What workspaces have settled for all their conversion events. */
export const workspaceSettingsOf = (env: On<'state'>): WorkspaceSettings => openWorkspaceSettings(on(env, 'state'));

/** The quality of datasets, day by day. */
export const datasetQualitiesOf = (env: On<'state'>): DatasetQualities => openDatasetQualities(on(env, 'state'));

/** When the quality of a dataset is to be read next. */
export const qualityPollsOf = (env: On<'state'>): QualityPolls => openQualityPolls(on(env, 'state'));

/** The rows of conversations and how long they are kept. */
const conversations = (env: On<'state'>) => ({ ...on(env, 'state'), messageDays: env.settings.messageDays });

/** Messages. */
export const messagesOf = (env: On<'state'>): Messages => openMessages(conversations(env));

/** Messages on their way out. */
export const outboundMessagesOf = (env: On<'state'>): OutboundMessages => openOutboundMessages(conversations(env));

/** What they wait in. */
export const lanesOf = (env: On<'state'>): Lanes => openLanes(conversations(env));

/** Files that callers bring. */
export const mediaUploadsOf = (env: On<'state'>): MediaUploads => openMediaUploads(conversations(env));

/** Conversations. */
export const threadsOf = (env: On<'state'>): Threads => openThreads(conversations(env));

/** People, and the ids by which Meta names them. */
export const peopleOf = (env: On<'state'>): People => openPeople(conversations(env));

/** What must be woken, and when. */
export const dueRowsOf = (env: On<'state'>): DueRows => openDueRows(on(env, 'state'));

/** What a person left in the list of parked work. */
export const parkedOfPersonOf = (env: On<'state'>): PersonRows =>
  erasing.parkedOfPerson(openParkedItems(on(env, 'state')), blobsOf(env));

/** The webhook log. */
export const webhookEventsOf = (env: On<'ledger'>): WebhookEvents =>
  openWebhookEvents({ ...on(env, 'ledger'), retentionDays: env.settings.retentionDays, blobs: blobsOf(env) });

/** What a person left in the webhook log. */
export const eventsOfPersonOf = (env: On<'ledger'>): PersonRows => erasing.eventsOfPerson(webhookEventsOf(env));

/** Consents under way. */
export const oauthStatesOf = (env: On<'ledger'>): OauthStates => openOauthStates(on(env, 'ledger'));

/** Requests that their callers may repeat. */
export const idempotencyOf = (env: On<'ledger'>): Idempotency => openIdempotency(on(env, 'ledger'));

/** Assets that nobody linked, and how often they were heard of. */
export const unknownAssetsOf = (env: On<'ledger'>): UnknownAssets => openUnknownAssets(on(env, 'ledger'));

/** The shared memory of Meta's limits. */
export const usageLedgerOf = (env: On<'ledger'>): UsageLedger =>
  openUsageLedger({ ...on(env, 'ledger'), rule: budgetRule });
