import type { BudgetRule } from '../core/budget-rule.ts';
import type { Clock } from '../core/clock.ts';
import type { TableCalls } from './table-calls.ts';

/** What the ledger stands on; `tableName` is the physical name of `ledger`, `rule` what decides (`meta/budget.ts`). */
export interface UsageLedgerDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
  readonly rule: BudgetRule;
}
