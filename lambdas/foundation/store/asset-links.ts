import { Asset, type AssetRow } from './entities/asset.ts';
import { AssetOwner } from './entities/asset-owner.ts';
import type { TableCalls } from './table-calls.ts';

/** Links an asset to a workspace unless somebody owns it; whatever else its row holds stays. */
export const linkBoth = (TableName: string, { workspace, asset }: AssetRow, linkedAt: string) => [
  {
    Put: {
      TableName,
      Item: AssetOwner.write({ asset, owner: workspace, linkedAt }),
      ConditionExpression: 'attribute_not_exists(#pk)',
      ExpressionAttributeNames: { '#pk': 'pk' },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  },
  {
    Update: {
      TableName,
      Key: Asset.key({ workspace, asset }),
      UpdateExpression: 'SET #linkedAt = :linkedAt REMOVE #letGo',
      ExpressionAttributeNames: { '#linkedAt': 'linkedAt', '#letGo': 'letGo' },
      ExpressionAttributeValues: { ':linkedAt': linkedAt },
    },
  },
];

/** The owner row goes only while this workspace is the owner; one that is gone already is no obstacle. */
const noOwner = (TableName: string, { workspace, asset }: AssetRow) => ({
  Delete: {
    TableName,
    Key: AssetOwner.key({ asset }),
    ConditionExpression: 'attribute_not_exists(#owner) OR #owner = :workspace',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':workspace': workspace },
  },
});

interface AsRead {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
}

/** That a row holds the discovery that was read: nobody has reached the asset anew meanwhile. */
const asRead = ({ discovery }: AssetRow): AsRead =>
  discovery
    ? {
        ConditionExpression: '#discovery = :seen',
        ExpressionAttributeNames: { '#discovery': 'discovery' },
        ExpressionAttributeValues: { ':seen': discovery },
      }
    : {
        ConditionExpression: 'attribute_not_exists(#discovery)',
        ExpressionAttributeNames: { '#discovery': 'discovery' },
      };

/** Takes an asset out of a workspace's list, and off the workspace if it owns it; false when the row has changed. */
export async function freeAsset(calls: TableCalls, TableName: string, row: AssetRow): Promise<boolean> {
  const takeAway = { Delete: { TableName, Key: Asset.key(row), ...asRead(row) } };
  if (row.linkedAt === null) {
    const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues = {} } = takeAway.Delete;
    // Linked since it was read: then its owner row must go with it.
    const unlinked = {
      ConditionExpression: `(${ConditionExpression}) AND (attribute_not_exists(#linkedAt) OR #linkedAt = :unlinked)`,
      ExpressionAttributeNames: { ...ExpressionAttributeNames, '#linkedAt': 'linkedAt' },
      ExpressionAttributeValues: { ...ExpressionAttributeValues, ':unlinked': null },
    };
    return !(await calls('DeleteItem', { ...takeAway.Delete, ...unlinked })).conditionFailed;
  }
  const TransactItems = [takeAway, noOwner(TableName, row)];
  return !(await calls('TransactWriteItems', { TransactItems })).conditionFailed;
}

/**
 * Takes an asset off a workspace; what was discovered of it stays in the list, marked as let go. A row without a
 * discovery says nothing any more and goes. False when the row has changed, or is another's by now.
 */
export async function unlinkAsset(calls: TableCalls, TableName: string, row: AssetRow): Promise<boolean> {
  if (row.discovery === undefined) return freeAsset(calls, TableName, row);
  const keep = {
    Update: {
      TableName,
      Key: Asset.key(row),
      UpdateExpression: 'SET #linkedAt = :unlinked, #letGo = :yes',
      ConditionExpression: 'attribute_exists(#pk)',
      ExpressionAttributeNames: { '#linkedAt': 'linkedAt', '#letGo': 'letGo', '#pk': 'pk' },
      ExpressionAttributeValues: { ':unlinked': null, ':yes': true },
    },
  };
  const TransactItems = [keep, noOwner(TableName, row)];
  return !(await calls('TransactWriteItems', { TransactItems })).conditionFailed;
}
