import { Asset } from './asset.ts';
import { AssetOwner } from './asset-owner.ts';
import { EventHour } from './event-hour.ts';
import { Parked } from './parked.ts';
import { ReplayJobRow } from './replay-job.ts';
import { ReplayJobTime } from './replay-job-time.ts';
import { UnknownAssetCount } from './unknown-asset.ts';
import { WebhookEvent } from './webhook-event.ts';

/** Every entity there is, by table. From here come the key table of the docs and the test that no two share a key. */
export const entities = [
  Asset,
  AssetOwner,
  Parked,
  ReplayJobRow,
  ReplayJobTime,
  EventHour,
  UnknownAssetCount,
  WebhookEvent,
] as const;
