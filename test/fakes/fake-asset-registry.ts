import type { Clock } from '../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';
import { type AssetRef, assetName } from '../../lambdas/foundation/core/ids.ts';
import type { AssetRegistry } from '../../lambdas/foundation/store/asset-registry.ts';
import { ownerMemory } from '../../lambdas/foundation/store/owner-memory.ts';

/** Owners in memory. `process()` is one more worker process over the same owners: it remembers for 30 s. */
export function fakeOwners(clock: Clock) {
  const owners = new Map<string, { readonly asset: AssetRef; readonly owner: string }>();
  const process = (): AssetRegistry => {
    const memory = ownerMemory(clock);
    return {
      ownerOf: (asset) => memory.recall(assetName(asset), async () => owners.get(assetName(asset))?.owner),
      async link(asset, workspace) {
        const standing = owners.get(assetName(asset));
        if (standing && standing.owner !== workspace) {
          throw new Failure('conflict', 'this asset is linked to another workspace');
        }
        owners.set(assetName(asset), { asset, owner: workspace });
        memory.learn(assetName(asset), workspace);
        return standing ? 'already' : 'linked';
      },
      async list(workspace) {
        const owned = [...owners.values()].filter(({ owner }) => owner === workspace).map(({ asset }) => asset);
        return owned.sort((a, b) => (assetName(a) < assetName(b) ? -1 : 1));
      },
    };
  };
  return { process, move: (asset: AssetRef, owner: string) => owners.set(assetName(asset), { asset, owner }) };
}

/** One worker process alone. */
export const fakeAssetRegistry = (clock: Clock): AssetRegistry => fakeOwners(clock).process();
