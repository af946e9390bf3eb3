import { Asset } from './asset.ts';
import { AssetOwner } from './asset-owner.ts';
import { AuditLineRow } from './audit-line.ts';
import { BucketRow } from './bucket.ts';
import { BudgetTurn } from './budget-turn.ts';
import { CollectorRow } from './collector.ts';
import { CollectorOwner } from './collector-owner.ts';
import { ConnectionRow } from './connection.ts';
import { ConversionRow } from './conversion.ts';
import { ConversionDayRow } from './conversion-day.ts';
import { DatasetQualityRow } from './dataset-quality.ts';
import { DeletionRequestRow } from './deletion-request.ts';
import { EventHour } from './event-hour.ts';
import { IdempotencyRow } from './idempotency.ts';
import { LaneRow } from './lane.ts';
import { LanePlace } from './lane-place.ts';
import { MediaUploadRow } from './media-upload.ts';
import { MessageRow } from './message.ts';
import { OauthStateRow } from './oauth-state.ts';
import { OutboundMessageRow } from './outbound-message.ts';
import { Parked } from './parked.ts';
import { PersonRow } from './person.ts';
import { PersonAlias } from './person-alias.ts';
import { PersonConnection } from './person-connection.ts';
import { QualityPollRow } from './quality-poll.ts';
import { ReplayJobRow } from './replay-job.ts';
import { ReplayJobTime } from './replay-job-time.ts';
import { SealedToken } from './sealed-token.ts';
import { ShardKey } from './shard-key.ts';
import { SubscriptionWishRow } from './subscription-wish.ts';
import { SyncJobRow } from './sync-job.ts';
import { ThreadRow } from './thread.ts';
import { ThreadMessage } from './thread-message.ts';
import { ThreadTime } from './thread-time.ts';
import { UnknownAssetCount } from './unknown-asset.ts';
import { UsageReadingRow } from './usage-reading.ts';
import { WebhookEvent } from './webhook-event.ts';
import { WorkspaceSettingsRow } from './workspace-settings.ts';

/** Every entity there is, by table. From here come the key table of the docs and the test that no two share a key. */
export const entities = [
  Asset,
  AssetOwner,
  ConnectionRow,
  PersonConnection,
  Parked,
  ReplayJobRow,
  ReplayJobTime,
  SyncJobRow,
  SubscriptionWishRow,
  DeletionRequestRow,
  AuditLineRow,
  ConversionRow,
  ConversionDayRow,
  CollectorRow,
  CollectorOwner,
  WorkspaceSettingsRow,
  DatasetQualityRow,
  QualityPollRow,
  MessageRow,
  OutboundMessageRow,
  LaneRow,
  LanePlace,
  MediaUploadRow,
  ThreadMessage,
  ThreadRow,
  ThreadTime,
  PersonRow,
  PersonAlias,
  EventHour,
  UnknownAssetCount,
  WebhookEvent,
  OauthStateRow,
  IdempotencyRow,
  BucketRow,
  BudgetTurn,
  UsageReadingRow,
  SealedToken,
  ShardKey,
] as const;
