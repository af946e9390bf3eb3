import { type Clock, isoTime } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import { type AssetRef, assetName } from '../core/ids.ts';
import { freeAsset } from './asset-links.ts';
import type { Assets, Found } from './assets.ts';
import { Asset, type AssetRow } from './entities/asset.ts';
import { everyRow } from './every-row.ts';
import { inTurns } from './in-turns.ts';
import { type OneTable, oneTable } from './one-table.ts';
import { pageByName } from './page-by-name.ts';
import type { TableCalls } from './table-calls.ts';

/** What the list stands on; `tableName` is the physical name of `state`. */
export interface AssetDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
}

type Discovery = NonNullable<AssetRow['discovery']>;

/** Writes at once: 300 Pages take some 30 rounds then. */
const atOnce = 10;

/** Workers that meet at one asset are few: as many tries as that, then the message waits its turn. */
const mostTries = 5;

/** The assets on the `state` table; an adapter of the port `Assets`. */
export function openAssets({ calls, tableName, clock }: AssetDoors): Assets {
  const table = oneTable(calls, tableName);
  const pkOf = (workspace: string) => Asset.key({ workspace, asset: { kind: 'user', id: '' } }).pk;

  async function get(workspace: string, asset: AssetRef) {
    const { Item } = await table('GetItem', { Key: Asset.key({ workspace, asset }), ConsistentRead: true });
    return Item && Asset.parse(Item);
  }

  return {
    get,
    async list(workspace, { limit, kind, after }) {
      const page = { pk: pkOf(workspace), limit, after, ...(kind && { begins: `${kind}:` }) };
      const { rows, more } = await pageByName(table, page);
      const data = rows.map((row) => Asset.parse(row));
      return { data, after: more ? nameOfLast(data) : null };
    },
    async discovered(workspace, connectionId, found) {
      const discoveredAt = isoTime(clock.now());
      const keep = async (one: Found) => {
        const row = await get(workspace, one.asset);
        return put(table, workspace, one.asset, row, merged(row?.discovery, connectionId, one, discoveredAt));
      };
      await inTurns(found, atOnce, (one) => settled(() => keep(one)));
    },
    async subscribed(workspace, asset, subscription) {
      await table('UpdateItem', {
        Key: Asset.key({ workspace, asset }),
        UpdateExpression: 'SET #subscription = :subscription',
        ConditionExpression: 'attribute_exists(#pk)',
        ExpressionAttributeValues: { ':subscription': subscription },
      });
    },
    async forget(workspace, connectionId) {
      const reached = await reachedBy(table, pkOf(workspace), connectionId);
      const gone: AssetRef[] = [];
      const forgetOne = async (asset: AssetRef) => {
        const row = await get(workspace, asset);
        const left = row?.discovery && without(row.discovery, connectionId);
        if (row === undefined || left === undefined) return true;
        if (left.connections.length > 0) return put(table, workspace, asset, row, left);
        const freed = await freeAsset(calls, tableName, row);
        if (freed) gone.push(asset);
        return freed;
      };
      await inTurns(reached, atOnce, ({ asset }) => settled(() => forgetOne(asset)));
      return gone.sort((a, b) => (assetName(a) < assetName(b) ? -1 : 1));
    },
  };
}

function nameOfLast(rows: readonly AssetRow[]): string | null {
  const last = rows.at(-1);
  return last ? assetName(last.asset) : null;
}

/** The assets of a list that a connection reaches. */
async function reachedBy(table: OneTable, pk: string, connectionId: string): Promise<readonly AssetRow[]> {
  const reached: AssetRow[] = [];
  for await (const row of everyRow(table, pk)) {
    const asset = Asset.parse(row);
    if (asset.discovery?.connections.includes(connectionId)) reached.push(asset);
  }
  return reached;
}

/** Tries until nobody came between reading and writing; throws `Failure` `busy` when that does not end. */
async function settled(attempt: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) if (await attempt()) return;
  throw new Failure('busy', 'several workers change this asset');
}

/** Writes what was discovered, if it still is what was read; a row that is not there is born unlinked. */
async function put(table: OneTable, workspace: string, asset: AssetRef, row: AssetRow | undefined, to: Discovery) {
  const { conditionFailed } = await table('UpdateItem', {
    Key: Asset.key({ workspace, asset }),
    UpdateExpression: 'SET #discovery = :to, #linkedAt = if_not_exists(#linkedAt, :unlinked)',
    ConditionExpression: row?.discovery ? '#discovery = :seen' : 'attribute_not_exists(#discovery)',
    ExpressionAttributeValues: {
      ':to': to,
      ':unlinked': null,
      ...(row?.discovery && { ':seen': row.discovery }),
    },
  });
  return !conditionFailed;
}

/** What stands and what was found now, together: Meta's lists know different things of one asset. */
function merged(standing: Discovery | undefined, connectionId: string, found: Found, discoveredAt: string): Discovery {
  const { asset, ...now } = found;
  const connections = standing?.connections ?? [];
  return {
    ...now,
    name: now.name ?? standing?.name ?? null,
    ownerBusiness: now.ownerBusiness ?? standing?.ownerBusiness ?? null,
    parent: now.parent ?? standing?.parent ?? null,
    tasks: now.tasks.length > 0 ? [...now.tasks] : (standing?.tasks ?? []),
    connections: connections.includes(connectionId) ? connections : [...connections, connectionId],
    discoveredAt,
  };
}

/** Undefined when the connection did not reach it. */
function without(discovery: Discovery, connectionId: string): Discovery | undefined {
  const connections = discovery.connections.filter((id) => id !== connectionId);
  return connections.length < discovery.connections.length ? { ...discovery, connections } : undefined;
}
