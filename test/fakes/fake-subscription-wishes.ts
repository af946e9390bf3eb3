import { Failure } from '../../lambdas/foundation/core/failure.ts';
import {
  type SubscriptionWish,
  type SubscriptionWishes,
  wishedByDefault,
} from '../../lambdas/foundation/store/subscription-wishes.ts';

/** The declared webhook fields in memory: pass the same suite as the adapter. */
export function fakeSubscriptionWishes(): SubscriptionWishes {
  const rows = new Map<string, SubscriptionWish>();
  const none = { objects: wishedByDefault, perAsset: {}, version: 0, updatedAt: null };
  return {
    async get(workspace) {
      return structuredClone(rows.get(workspace) ?? { workspace, ...none });
    },
    async put(wish) {
      if ((rows.get(wish.workspace)?.version ?? 0) !== wish.version) {
        throw new Failure('busy', 'another worker changed this subscriptionWish meanwhile');
      }
      const next = structuredClone({ ...wish, version: wish.version + 1 });
      rows.set(wish.workspace, next);
      return structuredClone(next);
    },
  };
}
