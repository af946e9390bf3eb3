import * as z from 'zod/mini';
import { type AssetRef, assetName, nobody } from '../../core/ids.ts';
import { defineEntity } from '../define-entity.ts';
import { assetOfPart } from '../key-parts.ts';
import { AssetRefSchema } from './asset-owner.ts';

/** Over how many partitions one asset's count is spread: a partition takes 1,000 writes a second (AWS). */
export const unknownAssetShards = 8;

/** What names a part of a count. */
interface UnknownAssetKey {
  readonly shard: number;
  readonly asset: AssetRef;
}

/** One shard of the count of signed items for an asset that nobody owns. */
export const UnknownAssetCount = defineEntity('unknownAsset', {
  table: 'ledger',
  schema: () =>
    z.object({
      shard: z.number(),
      asset: AssetRefSchema(),
      count: z.number(),
      firstSeenAt: z.string(),
      lastSeenAt: z.string(),
      expiresAt: z.number(),
    }),
  named: { pk: ['-', 'shard'], sk: ['asset'] },
  parts: ({ shard, asset }: UnknownAssetKey) => ({ pk: [nobody, String(shard)], sk: [assetName(asset)] }),
  inKey: ['shard', 'asset'],
  ofParts: ([, shard], [asset = '']) => ({ shard: Number(shard), asset: assetOfPart(asset) }),
  lives: '30 days after the last item',
});
