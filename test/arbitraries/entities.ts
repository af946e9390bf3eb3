import fc from 'fast-check';
import { type AssetRef, assetKinds } from '../../lambdas/foundation/core/ids.ts';
import type { Asset } from '../../lambdas/foundation/store/entities/asset.ts';
import type { AssetOwner } from '../../lambdas/foundation/store/entities/asset-owner.ts';
import type { EventHour } from '../../lambdas/foundation/store/entities/event-hour.ts';
import type { Parked } from '../../lambdas/foundation/store/entities/parked.ts';
import type { ReplayJobRow } from '../../lambdas/foundation/store/entities/replay-job.ts';
import type { ReplayJobTime } from '../../lambdas/foundation/store/entities/replay-job-time.ts';
import type { UnknownAssetCount } from '../../lambdas/foundation/store/entities/unknown-asset.ts';
import type { WebhookEventRow } from '../../lambdas/foundation/store/entities/webhook-event.ts';
import { hourOf } from '../../lambdas/foundation/store/event-ids.ts';
import type { EventKey } from '../../lambdas/foundation/store/webhook-events.ts';
import { keyText, rowText } from './key-text.ts';

type Value<E extends { parse: (row: never) => unknown }> = ReturnType<E['parse']>;

const isoText = fc.integer({ min: 0, max: 4e12 }).map((at) => new Date(at).toISOString());
const expiresAt = fc.nat(4e9);
const bytes = fc.uint8Array({ maxLength: 20 }).map((packed) => new Uint8Array(packed));
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

/** Members that are undefined are left out, as they are from a row. */
const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

/** Any workspace that a token may carry. */
export const workspace = keyText;

/** Any asset: of our kinds, with an id that Meta never sent. */
export const asset: fc.Arbitrary<AssetRef> = fc.record({ kind: fc.constantFrom(...assetKinds), id: keyText });

/** A time that a key can hold, often one of a few, so that keys meet. */
export const keyTime = fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 253_402_300_799 }));

/** What names an event. */
export const eventKey: fc.Arbitrary<EventKey> = fc.record({
  workspace,
  asset,
  time: keyTime,
  field: keyText,
  dedupeKey: keyText,
});

/** A webhook event's row. */
export const webhookEventRow: fc.Arbitrary<WebhookEventRow> = fc
  .record({
    workspace,
    asset,
    time: keyTime,
    field: keyText,
    dedupeKey: keyText,
    channel: rowText,
    topic: rowText,
    kind: rowText,
    state: fc.constantFrom('processing', 'done', 'parked'),
    leaseUntil: fc.nat(),
    claimToken: rowText,
    occurredAt: fc.option(isoText),
    receivedAt: isoText,
    source: fc.constantFrom('webhook', 'reconcile'),
    replayId: maybe(rowText),
    body: maybe(bytes),
    blob: maybe(rowText),
    expiresAt,
  })
  .map((row) => present(row as WebhookEventRow));

/** A line of the directory. */
export const eventHour: fc.Arbitrary<Value<typeof EventHour>> = fc.record({
  workspace,
  hour: keyTime.map(hourOf),
  asset,
  expiresAt,
});

/** An asset's owner. */
export const assetOwner: fc.Arbitrary<Value<typeof AssetOwner>> = fc.record({
  asset,
  owner: rowText,
  linkedAt: isoText,
});

/** An asset in its workspace's list. */
export const ownedAsset: fc.Arbitrary<Value<typeof Asset>> = fc.record({ workspace, asset, linkedAt: isoText });

/** A part of the count of an unknown asset. */
export const unknownAssetCount: fc.Arbitrary<Value<typeof UnknownAssetCount>> = fc.record({
  shard: fc.nat(7),
  asset,
  count: fc.nat(),
  firstSeenAt: isoText,
  lastSeenAt: isoText,
  expiresAt,
});

/** A parked item's row. */
export const parkedRow: fc.Arbitrary<Value<typeof Parked>> = fc
  .record({
    workspace,
    id: keyText,
    queue: fc.constantFrom('webhookEvents', 'replayJobs'),
    kind: fc.constantFrom('malformed', 'bug'),
    blame: fc.constantFrom('us', 'meta'),
    reason: rowText,
    receipt: maybe(fc.record({ entity: fc.constant('webhookEvent' as const), id: rowText })),
    traceId: maybe(rowText),
    firstSeenAt: isoText,
    parkedAt: isoText,
    body: maybe(bytes),
    blob: maybe(rowText),
  })
  .map((row) => present(row as Value<typeof Parked>));

/** A replay job's row. */
export const replayJobRow: fc.Arbitrary<Value<typeof ReplayJobRow>> = fc
  .record({
    workspace,
    id: keyText,
    from: isoText,
    to: isoText,
    topic: maybe(rowText),
    dryRun: fc.boolean(),
    force: fc.boolean(),
    state: fc.constantFrom('running', 'done', 'cancelled'),
    requestedAt: isoText,
    updatedAt: isoText,
    examined: fc.nat(),
    selected: fc.nat(),
    cursor: fc.option(rowText),
    expiresAt,
  })
  .map((row) => present(row as Value<typeof ReplayJobRow>));

/** A job's line in the list by time. */
export const replayJobTime: fc.Arbitrary<Value<typeof ReplayJobTime>> = fc.record({
  workspace,
  requestedAt: isoText,
  id: keyText,
  expiresAt,
});
