import * as z from 'zod/mini';
import { type AssetRef, assetKinds, assetName, nobody } from '../../core/ids.ts';
import { whenNeeded } from '../../core/when-needed.ts';
import { defineEntity } from '../define-entity.ts';
import { assetOfPart } from '../key-parts.ts';

/** An asset as a row holds it. */
export const AssetRefSchema = whenNeeded(() => z.object({ kind: z.enum(assetKinds), id: z.string() }));

/** Which workspace an asset belongs to: one row an asset, so there is one owner at most. */
export const AssetOwner = defineEntity('assetOwner', {
  table: 'state',
  schema: () => z.object({ asset: AssetRefSchema(), owner: z.string(), linkedAt: z.string() }),
  named: { pk: ['-', 'asset'], sk: ['owner'] },
  parts: ({ asset }: { readonly asset: AssetRef }) => ({ pk: [nobody, assetName(asset)], sk: ['owner'] }),
  inKey: ['asset'],
  ofParts: ([, asset = '']) => ({ asset: assetOfPart(asset) }),
  lives: 'until unlinked',
});
