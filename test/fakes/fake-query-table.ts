import type { Row, TableCalls } from '../../lambdas/foundation/store/table-calls.ts';

/** How a page of a query may end: after `Limit` rows, or earlier, as DynamoDB's ends at 1 MB. */
export type PageCut = (limit: number) => number;

const words = ['channel', 'topic', 'kind'] as const;

/**
 * A table that answers only the queries of the event log (a range of one partition, newest first, with filters).
 * Unlike the emulator it ends its pages anywhere, as AWS may. `queries` counts them.
 */
export function fakeQueryTable(rows: readonly Row[], cutPage: PageCut) {
  const counted = { queries: 0 };
  const byPartition = new Map<unknown, Row[]>();
  for (const row of [...rows].sort((a, b) => (String(a.sk) < String(b.sk) ? 1 : -1))) {
    byPartition.set(row.pk, [...(byPartition.get(row.pk) ?? []), row]);
  }
  const calls: TableCalls = async (operation, input) => {
    if (operation !== 'Query') throw new Error(`this table only answers queries, not ${operation}`);
    counted.queries += 1;
    const values = input.ExpressionAttributeValues as Row;
    const [low, high] = [String(values[':low']), String(values[':high'])];
    if (low > high) throw new Error('DynamoDB refuses a range that ends before it begins');
    const start = input.ExclusiveStartKey as Row | undefined;
    const inRange = (byPartition.get(values[':pk']) ?? []).filter(
      ({ sk }) => String(sk) >= low && String(sk) <= high && (!start || String(sk) < String(start.sk)),
    );
    const page = inRange.slice(0, cutPage(Number(input.Limit)));
    const last = page.at(-1);
    const Items = page.filter((row) => passes(row, values, String(input.FilterExpression ?? '')));
    return { Items, ...(page.length < inRange.length && last && { LastEvaluatedKey: { pk: last.pk, sk: last.sk } }) };
  };
  return { calls, counted };
}

const passes = (row: Row, values: Row, filter: string) =>
  (!filter.includes(':now') || Number(row.expiresAt) > Number(values[':now'])) &&
  words.every((word) => !filter.includes(`:${word}`) || row[word] === values[`:${word}`]);
