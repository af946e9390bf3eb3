import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../../../lambdas/foundation/core/failure.ts';
import { type TableCalls, transactionConflict } from '../../../../lambdas/foundation/store/table-calls.ts';
import { anOutboundMessage, openProcess } from '../../../doors/messaging-under-test.ts';
import { handClock } from '../../../doors/store-under-test.ts';
import { fakeTable } from '../../../fakes/fake-table.ts';
import { opened } from './opened-adapters.ts';

describe('taking a message', () => {
  it('is one transaction of its row, its place and its line, and of a message without a thread two', async () => {
    const { outbound, clock, asked, rows } = opened();
    const message = anOutboundMessage(clock);
    await outbound.accept(message);
    expect(asked.splice(0)).toEqual(['TransactWriteItems']);
    const names = () => rows().map(({ pk }) => String(pk).split('#')[0]);
    expect(names().sort()).toEqual(['lanePlace', 'outboundMessage', 'threadMessage']);
    await outbound.accept({ ...message, id: 's_2', threadId: null });
    expect(names()).toHaveLength(5);
  });

  it('is tried again when it meets another transaction, and is busy when it does every time', async () => {
    for (const conflicts of [1, 7, 8]) {
      let left = conflicts;
      const { outbound, clock, asked } = opened(async (operation) => {
        if (operation !== 'TransactWriteItems' || left === 0) return;
        left -= 1;
        throw new Failure('unavailable', 'a conflict', { outcome: transactionConflict });
      });
      const message = anOutboundMessage(clock);
      const taken = outbound.accept(message);
      if (conflicts === 8) await expect(taken).rejects.toMatchObject({ kind: 'busy' });
      else expect(await taken).toBeUndefined();
      expect(asked).toHaveLength(Math.min(conflicts + 1, 8));
    }
  });

  it('is done when the answer to the first try was lost', async () => {
    let times = 0;
    const { rows, ...table } = fakeTable();
    const calls: TableCalls = async (operation, input) => {
      times += 1;
      await table.calls(operation, input);
      return table.calls(operation, input);
    };
    const { outbound } = openProcess({ ...table, calls, clock: handClock() });
    expect(await outbound.accept(anOutboundMessage(handClock()))).toBeUndefined();
    expect(times).toBe(1);
    expect(rows()).toHaveLength(3);
  });
});

describe('a lane', () => {
  const lane = { workspace: 'w', lane: 't' };
  const dueAt = isoTime(handClock().now() + 60_000);
  /** Adapters whose every call is made twice, as by a client that lost the first answer. */
  const stammering = () => {
    const { rows: _, ...table } = fakeTable();
    const calls: TableCalls = async (operation, input) => {
      await table.calls(operation, input);
      return table.calls(operation, input);
    };
    const clock = handClock();
    return { ...openProcess({ ...table, calls, clock }), plain: openProcess({ ...table, clock }) };
  };

  it('is entered and claimed by one update, by two when it is held', async () => {
    const { lanes, asked } = opened();
    await lanes.enter(lane, dueAt, 1000);
    expect(asked.splice(0)).toEqual(['UpdateItem lane']);
    await lanes.enter(lane, dueAt, 1000);
    expect(asked.splice(0)).toEqual(['UpdateItem lane', 'UpdateItem lane']);
    await lanes.enter(lane, isoTime(0), 1000);
    expect(asked.splice(0)).toEqual(['UpdateItem lane', 'UpdateItem lane', 'UpdateItem lane']);
  });

  it('is ours when only the answer to the first try was lost', async () => {
    const { lanes, plain } = stammering();
    const { seq, claim } = await lanes.enter(lane, dueAt, 60_000);
    expect(claim).toMatchObject({ seq });
    const left = { dueAt: undefined, notBefore: 0, paceAt: 0 };
    expect(claim && (await plain.lanes.release(lane, claim, left))).toBe('released');
    const again = await lanes.claim(lane, 60_000);
    expect(again).toMatchObject({ seq: expect.any(Number), token: expect.any(String) });
    expect(again !== 'held' && (await plain.lanes.release(lane, again, left))).toBe('released');
  });

  it('is claimed at last when it is let go between the claim and the nudge', async () => {
    let releases = 0;
    const { lanes, asked } = opened(async (operation, calls) => {
      if (operation !== 'UpdateItem' || asked.length !== 3) return;
      releases += 1;
      const Key = { pk: 'lane#w#t', sk: 'lane' };
      const ExpressionAttributeNames = { '#leaseUntil': 'leaseUntil' };
      const UpdateExpression = 'SET #leaseUntil = :zero';
      const update = { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues: { ':zero': 0 } };
      await calls('UpdateItem', { TableName: 't', Key, ...update });
    });
    await lanes.enter(lane, dueAt, 60_000);
    expect(await lanes.claim(lane, 60_000)).toMatchObject({ seq: 1 });
    expect(releases).toBe(1);
    expect(asked).toHaveLength(4);
  });
});
