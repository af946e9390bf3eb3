import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import { assetName } from '../../lambdas/foundation/core/ids.ts';
import type { UnknownAsset, UnknownAssets } from '../../lambdas/foundation/store/unknown-assets.ts';

const lifeMs = 30 * 24 * 3600_000;

/** The counts in memory: pass the same suite as the adapter. */
export function fakeUnknownAssets(clock: Clock): UnknownAssets {
  const counts = new Map<string, UnknownAsset>();
  const live = ({ lastSeenAt }: UnknownAsset) => Date.parse(lastSeenAt) + lifeMs > clock.now();
  return {
    async count(asset, at) {
      const seen = isoTime(at);
      const standing = counts.get(assetName(asset));
      const before = standing && live(standing) ? standing : { asset, count: 0, firstSeenAt: seen };
      counts.set(assetName(asset), { ...before, count: before.count + 1, lastSeenAt: seen });
    },
    async forget(asset) {
      counts.delete(assetName(asset));
    },
    async list() {
      return [...counts.values()].filter(live).sort((a, b) => (a.lastSeenAt < b.lastSeenAt ? 1 : -1));
    },
  };
}
