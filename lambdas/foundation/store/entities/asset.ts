import * as z from 'zod/mini';
import { type AssetRef, assetName } from '../../core/ids.ts';
import { defineEntity } from '../define-entity.ts';
import { assetOfPart } from '../key-parts.ts';
import { AssetRefSchema } from './asset-owner.ts';

/** An asset in the list of its workspace; written together with its owner row. */
export const Asset = defineEntity('asset', {
  table: 'state',
  schema: z.object({ workspace: z.string(), asset: AssetRefSchema, linkedAt: z.string() }),
  named: { pk: ['workspace'], sk: ['asset'] },
  parts: ({ workspace, asset }: { readonly workspace: string; readonly asset: AssetRef }) => ({
    pk: [workspace],
    sk: [assetName(asset)],
  }),
  inKey: ['workspace', 'asset'],
  ofParts: ([workspace], [asset = '']) => ({ workspace, asset: assetOfPart(asset) }),
  lives: 'until unlinked',
});
