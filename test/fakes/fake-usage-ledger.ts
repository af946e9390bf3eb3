import {
  type Bucket,
  type BudgetMemory,
  type BudgetRule,
  untouched,
} from '../../lambdas/foundation/core/budget-rule.ts';
import type { Clock } from '../../lambdas/foundation/core/clock.ts';
import { type BudgetAsk, type BudgetKey, budgetName, type UsageLedger } from '../../lambdas/foundation/core/usage.ts';
import { budgetRule } from '../../lambdas/foundation/meta/budget.ts';

/** The ledger in memory: passes the same suite as the adapter; it sees every change at once, and shows its buckets. */
export function fakeUsageLedger(clock: Clock, rule: BudgetRule = budgetRule) {
  const buckets = new Map<string, Bucket>();
  const memories = new Map<string, { readonly key: BudgetKey; readonly memory: BudgetMemory }>();
  const turns = new Map<string, number>();
  const bucketOf = (name: string) => buckets.get(name) ?? untouched(clock.now());
  const turnOf = (name: string, account: string) => JSON.stringify([name, account]);

  const ledger: UsageLedger = {
    async ask({ keys, heldBy = [], priority, calls, account }: BudgetAsk) {
      const now = clock.now();
      const names = [...new Map(keys.map((key) => [budgetName(key), key])).entries()];
      const asked = names.map(([name, { id, useCase }]) => {
        const turn = id === account ? 0 : (turns.get(turnOf(name, account)) ?? 0);
        return {
          name,
          verdict: rule.decide(bucketOf(name), memories.get(name)?.memory, { useCase, priority, calls, turn }, now),
        };
      });
      const closed = heldBy.map((key) => memories.get(budgetName(key))?.memory.blockedUntil ?? 0);
      const waits = asked.flatMap(({ verdict }) => (verdict.go ? [] : [verdict.waitUntil]));
      waits.push(...closed.filter((until) => until > now));
      if (waits.length > 0) return { go: false, waitUntil: Math.max(...waits) };
      for (const { name, verdict } of asked) {
        if (!verdict.go) continue;
        const bucket = rule.take(bucketOf(name), verdict.step);
        if (bucket) buckets.set(name, bucket);
        if ((memories.get(name)?.memory.allowance ?? 0) > 0)
          turns.set(turnOf(name, account), verdict.step.turn + calls);
      }
      return { go: true };
    },
    async record(readings) {
      for (const reading of readings) {
        const name = budgetName(reading.key);
        const before = memories.get(name)?.memory;
        const after = rule.learn(bucketOf(name), before, reading, clock.now());
        if (rule.isNews(before, after)) memories.set(name, { key: reading.key, memory: after });
      }
    },
    async readings(keys) {
      return keys.flatMap((key) => {
        const found = memories.get(budgetName(key));
        if (!found) return [];
        const { percent, readAt, tier, blockedUntil } = found.memory;
        return [
          { key, percent, readAt, ...(tier && { tier }), ...(blockedUntil > readAt && { regainAt: blockedUntil }) },
        ];
      });
    },
  };
  return { ...ledger, bucketOf, memoryOf: (name: string) => memories.get(name)?.memory };
}
