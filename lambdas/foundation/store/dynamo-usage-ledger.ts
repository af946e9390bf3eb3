import type { Clock } from '../core/clock.ts';
import { type BudgetAnswer, type BudgetKey, budgetName, type UsageLedger, type UsageReading } from '../core/usage.ts';
import { type BudgetView, budgetViews } from './budget-views.ts';
import { keepReading } from './keep-reading.ts';
import { oneTable } from './one-table.ts';
import { decided, takeAll } from './take-steps.ts';
import type { UsageLedgerDoors } from './usage-ledger-doors.ts';

/** Part of a wait that is added by chance, at most `mostSpreadMs`: who waited together does not come together. */
const spreadPart = 0.1;
const mostSpreadMs = 10_000;

/** The shared memory of Meta's limits on the `ledger` table; an adapter of the port `UsageLedger`. */
export function openUsageLedger({ calls, tableName, clock, rule }: UsageLedgerDoors): UsageLedger {
  const table = oneTable(calls, tableName);
  const { viewsOf, turnOf } = budgetViews({ calls, tableName, clock });
  const doors = { table, turnOf, clock, rule };

  return {
    async ask(ask) {
      const { keys, heldBy = [] } = ask;
      const all = await viewsOf(distinct([...keys, ...heldBy]), ask.account);
      const drawn = new Set(keys.map(budgetName));
      const views = all.filter(({ key }) => drawn.has(budgetName(key)));
      const verdicts = await Promise.all(views.map((view) => decided(view, ask, doors)));
      const known = verdicts.map((verdict) => (verdict.go ? 0 : verdict.waitUntil));
      const closed = all.map(({ memory }) => closedUntil(memory, clock));
      const waitUntil = Math.max(0, ...known, ...closed) || (await takeAll(views, ask, doors));
      return answerOf(waitUntil, clock);
    },
    async record(readings) {
      const views = await viewsOf(distinct(readings.map(({ key }) => key)));
      const byName = new Map(views.map((view) => [budgetName(view.key), view]));
      for (const reading of readings) {
        const view = byName.get(budgetName(reading.key));
        if (view) await keepReading(table, view, reading, doors);
      }
    },
    async readings(keys) {
      const views = await viewsOf(distinct(keys));
      return views.flatMap(readingOf);
    },
  };
}

/** Each allowance once, in one order for all, so that two asks never hold what the other wants. */
const distinct = (keys: readonly BudgetKey[]): readonly BudgetKey[] =>
  [...new Map(keys.map((key) => [budgetName(key), key])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, key]) => key);

/** Until when Meta has closed an allowance, milliseconds since 1970; 0: it is open. */
function closedUntil(memory: BudgetView['memory'], { now }: Clock): number {
  const { blockedUntil = 0 } = memory ?? {};
  return blockedUntil > now() ? blockedUntil : 0;
}

function answerOf(waitUntil: number, clock: Clock): BudgetAnswer {
  if (waitUntil === 0) return { go: true };
  const wait = Math.max(0, waitUntil - clock.now());
  const spread = Math.min(mostSpreadMs, wait * spreadPart) * clock.chance();
  return { go: false, waitUntil: Math.ceil(waitUntil + spread) };
}

function readingOf({ key, memory }: BudgetView): readonly UsageReading[] {
  if (!memory) return [];
  const { percent, readAt, tier, blockedUntil } = memory;
  return [{ key, percent, readAt, ...(tier && { tier }), ...(blockedUntil > readAt && { regainAt: blockedUntil }) }];
}
