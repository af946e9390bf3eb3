import { unixSeconds } from '../core/clock.ts';
import type { OneTable } from './one-table.ts';
import type { Row } from './table-calls.ts';

const lifeMs = 400 * 24 * 3600_000;

/** When a row about a day (`YYYY-MM-DD`, UTC) goes: 400 days after it, in Unix seconds. */
export const dayExpiry = (day: string) => unixSeconds(Date.parse(day) + lifeMs);

/** Rows of one partition whose sort key begins with a day, from `since` on, oldest first, those that are over as well. */
export async function* rowsSince(table: OneTable, pk: string, since: string): AsyncGenerator<Row> {
  let from: Row | undefined;
  do {
    const page = await table('Query', {
      KeyConditionExpression: '#pk = :pk AND #sk >= :since',
      ExpressionAttributeValues: { ':pk': pk, ':since': since },
      ExclusiveStartKey: from,
    });
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
