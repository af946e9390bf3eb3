import type { Row, TableAnswer, TableCalls } from '../lambdas/foundation/store/table-calls.ts';

type Values = Readonly<Record<string, unknown>>;

/** What an operand of an expression stands for: a value that is given, an attribute of the row, or nothing. */
const operand = (word: string, row: Row | undefined, values: Values) =>
  word.startsWith(':') ? values[word] : row?.[word.slice(1)];

/** One comparison; like DynamoDB's it is false where an attribute is missing. */
function holds(text: string, row: Row | undefined, values: Values): boolean {
  const of = (word = '') => Number(operand(word, row, values));
  const absent = /^attribute_not_exists\((#\w+)\)$/.exec(text);
  if (absent) return operand(absent[1] ?? '', row, values) === undefined;
  const between = /^(#\w+) BETWEEN (:\w+) AND (:\w+)$/.exec(text);
  if (between) return of(between[1]) >= of(between[2]) && of(between[1]) <= of(between[3]);
  const [, left, sign, right] = /^(#\w+) (<=|<|>=) (:\w+)$/.exec(text) ?? [];
  if (!left) throw new Error(`this table cannot read the condition ${text}`);
  return sign === '<=' ? of(left) <= of(right) : sign === '<' ? of(left) < of(right) : of(left) >= of(right);
}

const allHold = (text: string, row: Row | undefined, values: Values) =>
  text.split(' OR ').some((any) => any.split(/ AND (?!:)/).every((one) => holds(one, row, values)));

function updated(text: string, row: Row, values: Values): Row {
  const after: Record<string, unknown> = { ...row };
  for (const part of text.replace(/^SET /, '').split(', ')) {
    const [, target = '', first = '', sign, second = ''] = /^#(\w+) = (\S+)(?: ([+-]) (\S+))?$/.exec(part) ?? [];
    const sum = () =>
      Number(operand(first, row, values)) + (sign === '-' ? -1 : 1) * Number(operand(second, row, values));
    after[target] = sign ? sum() : operand(first, row, values);
  }
  return after;
}

const nameOf = ({ pk, sk }: Row) => `${String(pk)}\n${String(sk)}`;

/** The rows of a batch, by table. */
const batchOf = (input: Values, read: (key: Row) => readonly Row[]) =>
  Object.fromEntries(
    Object.entries(input.RequestItems as Readonly<Record<string, { readonly Keys: readonly Row[] }>>).map(
      ([table, { Keys }]) => [table, Keys.flatMap(read)],
    ),
  );

/** A table in memory that reads the few kinds of expressions that the usage ledger writes, and counts its calls. */
export function ledgerTable() {
  const rows = new Map<string, Row>();
  const counted = { reads: 0, writes: 0, refused: 0 };
  const read = (key: Row): readonly Row[] => {
    counted.reads += 1;
    const row = rows.get(nameOf(key));
    return row ? [row] : [];
  };
  const calls: TableCalls = async (operation, input): Promise<TableAnswer> => {
    if (operation === 'BatchGetItem') return { Responses: batchOf(input, read) };
    const values = (input.ExpressionAttributeValues ?? {}) as Values;
    const { pk, sk } = (input.Key ?? input.Item) as Row;
    const name = nameOf({ pk, sk });
    const row = rows.get(name);
    counted.writes += 1;
    if (!allHold(String(input.ConditionExpression), row, values)) {
      counted.refused += 1;
      return { conditionFailed: true, Item: row };
    }
    const after =
      operation === 'PutItem'
        ? (input.Item as Row)
        : updated(String(input.UpdateExpression), row ?? { pk, sk }, values);
    rows.set(name, after);
    return { Attributes: after };
  };
  return { calls, counted, rows };
}
