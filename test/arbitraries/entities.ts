import fc from 'fast-check';
import { type AssetRef, assetKinds } from '../../lambdas/foundation/core/ids.ts';
import { type BudgetKey, useCases } from '../../lambdas/foundation/core/usage.ts';
import type { Asset } from '../../lambdas/foundation/store/entities/asset.ts';
import type { AssetOwner } from '../../lambdas/foundation/store/entities/asset-owner.ts';
import type { AuditLineRow } from '../../lambdas/foundation/store/entities/audit-line.ts';
import type { BucketRow } from '../../lambdas/foundation/store/entities/bucket.ts';
import type { BudgetTurn } from '../../lambdas/foundation/store/entities/budget-turn.ts';
import { type Connection, connectionStates, platforms } from '../../lambdas/foundation/store/entities/connection.ts';
import { type DeletionRequest, deletionStates } from '../../lambdas/foundation/store/entities/deletion-request.ts';
import type { EventHour } from '../../lambdas/foundation/store/entities/event-hour.ts';
import type { OauthState } from '../../lambdas/foundation/store/entities/oauth-state.ts';
import type { Parked } from '../../lambdas/foundation/store/entities/parked.ts';
import type { PersonConnection } from '../../lambdas/foundation/store/entities/person-connection.ts';
import type { ReplayJobRow } from '../../lambdas/foundation/store/entities/replay-job.ts';
import type { ReplayJobTime } from '../../lambdas/foundation/store/entities/replay-job-time.ts';
import type { SealedToken } from '../../lambdas/foundation/store/entities/sealed-token.ts';
import type { ShardKey } from '../../lambdas/foundation/store/entities/shard-key.ts';
import type { SubscriptionWishRow } from '../../lambdas/foundation/store/entities/subscription-wish.ts';
import type { SyncJobRow } from '../../lambdas/foundation/store/entities/sync-job.ts';
import type { UnknownAssetCount } from '../../lambdas/foundation/store/entities/unknown-asset.ts';
import type { UsageReadingRow } from '../../lambdas/foundation/store/entities/usage-reading.ts';
import type { WebhookEventRow } from '../../lambdas/foundation/store/entities/webhook-event.ts';
import { hourOf } from '../../lambdas/foundation/store/event-ids.ts';
import { tokenKinds } from '../../lambdas/foundation/store/token-vault.ts';
import type { EventKey } from '../../lambdas/foundation/store/webhook-events.ts';
import { keyText, rowText } from './key-text.ts';

type Value<E extends { parse: (row: never) => unknown }> = ReturnType<E['parse']>;

/** A time as ISO-8601. */
export const isoText = fc.integer({ min: 0, max: 4e12 }).map((at) => new Date(at).toISOString());
/** When a row goes, whole Unix seconds. */
export const expiresAt = fc.nat(4e9);
/** What a row keeps packed. */
export const bytes = fc.uint8Array({ maxLength: 20 }).map((packed) => new Uint8Array(packed));
/** With or without it. */
export const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

/** Members that are undefined are left out, as they are from a row. */
export const present = <T extends object>(value: T): T =>
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

/** A list of texts that a row can hold. */
export const words = fc.array(rowText, { maxLength: 3 });
/** Such a text, or null. */
export const maybeText = fc.option(rowText);
/** A time, or null. */
export const maybeTime = fc.option(isoText);

const discovery: fc.Arbitrary<NonNullable<Value<typeof Asset>['discovery']>> = fc.record({
  name: maybeText,
  ownerBusiness: maybeText,
  access: fc.constantFrom('direct', 'partner'),
  tasks: words,
  parent: maybeText,
  connections: words,
  discoveredAt: isoText,
});

const subscription: fc.Arbitrary<NonNullable<Value<typeof Asset>['subscription']>> = fc.record({
  fields: words,
  state: fc.constantFrom('subscribed', 'failed', 'not-possible'),
  reason: maybeText,
  checkedAt: isoText,
});

/** An asset in its workspace's list. */
export const ownedAsset: fc.Arbitrary<Value<typeof Asset>> = fc
  .record({
    workspace,
    asset,
    linkedAt: maybeTime,
    discovery: maybe(discovery),
    subscription: maybe(subscription),
  })
  .map(present);

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

/** An allowance of Meta's, with an id that Meta never gave. */
export const budgetKey: fc.Arbitrary<BudgetKey> = fc.record({
  scope: fc.constantFrom('app', 'object', 'account'),
  id: keyText,
  useCase: fc.constantFrom(...useCases),
});

const amount = fc.oneof(
  fc.nat(),
  fc.integer({ min: 0, max: 9_000_000_000 }).map((thousandths) => thousandths / 1000),
);

/** What is counted of an allowance. */
export const bucketRow: fc.Arbitrary<Value<typeof BucketRow>> = fc.record({
  key: budgetKey,
  used: fc.nat(),
  arrival: amount,
  turn: fc.nat(),
  since: fc.nat(),
  lastAt: fc.nat(),
  expiresAt,
});

/** An account's place among those that share an allowance. */
export const budgetTurn: fc.Arbitrary<Value<typeof BudgetTurn>> = fc.record({
  key: budgetKey,
  account: keyText,
  turn: fc.nat(),
  expiresAt,
});

