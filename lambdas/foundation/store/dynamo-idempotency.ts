import { createHash, randomUUID } from 'node:crypto';
import { type Clock, unixSeconds } from '../core/clock.ts';
import { IdempotencyRow, type IdempotencyRowValue } from './entities/idempotency.ts';
import { packJson, unpackText } from './event-body.ts';
import { answerLimit, type Idempotency, type IdempotencyClaim, type IdempotentRequest } from './idempotency.ts';
import { type OneTable, oneTable } from './one-table.ts';
import type { TableCalls } from './table-calls.ts';

/** What the requests stand on; `tableName` is the physical name of `ledger`. */
export interface IdempotencyDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
}

const lifeMs = 48 * 3600_000;

const keyOf = ({ workspace, route, key }: IdempotentRequest) => ({
  workspace,
  keyHash: createHash('sha256').update(`${route}\n${key}`).digest('hex'),
});

/** Requests by their callers' keys on the `ledger` table; an adapter of the port `Idempotency`. */
export function openIdempotency({ calls, tableName, clock }: IdempotencyDoors): Idempotency {
  const table = oneTable(calls, tableName);
  return {
    claim: (request, leaseMs) => claimKey(table, request, leaseMs, clock.now()),
    async answer(request, token, status, answer) {
      const packed = packJson(answer ?? null);
      const kept = packed.byteLength <= answerLimit;
      await table('UpdateItem', {
        Key: IdempotencyRow.key(keyOf(request)),
        UpdateExpression: `SET #status = :status${kept ? ', #answer = :answer' : ''}`,
        ConditionExpression: '#claimToken = :token',
        ExpressionAttributeValues: { ':status': status, ':token': token, ...(kept && { ':answer': packed }) },
      });
    },
    async release(request, token) {
      await table('DeleteItem', {
        Key: IdempotencyRow.key(keyOf(request)),
        ConditionExpression: '#claimToken = :token AND #status = :unanswered',
        ExpressionAttributeValues: { ':token': token, ':unanswered': null },
      });
    },
  };
}

/** First put of a request, or take-over of a lapsed one. */
async function claimKey(
  table: OneTable,
  request: IdempotentRequest,
  leaseMs: number,
  now: number,
): Promise<IdempotencyClaim> {
  const row: IdempotencyRowValue = {
    ...keyOf(request),
    bodyHash: request.bodyHash,
    claimToken: randomUUID(),
    leaseUntil: now + leaseMs,
    status: null,
    expiresAt: unixSeconds(now + lifeMs),
  };
  const { conditionFailed, Item } = await table('PutItem', {
    Item: IdempotencyRow.write(row),
    ConditionExpression: 'attribute_not_exists(#pk) OR #expiresAt <= :now',
    ExpressionAttributeValues: { ':now': unixSeconds(now) },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  if (!conditionFailed) return { claim: 'mine', token: row.claimToken };
  if (Item === undefined) return { claim: 'busy' };
  const standing = IdempotencyRow.parse(Item);
  return claimable(standing, row, now) ?? takeOver(table, row, standing);
}

/** What a standing row means for a claim; undefined: it may be taken over. */
function claimable(
  standing: IdempotencyRowValue,
  { bodyHash, claimToken }: IdempotencyRowValue,
  now: number,
): IdempotencyClaim | undefined {
  // The first try of this very put went through and only its answer was lost.
  if (standing.claimToken === claimToken) return { claim: 'mine', token: claimToken };
  if (standing.bodyHash !== bodyHash) return { claim: 'other-body' };
  const { status, answer, leaseUntil } = standing;
  if (status !== null) {
    return answer && { claim: 'answered', status, answer: JSON.parse(unpackText(answer)) };
  }
  return leaseUntil > now ? { claim: 'busy' } : undefined;
}

/** Puts the row anew under this claim, if nobody claimed or answered it since it was read. */
async function takeOver(
  table: OneTable,
  row: IdempotencyRowValue,
  { claimToken, leaseUntil, status }: IdempotencyRowValue,
): Promise<IdempotencyClaim> {
  const { conditionFailed, Item } = await table('PutItem', {
    Item: IdempotencyRow.write(row),
    ConditionExpression: '#claimToken = :oldToken AND #leaseUntil = :oldLease AND #status = :oldStatus',
    ExpressionAttributeValues: { ':oldToken': claimToken, ':oldLease': leaseUntil, ':oldStatus': status },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  const isOurs = Item && IdempotencyRow.parse(Item).claimToken === row.claimToken;
  return conditionFailed && !isOurs ? { claim: 'busy' } : { claim: 'mine', token: row.claimToken };
}
