import type { TableCalls } from '../../../../lambdas/foundation/store/table-calls.ts';
import { openProcess } from '../../../doors/messaging-under-test.ts';
import { handClock } from '../../../doors/store-under-test.ts';
import { strictCalls } from '../../../doors/strict-calls.ts';
import { fakeTable } from '../../../fakes/fake-table.ts';

/** Adapters over one table in memory, and what they ask of it. `before` may answer, or throw, in its stead. */
export function opened(before?: (operation: string, calls: TableCalls) => Promise<unknown> | undefined) {
  const { rows, ...table } = fakeTable();
  const asked: string[] = [];
  const calls: TableCalls = strictCalls(async (operation, input) => {
    const { pk = '' } = (input.Key ?? input.Item ?? {}) as { pk?: string };
    asked.push(`${operation} ${pk.split('#')[0]}`.trim());
    await before?.(operation, table.calls);
    return table.calls(operation, input);
  });
  const clock = { ...handClock(), chance: () => 0 };
  return { ...openProcess({ ...table, calls, clock }), clock, asked, rows, table };
}
