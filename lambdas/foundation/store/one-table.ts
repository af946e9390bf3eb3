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
export function namesIn(input: Readonly<Record<string, unknown>>): Names {
  let all = '';
  for (const name of expressions) if (typeof input[name] === 'string') all += ` ${input[name]}`;
  if (all === '' || known.has(all)) return known.get(all);
  const found = all.match(/#\w+/g);
  const names = found ? Object.fromEntries(found.map((name) => [name, name.slice(1)])) : undefined;
  if (known.size < mostKnown) known.set(all, names);
  return names;
}

type Names = Readonly<Record<string, string>> | undefined;

/** Our expressions are a few dozen constants. */
const known = new Map<string, Names>();
const mostKnown = 200;

/** The calls bound to one table by its physical name. */
export const oneTable =
  (calls: TableCalls, tableName: string): OneTable =>
  (operation, input) =>
    calls(operation, { TableName: tableName, ...input, ExpressionAttributeNames: namesIn(input) });
