import type { Cursors } from '../foundation/core/doors.ts';
import type { AssetKind } from '../foundation/core/ids.ts';
import type { Assets } from '../foundation/store/assets.ts';
import { assetView, demandAsset } from './asset.ts';

/** What reading the assets may touch. */
export interface ListDoors {
  readonly assets: Pick<Assets, 'get' | 'list'>;
  readonly cursors: Cursors;
}

interface Query {
  readonly limit: number;
  readonly kind?: AssetKind | undefined;
  readonly cursor?: string | undefined;
}

/** One page of a workspace's assets, by name. Throws `Failure` `invalid-request` on a bad cursor. */
export async function listAssets(workspace: string, { limit, kind, cursor }: Query, { assets, cursors }: ListDoors) {
  const after = cursor === undefined ? undefined : await cursors.open(workspace, cursor);
  const page = await assets.list(workspace, { limit, kind, after });
  const nextCursor = page.after === null ? null : await cursors.seal(workspace, page.after);
  return { data: page.data.map(assetView), nextCursor };
}

/** One asset; `Failure` `not-found` also for another workspace's. */
export const showAsset = async (workspace: string, id: string, { assets }: Pick<ListDoors, 'assets'>) =>
  assetView(await demandAsset(workspace, id, assets));
