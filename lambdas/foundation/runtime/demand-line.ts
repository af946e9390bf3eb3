import type { TableName } from '../contract/resources.ts';
import { Failure } from '../core/failure.ts';

/** The bucket of a function; throws `Failure` `misconfigured` when its line names no blobs. */
export function demandBucket(bucket: string | undefined): string {
  if (!bucket) throw new Failure('misconfigured', 'this function’s line names no blobs');
  return bucket;
}

/** A table's name; throws `Failure` `misconfigured` when the function's line does not name the table. */
export function demandTable(names: Readonly<Partial<Record<TableName, string>>>, table: TableName): string {
  const name = names[table];
  if (!name) throw new Failure('misconfigured', `this function’s line does not name the table ${table}`);
  return name;
}
