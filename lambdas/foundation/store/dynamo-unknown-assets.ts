import { type Clock, isoTime, unixSeconds } from '../core/clock.ts';
import { assetName, nobody } from '../core/ids.ts';
import { UnknownAssetCount, unknownAssetShards } from './entities/unknown-asset.ts';
import { joinParts } from './key-parts.ts';
import { oneTable } from './one-table.ts';
import type { Row, TableCalls } from './table-calls.ts';
import type { UnknownAsset, UnknownAssets } from './unknown-assets.ts';

/** What the counts stand on; `tableName` is the physical name of `ledger`. */
export interface UnknownAssetDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
}

const lifeMs = 30 * 24 * 3600_000;

const shards = Array.from({ length: unknownAssetShards }, (_, shard) => shard);

/** The counts on the `ledger` table, spread by chance over shards; an adapter of the port `UnknownAssets`. */
export function openUnknownAssets({ calls, tableName, clock }: UnknownAssetDoors): UnknownAssets {
  const table = oneTable(calls, tableName);

  async function rowsOf(shard: number) {
    const rows: Row[] = [];
    let from: Row | undefined;
    do {
      const page = await table('Query', {
        KeyConditionExpression: '#pk = :pk',
        FilterExpression: '#expiresAt > :now',
        ExpressionAttributeValues: {
          ':pk': joinParts([UnknownAssetCount.name, nobody, String(shard)]),
          ':now': unixSeconds(clock.now()),
        },
        ExclusiveStartKey: from,
      });
      rows.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return rows.map((row) => UnknownAssetCount.parse(row));
  }

  return {
    async count(asset, at) {
      const key = { shard: Math.floor(clock.chance() * unknownAssetShards), asset };
      const [seen, expiresAt] = [isoTime(at), unixSeconds(at + lifeMs)];
      const { conditionFailed } = await table('UpdateItem', {
        Key: UnknownAssetCount.key(key),
        UpdateExpression:
          'SET #firstSeenAt = if_not_exists(#firstSeenAt, :seen), #lastSeenAt = :seen, #expiresAt = :expiresAt ADD #count :one',
        ConditionExpression: 'attribute_not_exists(#pk) OR #expiresAt > :now',
        ExpressionAttributeValues: {
          ':seen': seen,
          ':expiresAt': expiresAt,
          ':one': 1,
          ':now': unixSeconds(clock.now()),
        },
      });
      if (!conditionFailed) return;
      const fresh = { ...key, count: 1, firstSeenAt: seen, lastSeenAt: seen, expiresAt };
      await table('PutItem', { Item: UnknownAssetCount.write(fresh) });
    },
    async forget(asset) {
      await Promise.all(shards.map((shard) => table('DeleteItem', { Key: UnknownAssetCount.key({ shard, asset }) })));
    },
    async list() {
      return summed((await Promise.all(shards.map(rowsOf))).flat());
    },
  };
}

/** One line an asset, most recent first. */
function summed(parts: readonly UnknownAsset[]): readonly UnknownAsset[] {
  const byName = new Map<string, UnknownAsset>();
  for (const { asset, count, firstSeenAt, lastSeenAt } of parts) {
    const { asset: _, ...sum } = byName.get(assetName(asset)) ?? { asset, count: 0, firstSeenAt, lastSeenAt };
    byName.set(assetName(asset), {
      asset,
      count: sum.count + count,
      firstSeenAt: firstSeenAt < sum.firstSeenAt ? firstSeenAt : sum.firstSeenAt,
      lastSeenAt: lastSeenAt > sum.lastSeenAt ? lastSeenAt : sum.lastSeenAt,
    });
  }
  return [...byName.values()].sort((a, b) => (a.lastSeenAt < b.lastSeenAt ? 1 : a.lastSeenAt > b.lastSeenAt ? -1 : 0));
}
