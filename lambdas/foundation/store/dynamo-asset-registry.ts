import { type Clock, isoTime } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import { type AssetRef, assetName } from '../core/ids.ts';
import { linkBoth, unlinkAsset } from './asset-links.ts';
import type { AssetRegistry } from './asset-registry.ts';
import { Asset } from './entities/asset.ts';
import { AssetOwner } from './entities/asset-owner.ts';
import { everyRow } from './every-row.ts';
import { oneTable } from './one-table.ts';
import { type OwnerMemory, ownerMemory } from './owner-memory.ts';
import type { TableCalls } from './table-calls.ts';

/** What the registry stands on; `tableName` is the physical name of `state`. */
export interface RegistryDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
}

/** Workers that meet at one asset are few. */
const mostTries = 5;

/** The registry on the `state` table; an adapter of the port `AssetRegistry`. That nobody owns is never remembered. */
export function openAssetRegistry({ calls, tableName, clock }: RegistryDoors): AssetRegistry {
  const table = oneTable(calls, tableName);
  const memory: OwnerMemory = ownerMemory(clock);

  const read = async (asset: AssetRef) => {
    const { Item } = await table('GetItem', { Key: AssetOwner.key({ asset }), ConsistentRead: true });
    return Item && AssetOwner.parse(Item).owner;
  };

  return {
    ownerOf: (asset) => memory.recall(assetName(asset), () => read(asset)),
    async link(asset, workspace) {
      const linkedAt = isoTime(clock.now());
      const TransactItems = linkBoth(tableName, { workspace, asset, linkedAt }, linkedAt);
      const { conditionFailed, reasons } = await calls('TransactWriteItems', { TransactItems });
      const standing = reasons?.[0]?.Item;
      const found = standing ? AssetOwner.parse(standing).owner : conditionFailed && (await read(asset));
      if (conditionFailed && found !== workspace) {
        throw new Failure('conflict', 'this asset is linked to another workspace');
      }
      memory.learn(assetName(asset), workspace);
      return conditionFailed ? 'already' : 'linked';
    },
    async unlink(asset, workspace) {
      memory.forget(assetName(asset));
      for (let tries = 0; tries < mostTries; tries += 1) {
        if ((await read(asset)) !== workspace) return;
        const { Item } = await table('GetItem', { Key: Asset.key({ workspace, asset }), ConsistentRead: true });
        const row = Item ? Asset.parse(Item) : { workspace, asset, linkedAt: '' };
        if (await unlinkAsset(calls, tableName, row)) return;
      }
      throw new Failure('busy', 'several workers change this asset');
    },
    async list(workspace) {
      const assets: AssetRef[] = [];
      const { pk } = Asset.key({ workspace, asset: { kind: 'user', id: '' } });
      for await (const row of everyRow(table, pk)) {
        const { asset, linkedAt } = Asset.parse(row);
        if (linkedAt !== null) assets.push(asset);
      }
      return assets;
    },
  };
}
