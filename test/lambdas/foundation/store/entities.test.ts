import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type * as z from 'zod/mini';
import type { Entity } from '../../../../lambdas/foundation/store/define-entity.ts';
import { Asset } from '../../../../lambdas/foundation/store/entities/asset.ts';
import { AssetOwner } from '../../../../lambdas/foundation/store/entities/asset-owner.ts';
import { AuditLineRow } from '../../../../lambdas/foundation/store/entities/audit-line.ts';
import { BucketRow } from '../../../../lambdas/foundation/store/entities/bucket.ts';
import { BudgetTurn } from '../../../../lambdas/foundation/store/entities/budget-turn.ts';
import { CollectorRow } from '../../../../lambdas/foundation/store/entities/collector.ts';
import { CollectorOwner } from '../../../../lambdas/foundation/store/entities/collector-owner.ts';
import { ConnectionRow } from '../../../../lambdas/foundation/store/entities/connection.ts';
import { ConversionRow } from '../../../../lambdas/foundation/store/entities/conversion.ts';
import { ConversionDayRow } from '../../../../lambdas/foundation/store/entities/conversion-day.ts';
import { DatasetQualityRow } from '../../../../lambdas/foundation/store/entities/dataset-quality.ts';
import { DeletionRequestRow } from '../../../../lambdas/foundation/store/entities/deletion-request.ts';
import { EventHour } from '../../../../lambdas/foundation/store/entities/event-hour.ts';
import { IdempotencyRow } from '../../../../lambdas/foundation/store/entities/idempotency.ts';
import { entities } from '../../../../lambdas/foundation/store/entities/index.ts';
import { LaneRow } from '../../../../lambdas/foundation/store/entities/lane.ts';
import { LanePlace } from '../../../../lambdas/foundation/store/entities/lane-place.ts';
import { MediaUploadRow } from '../../../../lambdas/foundation/store/entities/media-upload.ts';
import { MessageRow } from '../../../../lambdas/foundation/store/entities/message.ts';
import { OauthStateRow } from '../../../../lambdas/foundation/store/entities/oauth-state.ts';
import { OutboundMessageRow } from '../../../../lambdas/foundation/store/entities/outbound-message.ts';
import { Parked } from '../../../../lambdas/foundation/store/entities/parked.ts';
import { PersonRow } from '../../../../lambdas/foundation/store/entities/person.ts';
import { PersonAlias } from '../../../../lambdas/foundation/store/entities/person-alias.ts';
import { PersonConnection } from '../../../../lambdas/foundation/store/entities/person-connection.ts';
import { QualityPollRow } from '../../../../lambdas/foundation/store/entities/quality-poll.ts';
import { ReplayJobRow } from '../../../../lambdas/foundation/store/entities/replay-job.ts';
import { ReplayJobTime } from '../../../../lambdas/foundation/store/entities/replay-job-time.ts';
import { SealedToken } from '../../../../lambdas/foundation/store/entities/sealed-token.ts';
import { ShardKey } from '../../../../lambdas/foundation/store/entities/shard-key.ts';
import { SubscriptionWishRow } from '../../../../lambdas/foundation/store/entities/subscription-wish.ts';
import { SyncJobRow } from '../../../../lambdas/foundation/store/entities/sync-job.ts';
import { ThreadRow } from '../../../../lambdas/foundation/store/entities/thread.ts';
import { ThreadMessage } from '../../../../lambdas/foundation/store/entities/thread-message.ts';
import { ThreadTime } from '../../../../lambdas/foundation/store/entities/thread-time.ts';
import { UnknownAssetCount } from '../../../../lambdas/foundation/store/entities/unknown-asset.ts';
import { UsageReadingRow } from '../../../../lambdas/foundation/store/entities/usage-reading.ts';
import { WebhookEvent } from '../../../../lambdas/foundation/store/entities/webhook-event.ts';
import { WorkspaceSettingsRow } from '../../../../lambdas/foundation/store/entities/workspace-settings.ts';
import { encodePart } from '../../../../lambdas/foundation/store/key-parts.ts';
import * as capi from '../../../arbitraries/capi-entities.ts';
import * as any from '../../../arbitraries/entities.ts';
import { mediaUploadRow } from '../../../arbitraries/media-upload.ts';
import * as messaging from '../../../arbitraries/messaging-entities.ts';
import { root } from '../../../architecture/tree.ts';
import { keyTable } from './key-table.ts';

/** One generated row of one entity, and what identifies it. */
interface Case {
  readonly entity: string;
  readonly value: unknown;
  readonly back: unknown;
  readonly pk: string;
  readonly sk: string;
  readonly parts: readonly string[];
}

function cases<S extends z.ZodMiniType<object>, K>(entity: Entity<S, K>, values: fc.Arbitrary<z.infer<S> & K>) {
  const made = values.map((value): Case => {
    const { pk, sk } = entity.parts(value);
    const row = entity.write(value);
    return { entity: entity.name, value, back: entity.parse(row), ...entity.key(value), parts: [...pk, ...sk] };
  });
  return { entity, made };
}

