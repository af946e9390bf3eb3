import { Failure } from '../core/failure.ts';
import { type Row, type TableAnswer, type TableCalls, transactionConflict } from '../store/table-calls.ts';
import { fromAttributes, toAttributes } from './attribute-values.ts';
import type { AwsCalls } from './aws-calls.ts';
import { callJson, refusal } from './aws-json.ts';
import { isRecord, listAt, textAt } from './json-record.ts';

/** Members that hold one row, and the one that holds a list of them, at any depth of an input or of what is left. */
const rowMembers = new Set(['Item', 'Key', 'ExclusiveStartKey', 'ExpressionAttributeValues']);
const rowLists = new Set(['Keys']);

type Convert = (row: Row) => Row;

function converted(input: Row, convert: Convert): Row {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, convertMember(name, value, convert)]));
}

function convertMember(name: string, value: unknown, convert: Convert): unknown {
  if (rowMembers.has(name) && isRecord(value)) return convert(value);
  if (rowLists.has(name) && Array.isArray(value)) return value.map((row: Row) => convert(row));
  if (Array.isArray(value)) return value.map((one) => convertMember('', one, convert));
  return isRecord(value) ? converted(value, convert) : value;
}

/** DynamoDB's calls with plain rows. */
export function makeTableCalls(aws: AwsCalls): TableCalls {
  return async (operation, input) => {
    const { error, body } = await callJson(aws, 'dynamodb', operation, converted(input, toAttributes));
    if (!error) return answerOf(body);
    if (error === 'ConditionalCheckFailedException') return { conditionFailed: true, Item: rowAt(body, 'Item') };
    if (error === 'TransactionCanceledException') return cancelled(body);
    throw refusal('dynamodb', operation, error);
  };
}

function rowAt(body: unknown, name: string): Row | undefined {
  const row = isRecord(body) ? body[name] : undefined;
  return row === undefined ? undefined : fromAttributes(row);
}

function recordAt(body: unknown, name: string): Row | undefined {
  const record = isRecord(body) ? body[name] : undefined;
  return isRecord(record) ? record : undefined;
}

function answerOf(body: unknown): TableAnswer {
  const count = isRecord(body) ? body.Count : undefined;
  const unprocessed = (name: string) => {
    const left = recordAt(body, name);
    return left && converted(left, fromAttributes);
  };
  const responses = recordAt(body, 'Responses');
  return {
    Item: rowAt(body, 'Item'),
    Attributes: rowAt(body, 'Attributes'),
    Items: listAt(body, 'Items').map(fromAttributes),
    Count: typeof count === 'number' ? count : undefined,
    LastEvaluatedKey: rowAt(body, 'LastEvaluatedKey'),
    Responses: responses && rowsByTable(responses),
    UnprocessedKeys: unprocessed('UnprocessedKeys'),
    UnprocessedItems: unprocessed('UnprocessedItems'),
  };
}

const rowsByTable = (responses: Row) =>
  Object.fromEntries(Object.keys(responses).map((table) => [table, listAt(responses, table).map(fromAttributes)]));

/** A cancelled transaction: a failed condition is an answer, anything else (a conflict, a throttle) passes. */
function cancelled(body: unknown): TableAnswer {
  const reasons = listAt(body, 'CancellationReasons').map((reason) => ({
    code: textAt(reason, 'Code'),
    Item: rowAt(reason, 'Item'),
  }));
  if (reasons.some(({ code }) => code === 'ConditionalCheckFailed')) return { conditionFailed: true, reasons };
  const code = reasons.find((reason) => reason.code !== 'None')?.code ?? 'cancelled';
  const outcome = code === 'TransactionConflict' ? { outcome: transactionConflict } : {};
  throw new Failure(
    code === 'ValidationError' ? 'bug' : 'unavailable',
    `dynamodb TransactWriteItems: ${code}`,
    outcome,
  );
}
