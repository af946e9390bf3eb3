import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { TableAnswer, TableCalls, TableOperation } from '../../lambdas/foundation/store/table-calls.ts';

type Send = (documents: DynamoDBDocumentClient, input: never) => Promise<object>;

const operations: Readonly<Record<TableOperation, Send>> = {
  GetItem: (documents, input) => documents.send(new GetCommand(input)),
  PutItem: (documents, input) => documents.send(new PutCommand(input)),
  UpdateItem: (documents, input) => documents.send(new UpdateCommand(input)),
  DeleteItem: (documents, input) => documents.send(new DeleteCommand(input)),
  Query: (documents, input) => documents.send(new QueryCommand(input)),
  BatchGetItem: (documents, input) => documents.send(new BatchGetCommand(input)),
  BatchWriteItem: (documents, input) => documents.send(new BatchWriteCommand(input)),
  TransactWriteItems: (documents, input) => documents.send(new TransactWriteCommand(input)),
};

interface Cancelled {
  readonly name: string;
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

const isCancelled = (thrown: unknown): thrown is Cancelled => thrown instanceof Error && 'name' in thrown;

/** The store's calls on an operator's own credentials, by the SDK; a failed condition is an answer, as the port says. */
export function tableCalls(documents: DynamoDBDocumentClient): TableCalls {
  return async (operation, input): Promise<TableAnswer> => {
    try {
      return await operations[operation](documents, input as never);
    } catch (thrown) {
      if (!isCancelled(thrown)) throw thrown;
      if (thrown.name === 'ConditionalCheckFailedException') return { conditionFailed: true };
      const reasons = (thrown.CancellationReasons ?? []).map(({ Code = 'None' }) => ({ code: Code }));
      if (reasons.some(({ code }) => code === 'ConditionalCheckFailed')) return { conditionFailed: true, reasons };
      throw thrown;
    }
  };
}