/** The newest that Meta said of an allowance. */
export const usageReadingRow: fc.Arbitrary<Value<typeof UsageReadingRow>> = fc
  .record({
    key: budgetKey,
    percent: amount,
    readAt: fc.nat(),
    tier: maybe(rowText),
    blockedUntil: fc.nat(),
    allowance: amount,
    others: amount,
    marks: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }),
    version: fc.nat(),
    expiresAt,
  })
  .map((row) => present(row));

const keptToken: fc.Arbitrary<Connection['tokens'][number]> = fc.record({
  kind: fc.constantFrom(...tokenKinds),
  subject: rowText,
  expiresAt: maybeTime,
  dataAccessExpiresAt: maybeTime,
});

const linkProgress: fc.Arbitrary<Connection['progress']> = fc.record({
  phase: fc.constantFrom('discover', 'link', 'subscribe', 'done'),
  found: fc.nat(),
  linked: fc.nat(),
  subscribed: fc.nat(),
  failed: fc.nat(),
  cursor: maybeText,
});

/** Lists by a name that a row can hold: without the one that JavaScript takes for something else. */
const lists = fc.dictionary(
  rowText.filter((name) => name !== '__proto__'),
  words,
  { maxKeys: 3, noNullPrototype: true },
);

/** A connection's row. */
export const connectionRow: fc.Arbitrary<Connection> = fc
  .record({
    workspace,
    id: keyText,
    version: fc.nat(),
    platform: fc.constantFrom(...platforms),
    appId: rowText,
    metaUserId: rowText,
    name: maybeText,
    state: fc.constantFrom(...connectionStates),
    reason: maybeText,
    features: words,
    asked: words,
    granted: words,
    declined: words,
    granular: lists,
    tokens: fc.array(keptToken, { maxLength: 3 }),
    missing: fc.array(fc.record({ what: rowText, why: rowText, remedy: rowText }), { maxLength: 2 }),
    progress: linkProgress,
    businessId: maybeText,
    createdBy: rowText,
    createdAt: isoText,
    updatedAt: isoText,
    verifiedAt: maybeTime,
    warnedDays: fc.option(fc.nat(14)),
    careDueAt: maybe(isoText),
  })
  .map(present);

/** A person's line to a connection. */
export const personConnection: fc.Arbitrary<Value<typeof PersonConnection>> = fc.record({
  appId: keyText,
  userId: keyText,
  workspace,
  id: keyText,
});

/** A sync job's row. */
export const syncJobRow: fc.Arbitrary<Value<typeof SyncJobRow>> = fc
  .record({
    workspace,
    id: keyText,
    total: fc.nat(),
    done: fc.nat(),
    failed: fc.nat(),
    cancelled: fc.boolean(),
    found: fc.nat(),
    linked: fc.nat(),
    counted: maybe(fc.array(rowText, { minLength: 1, maxLength: 3 }).map((ids) => new Set(ids))),
    requestedAt: isoText,
    updatedAt: isoText,
    expiresAt,
  })
  .map(present);

/** A workspace's declared webhook fields. */
export const subscriptionWish: fc.Arbitrary<Value<typeof SubscriptionWishRow>> = fc.record({
  workspace,
  objects: lists,
  perAsset: lists,
  version: fc.nat(),
  updatedAt: isoText,
});

/** A request to delete a person's data. */
export const deletionRequest: fc.Arbitrary<DeletionRequest> = fc.record({
  code: keyText,
  appId: rowText,
  state: fc.constantFrom(...deletionStates),
  version: fc.nat(),
  counts: lists.map((named) => Object.fromEntries(Object.keys(named).map((name, at) => [name, at]))),
  cursor: maybeText,
  requestedAt: isoText,
  updatedAt: isoText,
  finishedAt: maybeTime,
  expiresAt,
});

/** A line of the audit log. */
export const auditLine: fc.Arbitrary<Value<typeof AuditLineRow>> = fc
  .record({
    workspace,
    at: isoText,
    id: keyText,
    actor: rowText,
    action: rowText,
    target: rowText,
    fbtraceId: maybe(rowText),
    fbRev: maybe(rowText),
    expiresAt,
  })
  .map(present);

/** A consent under way. */
export const oauthState: fc.Arbitrary<OauthState> = fc.record({
  stateHash: keyText,
  workspace: rowText,
  subject: rowText,
  platform: fc.constantFrom(...platforms),
  features: words,
  asked: words,
  returnTo: rowText,
  appId: rowText,
  redirectUri: rowText,
  configId: maybeText,
  pkceVerifier: maybeText,
  browserHash: maybeText,
  createdAt: isoText,
  expiresAt,
});

/** A sealed token's row, with bytes that open nothing. */
export const sealedToken: fc.Arbitrary<Value<typeof SealedToken>> = fc
  .record({
    workspace,
    connectionId: keyText,
    kind: fc.constantFrom(...tokenKinds),
    subject: keyText,
    sealId: rowText,
    sealed: maybe(fc.record({ shard: fc.nat(255), key: bytes, text: bytes })),
    current: maybe(rowText),
    secrets: maybe(fc.array(rowText, { minLength: 1, maxLength: 3 }).map((names) => new Set(names))),
    sealedAt: isoText,
  })
  .map(present);

/** A shard's key, which unwraps nowhere. */
export const shardKey: fc.Arbitrary<Value<typeof ShardKey>> = fc.record({
  shard: fc.nat(255),
  key: bytes,
  madeAt: isoText,
});
