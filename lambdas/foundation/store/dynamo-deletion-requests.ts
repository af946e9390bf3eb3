import { type Clock, unixSeconds } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import type { DeletionRequests } from './deletion-requests.ts';
import { type DeletionRequest, DeletionRequestRow } from './entities/deletion-request.ts';
import { oneTable } from './one-table.ts';
import type { TableCalls } from './table-calls.ts';
import { putVersion } from './versioned-row.ts';

/** What the requests stand on; `tableName` is the physical name of `state`. */
export interface DeletionDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
}

/** The deletion requests on the `state` table; an adapter of the port `DeletionRequests`. */
export function openDeletionRequests({ calls, tableName, clock }: DeletionDoors): DeletionRequests {
  const table = oneTable(calls, tableName);

  async function get(code: string): Promise<DeletionRequest | undefined> {
    const { Item } = await table('GetItem', { Key: DeletionRequestRow.key({ code }), ConsistentRead: true });
    const request = Item && DeletionRequestRow.parse(Item);
    return request && request.expiresAt > unixSeconds(clock.now()) ? request : undefined;
  }

  return {
    get,
    async create(request) {
      if (request.version !== 1) throw new Failure('bug', 'a deletion request begins with version 1');
      const { conditionFailed } = await table('PutItem', {
        Item: DeletionRequestRow.write(request),
        ConditionExpression: 'attribute_not_exists(#pk) OR #expiresAt <= :now',
        ExpressionAttributeValues: { ':now': unixSeconds(clock.now()) },
      });
      return (conditionFailed && (await get(request.code))) || request;
    },
    async advance(request, to) {
      const next: DeletionRequest = { ...request, ...to, version: request.version + 1 };
      await putVersion(table, DeletionRequestRow, next, request.version);
      return next;
    },
  };
}
