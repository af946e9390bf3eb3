import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import { type AssetRef, assetName } from '../../lambdas/foundation/core/ids.ts';
import type { AssetRow, Assets, Found } from '../../lambdas/foundation/store/assets.ts';
import { fakeOwners } from './fake-asset-registry.ts';

/** What a fake row keeps; whether it is linked is known by the owners. */
type Kept = Pick<AssetRow, 'workspace' | 'asset' | 'discovery' | 'subscription'>;

/** The assets in memory: pass the same suite as the adapter, over the same owners as the registry beside them. */
export function fakeAssets(clock: Clock, owners = fakeOwners(clock)): Assets {
  const rows = new Map<string, Kept>();
  const nameOf = (workspace: string, asset: AssetRef) => JSON.stringify([workspace, assetName(asset)]);
  const shown = ({ workspace, asset, discovery, subscription }: Kept): AssetRow =>
    structuredClone({
      workspace,
      asset,
      linkedAt: owners.linkedAt(asset, workspace),
      ...(owners.letGo(asset, workspace) && { letGo: true }),
      ...(discovery && { discovery }),
      ...(subscription && { subscription }),
    });
  const rowOf = (workspace: string, asset: AssetRef): Kept | undefined =>
    rows.get(nameOf(workspace, asset)) ?? (owners.linkedAt(asset, workspace) ? { workspace, asset } : undefined);
  const all = (workspace: string) => {
    const found = new Map<string, Kept>();
    for (const { asset } of owners.ownedBy(workspace)) found.set(assetName(asset), { workspace, asset });
    for (const row of rows.values()) if (row.workspace === workspace) found.set(assetName(row.asset), row);
    return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  };

  return {
    async get(workspace, asset) {
      const row = rowOf(workspace, asset);
      return row && shown(row);
    },
    async list(workspace, { limit, kind, after }) {
      const found = all(workspace)
        .filter(({ asset }) => kind === undefined || asset.kind === kind)
        .filter(({ asset }) => after === undefined || assetName(asset) > after);
      const data = found.slice(0, limit).map(shown);
      const last = data.at(-1);
      return { data, after: found.length > limit && last ? assetName(last.asset) : null };
    },
    async discovered(workspace, connectionId, found) {
      for (const one of found) {
        const row = rowOf(workspace, one.asset) ?? { workspace, asset: one.asset };
        rows.set(nameOf(workspace, one.asset), { ...row, discovery: merged(row, connectionId, one, clock) });
      }
    },
    async subscribed(workspace, asset, subscription) {
      const row = rowOf(workspace, asset);
      if (row) rows.set(nameOf(workspace, asset), { ...row, subscription: structuredClone(subscription) });
    },
    async forget(workspace, connectionId) {
      const gone: AssetRef[] = [];
      for (const row of all(workspace)) {
        if (!row.discovery?.connections.includes(connectionId)) continue;
        const connections = row.discovery.connections.filter((id) => id !== connectionId);
        const name = nameOf(workspace, row.asset);
        if (connections.length > 0) rows.set(name, { ...row, discovery: { ...row.discovery, connections } });
        else {
          rows.delete(name);
          owners.free(row.asset, workspace);
          gone.push(row.asset);
        }
      }
      return gone;
    },
  };
}

function merged({ discovery: old }: Kept, connectionId: string, { asset, ...found }: Found, clock: Clock) {
  const connections = old?.connections ?? [];
  return {
    ...structuredClone(found),
    name: found.name ?? old?.name ?? null,
    ownerBusiness: found.ownerBusiness ?? old?.ownerBusiness ?? null,
    parent: found.parent ?? old?.parent ?? null,
    tasks: found.tasks.length > 0 ? [...found.tasks] : (old?.tasks ?? []),
    connections: connections.includes(connectionId) ? connections : [...connections, connectionId],
    discoveredAt: isoTime(clock.now()),
  };
}
