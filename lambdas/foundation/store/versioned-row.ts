import type * as z from 'zod/mini';
import { Failure } from '../core/failure.ts';
import type { Entity } from './define-entity.ts';
import type { OneTable } from './one-table.ts';
import { sameValue } from './same-value.ts';

/** A row that counts its changes. */
interface Versioned {
  readonly version: number;
}

/**
 * Puts `next` in the place of the row that still is at `seen`; the same row found already there is our own first try,
 * whose answer was lost. Throws `Failure` `busy` when somebody else was first, `not-found` when the row is gone.
 */
export async function putVersion<S extends z.ZodMiniType<Versioned>, Key>(
  table: OneTable,
  entity: Entity<S, Key>,
  next: z.infer<S> & Key,
  seen: number,
): Promise<void> {
  const { conditionFailed, Item } = await table('PutItem', {
    Item: entity.write(next),
    ConditionExpression: seen === 0 ? 'attribute_not_exists(#pk)' : '#version = :seen',
    ...(seen > 0 && { ExpressionAttributeValues: { ':seen': seen } }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  if (!conditionFailed || (Item && sameValue(entity.parse(Item), entity.schema.parse(next)))) return;
  if (Item || seen === 0) throw new Failure('busy', `another worker changed this ${entity.name} meanwhile`);
  throw new Failure('not-found', `no such ${entity.name}`);
}
