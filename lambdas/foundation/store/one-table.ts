import type { TableAnswer, TableCalls, TableOperation } from './table-calls.ts';

/** A call to one table. In expressions `#name` stands for the attribute `name` (so no reserved word ever bites). */
export type OneTable = (
  operation: Exclude<TableOperation, 'BatchGetItem' | 'BatchWriteItem' | 'TransactWriteItems'>,
  input: Readonly<Record<string, unknown>>,
) => Promise<TableAnswer>;

const expressions = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
] as const;

/** The `ExpressionAttributeNames` that the expressions of one input need; undefined when they need none. */
export function namesIn(input: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> | undefined {
  const all = expressions.map((name) => input[name]).filter((text) => typeof text === 'string');
  const found = all.join(' ').match(/#\w+/g);
  return found ? Object.fromEntries(found.map((name) => [name, name.slice(1)])) : undefined;
}

/** The calls bound to one table by its physical name. */
export const oneTable =
  (calls: TableCalls, tableName: string): OneTable =>
  (operation, input) =>
    calls(operation, { TableName: tableName, ...input, ExpressionAttributeNames: namesIn(input) });
