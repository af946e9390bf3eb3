import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';
import { type AssetRef, assetName } from '../../lambdas/foundation/core/ids.ts';
import type { AssetRegistry } from '../../lambdas/foundation/store/asset-registry.ts';
import { ownerMemory } from '../../lambdas/foundation/store/owner-memory.ts';

/** Who owns an asset, since when (ISO-8601). */
interface FakeOwner {
  readonly asset: AssetRef;
  readonly owner: string;
  readonly linkedAt: string;
}

/**
 * Owners in memory. `process()` is one more worker process over the same owners: it remembers for 30 s. `linkedAt`,
 * `letGo` and `free` are what the list of assets stands on.
 */
export function fakeOwners(clock: Clock) {
  const owners = new Map<string, FakeOwner>();
  const marks = new Set<string>();
  const markOf = (asset: AssetRef, workspace: string) => JSON.stringify([workspace, assetName(asset)]);
  const letGo = (asset: AssetRef, workspace: string) => marks.has(markOf(asset, workspace));
  const move = (asset: AssetRef, owner: string) => {
    owners.set(assetName(asset), { asset, owner, linkedAt: isoTime(clock.now()) });
    marks.delete(markOf(asset, owner));
  };
  const ownedBy = (workspace: string) => [...owners.values()].filter(({ owner }) => owner === workspace);
  const free = (asset: AssetRef, workspace: string) => {
    if (owners.get(assetName(asset))?.owner === workspace) owners.delete(assetName(asset));
  };
  const linkedAt = (asset: AssetRef, workspace: string) => {
    const standing = owners.get(assetName(asset));
    return standing?.owner === workspace ? standing.linkedAt : null;
  };
  const process = (): AssetRegistry => {
    const memory = ownerMemory(clock);
    return {
      ownerOf: (asset) => memory.recall(assetName(asset), async () => owners.get(assetName(asset))?.owner),
      async link(asset, workspace) {
        const standing = owners.get(assetName(asset));
        if (standing && standing.owner !== workspace) {
          throw new Failure('conflict', 'this asset is linked to another workspace');
        }
        if (standing === undefined) move(asset, workspace);
        memory.learn(assetName(asset), workspace);
        return standing ? 'already' : 'linked';
      },
      async unlink(asset, workspace) {
        memory.forget(assetName(asset));
        if (owners.get(assetName(asset))?.owner === workspace) marks.add(markOf(asset, workspace));
        free(asset, workspace);
      },
      async list(workspace) {
        const owned = ownedBy(workspace).map(({ asset }) => asset);
        return owned.sort((a, b) => (assetName(a) < assetName(b) ? -1 : 1));
      },
    };
  };
  return { process, move, linkedAt, letGo, free, ownedBy };
}

/** One worker process alone. */
export const fakeAssetRegistry = (clock: Clock): AssetRegistry => fakeOwners(clock).process();
