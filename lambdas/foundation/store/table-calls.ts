/** The operations that we use; `Scan` is not among them. */
export type TableOperation =
  | 'GetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'Query'
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'TransactWriteItems';

/** A row as plain values: numbers are JavaScript numbers, binaries `Uint8Array`, string sets `Set<string>`. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * What DynamoDB answers, rows as plain values. A failed condition is an answer too: `Item` is then the old row, if it
 * was asked for by `ReturnValuesOnConditionCheckFailure`, and `reasons` tells a cancelled transaction's parts apart.
 */
export interface TableAnswer {
  readonly conditionFailed?: true;
  readonly reasons?: readonly { readonly code: string; readonly Item?: Row }[];
  readonly Item?: Row;
  readonly Attributes?: Row;
  readonly Items?: readonly Row[];
  readonly Count?: number;
  readonly LastEvaluatedKey?: Row;
  readonly Responses?: Readonly<Record<string, readonly Row[]>>;
  readonly UnprocessedKeys?: Readonly<Record<string, unknown>>;
  readonly UnprocessedItems?: Readonly<Record<string, unknown>>;
}

/** The `outcome` of a transaction that met another call at one of its rows. */
export const transactionConflict = 'transaction-conflict';

/**
 * One call to DynamoDB, with the names of its API and plain values in `Item`, `Key`, `ExclusiveStartKey` and
 * `ExpressionAttributeValues`, at any depth. Throws `Failure` `unavailable` when the table throttles or cannot be
 * reached (`transactionConflict` is one outcome of that), else `bug`.
 */
export type TableCalls = (operation: TableOperation, input: Readonly<Record<string, unknown>>) => Promise<TableAnswer>;
