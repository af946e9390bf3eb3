import { type Clock, isoTime } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import { type AssetRef, assetName } from '../core/ids.ts';
import type { AssetRegistry } from './asset-registry.ts';
import { Asset } from './entities/asset.ts';
import { AssetOwner } from './entities/asset-owner.ts';
import { oneTable } from './one-table.ts';
import { type OwnerMemory, ownerMemory } from './owner-memory.ts';
import type { Row, TableCalls } from './table-calls.ts';

/** What the registry stands on; `tableName` is the physical name of `state`. */
export interface RegistryDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
}

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
      const TransactItems = putBoth(tableName, asset, workspace, isoTime(clock.now()));
      const { conditionFailed, reasons } = await calls('TransactWriteItems', { TransactItems });
      const standing = reasons?.[0]?.Item;
      const found = standing ? AssetOwner.parse(standing).owner : conditionFailed && (await read(asset));
      if (conditionFailed && found !== workspace) {
        throw new Failure('conflict', 'this asset is linked to another workspace');
      }
      memory.learn(assetName(asset), workspace);
      return conditionFailed ? 'already' : 'linked';
    },
    async list(workspace) {
      const assets: AssetRef[] = [];
      const { pk } = Asset.key({ workspace, asset: { kind: 'user', id: '' } });
      let from: Row | undefined;
      do {
        const page = await table('Query', {
          KeyConditionExpression: '#pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
          ConsistentRead: true,
          ExclusiveStartKey: from,
        });
        assets.push(...(page.Items ?? []).map((row) => Asset.parse(row).asset));
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      return assets;
    },
  };
}

const putBoth = (tableName: string, asset: AssetRef, workspace: string, linkedAt: string) => [
  {
    Put: {
      TableName: tableName,
      Item: AssetOwner.write({ asset, owner: workspace, linkedAt }),
      ConditionExpression: 'attribute_not_exists(#pk)',
      ExpressionAttributeNames: { '#pk': 'pk' },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  },
  { Put: { TableName: tableName, Item: Asset.write({ workspace, asset, linkedAt }) } },
];
