import type { OneTable } from './one-table.ts';
import type { Row } from './table-calls.ts';

/** Every row of one partition, by sort key, page by page as DynamoDB cuts them (1 MB). */
export async function* everyRow(table: OneTable, pk: string, projection?: readonly string[]): AsyncGenerator<Row> {
  let from: Row | undefined;
  do {
    const page = await table('Query', {
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
      ...(projection && { ProjectionExpression: projection.map((name) => `#${name}`).join(', ') }),
      ExclusiveStartKey: from,
    });
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