const all = [
  cases(Asset, any.ownedAsset),
  cases(AssetOwner, any.assetOwner),
  cases(ConnectionRow, any.connectionRow),
  cases(PersonConnection, any.personConnection),
  cases(Parked, any.parkedRow),
  cases(ReplayJobRow, any.replayJobRow),
  cases(ReplayJobTime, any.replayJobTime),
  cases(SyncJobRow, any.syncJobRow),
  cases(SubscriptionWishRow, any.subscriptionWish),
  cases(DeletionRequestRow, any.deletionRequest),
  cases(AuditLineRow, any.auditLine),
  cases(ConversionRow, capi.conversionRow),
  cases(ConversionDayRow, capi.conversionDayRow),
  cases(CollectorRow, capi.collectorRow),
  cases(CollectorOwner, capi.collectorOwner),
  cases(WorkspaceSettingsRow, capi.workspaceSettings),
  cases(DatasetQualityRow, capi.datasetQuality),
  cases(QualityPollRow, capi.qualityPoll),
  cases(MessageRow, messaging.messageRow),
  cases(OutboundMessageRow, messaging.outboundMessageRow),
  cases(LaneRow, messaging.laneRow),
  cases(LanePlace, messaging.lanePlace),
  cases(MediaUploadRow, mediaUploadRow),
  cases(ThreadMessage, messaging.threadMessage),
  cases(ThreadRow, messaging.threadRow),
  cases(ThreadTime, messaging.threadTime),
  cases(PersonRow, messaging.personRow),
  cases(PersonAlias, messaging.personAlias),
  cases(EventHour, any.eventHour),
  cases(UnknownAssetCount, any.unknownAssetCount),
  cases(WebhookEvent, any.webhookEventRow),
  cases(OauthStateRow, any.oauthState),
  cases(IdempotencyRow, capi.idempotencyRow),
  cases(BucketRow, any.bucketRow),
  cases(BudgetTurn, any.budgetTurn),
  cases(UsageReadingRow, any.usageReadingRow),
  cases(SealedToken, any.sealedToken),
  cases(ShardKey, any.shardKey),
];
const anyCase = fc.oneof(...all.map(({ made }) => made));

describe('the entities', () => {
  it('are all registered, and all looked at here', () => {
    const folder = join(root, 'lambdas/foundation/store/entities');
    const files = readdirSync(folder).filter((file) => file !== 'index.ts');
    expect(files.length).toBeGreaterThan(5);
    expect(entities.length).toBe(files.length);
    expect(all.map(({ entity }) => entity.name)).toEqual(entities.map(({ name }) => name));
    expect(new Set(entities.map(({ name }) => name)).size).toBe(entities.length);
  });

  it('come back from a row as they were written', () => {
    for (const { made } of all) fc.assert(fc.property(made, ({ value, back }) => expect(back).toEqual(value)));
  });

  it('never share a key: neither two entities nor two values that differ in what names them', () => {
    fc.assert(
      fc.property(anyCase, anyCase, (a, b) => {
        const same = a.entity === b.entity && JSON.stringify(a.parts) === JSON.stringify(b.parts);
        expect(a.pk === b.pk && a.sk === b.sk).toBe(same);
      }),
      { numRuns: 2000 },
    );
  });

  it('keep two workspaces apart: no partition of one is a partition of the other', () => {
    for (const { made } of all) {
      fc.assert(
        fc.property(made, made, (a, b) => {
          if (a.parts[0] !== b.parts[0]) expect(a.pk).not.toBe(b.pk);
        }),
      );
    }
  });

  it('begin every key with entity and workspace', () => {
    fc.assert(
      fc.property(anyCase, ({ entity, pk, parts: [workspace = ''] }) => {
        expect(pk.split('#').slice(0, 2)).toEqual([entity, encodePart(workspace)]);
      }),
    );
  });

  it('name each part of their keys, and an expiry if they have one', () => {
    for (const { entity, made } of all) {
      const [sample] = fc.sample(made, 1);
      expect([...entity.named.pk, ...entity.named.sk]).toHaveLength(sample?.parts.length ?? 0);
      if (entity.table === 'ledger') expect(Object.keys(entity.schema.shape)).toContain('expiresAt');
    }
  });

  it('refuse a row of another entity, and one that does not fit', () => {
    const row = EventHour.write({
      workspace: 'w',
      hour: '2026-11-21T00',
      asset: { kind: 'page', id: '1' },
      expiresAt: 1,
    });
    expect(() => Asset.parse(row)).toThrow('a row is no asset');
    expect(() => EventHour.parse({ ...row, expiresAt: 'soon' })).toThrow('a eventHours row does not fit its schema');
    expect(() => EventHour.parse({ ...row, sk: '2026-11-21T00#elephant:1' })).toThrow('does not fit');
  });

  it('stand in docs/tables.md as they are', () => {
    const remedy = 'docs/tables.md differs; write this instead:';
    const written = readFileSync(join(root, 'docs/tables.md'), 'utf8');
    if (written !== keyTable(entities)) throw new Error(`${remedy}\n\n${keyTable(entities)}`);
  });
});
