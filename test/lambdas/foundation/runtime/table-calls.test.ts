import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromAttributes, toAttributes } from '../../../../lambdas/foundation/runtime/attribute-values.ts';
import { makeTableCalls } from '../../../../lambdas/foundation/runtime/table-calls.ts';
import { no, ok, scriptedAws } from './scripted-aws.ts';

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.uniqueArray(fc.string(), { minLength: 1 }).map((all) => new Set(all)),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
})).value;

describe('attribute values', () => {
  it('are the forms of DynamoDB’s API', () => {
    const row = {
      ...{ s: 'text', n: 1.5, yes: true, none: null, bytes: Uint8Array.of(1, 2), set: new Set(['a', 'b']) },
      ...{ list: ['x', 2], map: { deep: 'y' }, absent: undefined },
    };
    expect(toAttributes(row)).toEqual({
      ...{ s: { S: 'text' }, n: { N: '1.5' }, yes: { BOOL: true }, none: { NULL: true }, bytes: { B: 'AQI=' } },
      ...{ set: { SS: ['a', 'b'] }, list: { L: [{ S: 'x' }, { N: '2' }] }, map: { M: { deep: { S: 'y' } } } },
    });
  });

  it('come back as they went', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), plain), (row) => {
        const wire: unknown = JSON.parse(JSON.stringify(toAttributes(row)));
        expect(fromAttributes(wire)).toEqual({ ...row });
      }),
    );
  });

  it('has none for a function', () => {
    expect(() => toAttributes({ f: () => 1 })).toThrow('a row cannot hold a function');
  });
});

describe('table calls', () => {
  it('turn rows into typed values at any depth, and nothing else', async () => {
    const { calls, asked } = scriptedAws(() => ok());
    const Update = { TableName: 't', Key: { pk: 'a' }, ExpressionAttributeValues: { ':n': 1 } };
    const RequestItems = { t: { Keys: [{ pk: 'b' }], ProjectionExpression: 'pk' } };
    await makeTableCalls(calls)('TransactWriteItems', { TransactItems: [{ Update }, { Put: { Item: { pk: 'c' } } }] });
    await makeTableCalls(calls)('BatchGetItem', { RequestItems });
    expect(asked.map(({ body }) => body)).toEqual([
      {
        TransactItems: [
          { Update: { TableName: 't', Key: { pk: { S: 'a' } }, ExpressionAttributeValues: { ':n': { N: '1' } } } },
          { Put: { Item: { pk: { S: 'c' } } } },
        ],
      },
      { RequestItems: { t: { Keys: [{ pk: { S: 'b' } }], ProjectionExpression: 'pk' } } },
    ]);
  });

  it('answer plain rows; keys left over can be asked for again as they are', async () => {
    const typed = { pk: { S: 'a' }, n: { N: '7' } };
    const { calls, asked } = scriptedAws(() =>
      ok({
        ...{ Item: typed, Attributes: typed, Items: [typed], Count: 1, LastEvaluatedKey: { pk: { S: 'a' } } },
        Responses: { t: [typed] },
        UnprocessedKeys: { t: { Keys: [{ pk: { S: 'z' } }] } },
      }),
    );
    const table = makeTableCalls(calls);
    const answer = await table('BatchGetItem', {});
    const row = { pk: 'a', n: 7 };
    expect(answer).toMatchObject({ Item: row, Attributes: row, Items: [row], Count: 1, LastEvaluatedKey: { pk: 'a' } });
    expect(answer.Responses).toEqual({ t: [row] });
    await table('BatchGetItem', { RequestItems: answer.UnprocessedKeys });
    expect(asked[1]?.body).toEqual({ RequestItems: { t: { Keys: [{ pk: { S: 'z' } }] } } });
  });

  it('answer a failed condition with the old row', async () => {
    const { calls } = scriptedAws(() => no('ConditionalCheckFailedException', 400, { Item: { pk: { S: 'old' } } }));
    expect(await makeTableCalls(calls)('PutItem', {})).toEqual({ conditionFailed: true, Item: { pk: 'old' } });
  });

  it('tell a transaction’s failed condition from a conflict and from a mistake', async () => {
    const cancelledBy = (...codes: string[]) =>
      makeTableCalls(
        scriptedAws(() =>
          no('TransactionCanceledException', 400, { CancellationReasons: codes.map((Code) => ({ Code })) }),
        ).calls,
      )('TransactWriteItems', {});
    expect(await cancelledBy('None', 'ConditionalCheckFailed')).toMatchObject({
      conditionFailed: true,
      reasons: [{ code: 'None' }, { code: 'ConditionalCheckFailed' }],
    });
    await expect(cancelledBy('TransactionConflict', 'None')).rejects.toMatchObject({
      kind: 'unavailable',
      outcome: 'transaction-conflict',
    });
    const throttled = { kind: 'unavailable', outcome: 'unavailable' };
    await expect(cancelledBy('None', 'ThrottlingError')).rejects.toMatchObject(throttled);
    await expect(cancelledBy('ValidationError')).rejects.toMatchObject({ kind: 'bug' });
  });

  it('call a missing right a bug', async () => {
    const { calls } = scriptedAws(() => no('AccessDeniedException'));
    const message = 'dynamodb Query: AccessDeniedException';
    await expect(makeTableCalls(calls)('Query', {})).rejects.toMatchObject({ kind: 'bug', message });
  });
});
