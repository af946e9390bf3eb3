import type { Row, TableAnswer, TableCalls, TableOperation } from '../../lambdas/foundation/store/table-calls.ts';
import { about, passes, updated } from './table-expressions.ts';

type Input = Readonly<Record<string, unknown>>;

const nameOf = ({ pk, sk }: Row) => JSON.stringify([pk, sk]);
const order = ({ sk }: Row) => String(sk);

/** As a table keeps a row: without what is undefined. */
const asKept = (row: Row): Row =>
  structuredClone(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)));

/**
 * A table in memory, for adapters without a cloud: conditions, transactions, batches, and queries that name a next page
 * whenever they end at their limit, as AWS may. Calls that come at once take turns. `rows` shows what lies there.
 */
export function fakeTable() {
  const rows = new Map<string, Row>();

  /** What one write leaves: a row, or nothing. Undefined when its condition does not hold. */
  const afterWrite = (operation: string, input: Input): { readonly name: string; readonly next?: Row } | undefined => {
    const key = (input.Item ?? input.Key) as Row;
    const name = nameOf(key);
    const context = about(rows.get(name), input);
    if (!passes(input.ConditionExpression, context)) return undefined;
    if (operation.startsWith('Delete')) return { name };
    if (operation.startsWith('Update')) return { name, next: asKept(updated(key, input, context)) };
    return { name, next: asKept(key) };
  };
  const settle = ({ name, next }: { readonly name: string; readonly next?: Row }) => {
    if (next) rows.set(name, next);
    else rows.delete(name);
  };
  const write = (operation: TableOperation, input: Input): TableAnswer => {
    const after = afterWrite(operation, input);
    const wantsOld = input.ReturnValuesOnConditionCheckFailure !== undefined;
    const Item = rows.get(nameOf((input.Item ?? input.Key) as Row));
    if (after === undefined) return { conditionFailed: true, ...(wantsOld && { Item }) };
    settle(after);
    if (input.ReturnValues === 'ALL_OLD') return { Attributes: Item };
    return { Attributes: input.ReturnValues === 'ALL_NEW' ? after.next : undefined };
  };
  const transact = ({ TransactItems }: Input): TableAnswer => {
    const parts = (TransactItems as readonly Readonly<Record<string, Input>>[]).flatMap((part) => Object.entries(part));
    const names = parts.map(([, input]) => nameOf((input.Item ?? input.Key) as Row));
    if (new Set(names).size < names.length) throw new Error('AWS refuses a transaction that touches a row twice');
    const after = parts.map(([operation, input]) => afterWrite(operation, input));
    const codes = after.map((one, at) => {
      const [name = '', wantsOld] = [names[at], parts[at]?.[1].ReturnValuesOnConditionCheckFailure !== undefined];
      if (one) return { code: 'None' };
      return { code: 'ConditionalCheckFailed', ...(wantsOld && { Item: rows.get(name) }) };
    });
    if (after.includes(undefined)) return { conditionFailed: true, reasons: codes };
    for (const one of after) if (one) settle(one);
    return {};
  };
  const query = (input: Input): TableAnswer => {
    const start = input.ExclusiveStartKey as Row | undefined;
    const direction = input.ScanIndexForward === false ? -1 : 1;
    const found = [...rows.values()]
      .filter((row) => passes(input.KeyConditionExpression, about(row, input)))
      .sort((a, b) => (order(a) < order(b) ? -direction : direction))
      .filter((row) => !start || (order(row) < order(start) ? -direction : direction) > 0)
      .filter((row) => !start || order(row) !== order(start));
    const Items = found.slice(0, Number(input.Limit ?? found.length));
    const last = Items.length === input.Limit ? Items.at(-1) : undefined;
    return {
      Items: Items.filter((row) => passes(input.FilterExpression, about(row, input))),
      ...(last && { LastEvaluatedKey: { pk: last.pk, sk: last.sk } }),
    };
  };
  const batch = ({ RequestItems }: Input): TableAnswer => {
    const Responses = Object.entries(RequestItems as Readonly<Record<string, { readonly Keys: readonly Row[] }>>).map(
      ([table, { Keys }]) =>
        [
          table,
          Keys.flatMap((key): readonly Row[] => {
            const row = rows.get(nameOf(key));
            return row ? [row] : [];
          }),
        ] as const,
    );
    return { Responses: Object.fromEntries(Responses) };
  };
  const answer = (operation: TableOperation, input: Input): TableAnswer => {
    if (operation === 'GetItem') return { Item: rows.get(nameOf(input.Key as Row)) };
    if (operation === 'Query') return query(input);
    if (operation === 'BatchGetItem') return batch(input);
    if (operation === 'TransactWriteItems') return transact(input);
    if (operation === 'BatchWriteItem') throw new Error('this table knows no BatchWriteItem');
    return write(operation, input);
  };
  const calls: TableCalls = async (operation, input) => {
    await new Promise((resolve) => setImmediate(resolve));
    return structuredClone(answer(operation, input));
  };
  return { calls, tableName: 't', rows: () => [...rows.values()].map((row) => structuredClone(row)) };
}
