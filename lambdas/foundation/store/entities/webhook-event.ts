import * as z from 'zod/mini';
import { assetName } from '../../core/ids.ts';
import { defineEntity } from '../define-entity.ts';
import { hourOf, timePart } from '../event-ids.ts';
import { assetOfPart } from '../key-parts.ts';
import { shardOf } from '../shard.ts';
import type { EventKey } from '../webhook-events.ts';
import { AssetRefSchema } from './asset-owner.ts';

/** Partitions of one asset's hour; frozen while rows live. */
export const eventShards = 4;

/**
 * A kept event, its own receipt. `body` is `{raw, event}` compressed; when too big for a row, `blob` names where it
 * lies instead. `leaseUntil` in milliseconds; `claimToken` belongs to the last holder. Of a `blanked` row only the
 * receipt is left.
 */
export const WebhookEvent = defineEntity('webhookEvent', {
  table: 'ledger',
  schema: () =>
    z.object({
      workspace: z.string(),
      asset: AssetRefSchema(),
      time: z.number(),
      field: z.string(),
      dedupeKey: z.string(),
      channel: z.string(),
      topic: z.string(),
      kind: z.string(),
      state: z.enum(['processing', 'done', 'parked']),
      leaseUntil: z.number(),
      claimToken: z.string(),
      occurredAt: z.nullable(z.string()),
      receivedAt: z.string(),
      source: z.enum(['webhook', 'reconcile']),
      replayId: z.optional(z.string()),
      body: z.optional(z.instanceof(Uint8Array)),
      blob: z.optional(z.string()),
      blanked: z.optional(z.boolean()),
      expiresAt: z.number(),
    }),
  named: { pk: ['workspace', 'asset', 'hour', 'shard'], sk: ['time', 'field', 'dedupeKey'] },
  parts: ({ workspace, asset, time, field, dedupeKey }: EventKey) => ({
    pk: [workspace, assetName(asset), hourOf(time), String(shardOf(dedupeKey, eventShards))],
    sk: [timePart(time), field, dedupeKey],
  }),
  inKey: ['workspace', 'asset', 'time', 'field', 'dedupeKey'],
  ofParts: ([workspace, asset = ''], [time, field, dedupeKey]) => ({
    workspace,
    asset: assetOfPart(asset),
    time: Number(time),
    field,
    dedupeKey,
  }),
  lives: 'max(8 days, retention) after receipt',
});

/** A webhook event's row as a value. */
export type WebhookEventRow = z.infer<typeof WebhookEvent.schema>;
