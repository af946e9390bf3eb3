import { encodePart } from './key-parts.ts';
import type { OneTable } from './one-table.ts';
import type { Row } from './table-calls.ts';

/** Which rows of one partition. */
export interface NamePage {
  readonly pk: string;
  readonly limit: number;
  /** The last name of the page before, not encoded. */
  readonly after?: string;
  /** What the names begin with, not encoded; absent: all. */
  readonly begins?: string;
}

/** One page of a partition whose sort key is one name, by name; `more` tells whether another row follows. */
export async function pageByName(
  table: OneTable,
  { pk, limit, after, begins = '' }: NamePage,
): Promise<{ readonly rows: readonly Row[]; readonly more: boolean }> {
  const start = encodePart(begins);
  // Keys hold signs from `!` to `~`: nothing stands between a name and itself with `!`, and DEL is above all of them.
  const [low, high] = [after === undefined ? start : `${encodePart(after)}!`, `${start}\u007f`];
  if (low > high) return { rows: [], more: false };
  const { Items = [], LastEvaluatedKey } = await table('Query', {
    KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :low AND :high',
    ExpressionAttributeValues: { ':pk': pk, ':low': low || ' ', ':high': high },
    Limit: limit + 1,
    // Linking lists what it wrote a moment ago.
    ConsistentRead: true,
  });
  return { rows: Items.slice(0, limit), more: Items.length > limit || LastEvaluatedKey !== undefined };
}
