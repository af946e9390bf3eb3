import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../../../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../../../lambdas/foundation/core/failure.ts';
import { openCollectors } from '../../../../lambdas/foundation/store/dynamo-collectors.ts';
import { openConversionDays } from '../../../../lambdas/foundation/store/dynamo-conversion-days.ts';
import { openConversions } from '../../../../lambdas/foundation/store/dynamo-conversions.ts';
import { openDatasetQualities } from '../../../../lambdas/foundation/store/dynamo-dataset-qualities.ts';
import { openIdempotency } from '../../../../lambdas/foundation/store/dynamo-idempotency.ts';
import { openQualityPolls } from '../../../../lambdas/foundation/store/dynamo-quality-polls.ts';
import { openWorkspaceSettings } from '../../../../lambdas/foundation/store/dynamo-workspace-settings.ts';
import { ConversionRow } from '../../../../lambdas/foundation/store/entities/conversion.ts';
import type { Row, TableAnswer, TableCalls } from '../../../../lambdas/foundation/store/table-calls.ts';
import { aCollector, aConversion } from '../../../doors/capi-under-test.ts';
import { handClock } from '../../../doors/store-under-test.ts';
import { strictCalls } from '../../../doors/strict-calls.ts';

type Input = Readonly<Record<string, unknown>>;

/** A table that answers as told; chance is 0, so that waits are short. */
function scripted(answer: (operation: string, input: Input) => TableAnswer | Promise<TableAnswer>) {
  const asked: { readonly operation: string; readonly input: Input }[] = [];
  const calls: TableCalls = strictCalls(async (operation, input) => {
    asked.push({ operation, input });
    return answer(operation, input);
  });
  return { asked, calls, tableName: 't', clock: { ...handClock(), chance: () => 0 }, retentionDays: 30 };
}

/** What a batch asks of the table. */
const keysOf = ({ RequestItems }: Input) => (RequestItems as { t: { Keys: readonly Row[] } }).t.Keys;
const putsOf = ({ RequestItems }: Input) => (RequestItems as { t: readonly { PutRequest: { Item: Row } }[] }).t;

/** A table that knows batches alone, and takes at most `most` rows of each, as a busy one does. */
function reluctant(most: number) {
  const rows = new Map<string, Row>();
  const nameOf = ({ pk, sk }: Row) => `${pk}\n${sk}`;
  return scripted((operation, input): TableAnswer => {
    if (operation === 'BatchWriteItem') {
      const puts = putsOf(input);
      for (const { PutRequest } of puts.slice(0, most)) rows.set(nameOf(PutRequest.Item), PutRequest.Item);
      return { UnprocessedItems: puts.length > most ? { t: puts.slice(most) } : {} };
    }
    const Keys = keysOf(input);
    const found = Keys.slice(0, most).flatMap((key): readonly Row[] => {
      const row = rows.get(nameOf(key));
      return row ? [row] : [];
    });
    const left = Keys.slice(most);
    const UnprocessedKeys = left.length > 0 ? { t: { Keys: left, ConsistentRead: true } } : {};
    return { Responses: { t: found }, UnprocessedKeys };
  });
}

const thousand = (clock: Clock) =>
  Array.from({ length: 1000 }, (_, at) => aConversion(clock, { workspace: 'w', eventId: `e${at}` }));

describe('a batch', () => {
  it('is 25 puts or 100 keys, and eight are on their way at once', async () => {
    let [onTheWay, most] = [0, 0];
    const doors = scripted(async () => {
      onTheWay += 1;
      most = Math.max(most, onTheWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      onTheWay -= 1;
      return {};
    });
    const conversions = openConversions(doors);
    const rows = thousand(doors.clock);
    await conversions.put([...rows, ...rows]);
    expect(doors.asked.map(({ operation }) => operation)).toEqual(Array(40).fill('BatchWriteItem'));
    expect(doors.asked.map(({ input }) => putsOf(input).length)).toEqual(Array(40).fill(25));
    expect(most).toBe(8);
    doors.asked.length = 0;
    expect(await conversions.find([...rows, ...rows])).toEqual([]);
    expect(doors.asked.map(({ input }) => keysOf(input).length)).toEqual(Array(10).fill(100));
    expect(most).toBe(8);
  });

  it('asks again for what the table left over', async () => {
    const doors = reluctant(20);
    const conversions = openConversions(doors);
    const rows = thousand(doors.clock).slice(0, 110);
    await conversions.put(rows);
    expect(doors.asked).toHaveLength(4 + 4 + 1);
    doors.asked.length = 0;
    const found = await conversions.find(rows);
    expect(doors.asked).toHaveLength(5 + 1);
    const ids = (all: readonly { readonly eventId: string }[]) => all.map(({ eventId }) => eventId).sort();
    expect(ids(found)).toEqual(ids(rows));
  });

  it('waits longer from round to round, and is unavailable in the end', async () => {
    const doors = reluctant(0);
    const at: number[] = [];
    const conversions = openConversions({
      ...doors,
      calls: async (...call) => {
        at.push(performance.now());
        return doors.calls(...call);
      },
    });
    const [row] = thousand(doors.clock);
    if (row === undefined) throw new Error('no row');
    for (const ask of [() => conversions.put([row]), () => conversions.find([row])]) {
      at.length = 0;
      await expect(ask()).rejects.toMatchObject({ kind: 'unavailable' });
      const waits = at.slice(1).map((time, before) => time - (at[before] ?? 0));
      expect(waits).toHaveLength(5);
      for (const [round, wait] of waits.entries()) expect(wait).toBeGreaterThan(25 * 2 ** round - 2);
    }
  });
});

describe('the adapters of the conversions', () => {
  it('let a throttled table be what it is: unavailable, whatever was asked', async () => {
    const doors = scripted(() => {
      throw new Failure('unavailable', 'dynamodb: ThrottlingException');
    });
    const conversion = aConversion(doors.clock);
    const [conversions, days] = [openConversions(doors), openConversionDays(doors)];
    const [collectors, settings, polls] = [
      openCollectors(doors),
      openWorkspaceSettings(doors),
      openQualityPolls(doors),
    ];
    const [qualities, idempotency] = [openDatasetQualities(doors), openIdempotency(doors)];
    const day = { workspace: 'w', pixel: 'p', day: '2026-11-21' };
    const request = { workspace: 'w', route: 'r', key: 'k', bodyHash: 'b' };
    const at = '2026-11-21T10:00:00.000Z';
    const settled = { workspace: 'w', pixels: [], country: null, dataProcessing: null, optOut: false, updatedAt: at };
    const asks = [
      () => conversions.find([conversion]),
      () => conversions.put([conversion]),
      () => conversions.list('w', 'e'),
      () => conversions.claim(conversion, 't'),
      () => conversions.release(conversion, 't'),
      () => days.add([{ ...day, eventName: 'Lead', counts: { accepted: 1 } }]),
      () => days.list('w', 'p', '2026-11-21'),
      () => collectors.get('w', 'c'),
      () => collectors.find('c'),
      () => collectors.put(aCollector()),
      () => collectors.list('w', { limit: 1 }),
      () => collectors.remove('w', 'c'),
      () => settings.get('w'),
      () => settings.put(settled, 0),
      () => qualities.put({ ...day, readAt: at, web: [] }),
      () => qualities.list('w', 'p', '2026-11-21'),
      () => polls.ensure('w', 'p', at),
      () => polls.get('w', 'p'),
      () => polls.settle({ workspace: 'w', pixel: 'p', dueAt: at, lastReadAt: null, failures: 0, reason: null }),
      () => polls.remove('w', 'p'),
      () => idempotency.claim(request, 1),
      () => idempotency.answer(request, 't', 200, {}),
      () => idempotency.release(request, 't'),
    ];
    for (const ask of asks) await expect(ask()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(doors.asked.length).toBeGreaterThanOrEqual(asks.length);
  });

  it('know their own first try again, whose answer was lost', async () => {
    let standing: Row | undefined;
    const doors = scripted((operation, input) => {
      if (operation === 'PutItem' && standing === undefined) standing = input.Item as Row;
      return { conditionFailed: true, Item: standing };
    });
    const request = { workspace: 'w', route: 'r', key: 'k', bodyHash: 'b' };
    const { claim } = openIdempotency(doors);
    expect(await claim(request, 1000)).toMatchObject({ claim: 'mine' });
    expect(doors.asked).toHaveLength(1);
    const lapsed = { ...standing, claimToken: 'another', leaseUntil: 0 };
    const takingOver = scripted((_, { Item, ConditionExpression }) => {
      const isFirst = String(ConditionExpression).startsWith('attribute_not_exists');
      return { conditionFailed: true, Item: isFirst ? lapsed : (Item as Row) };
    });
    expect(await openIdempotency(takingOver).claim(request, 1000)).toMatchObject({ claim: 'mine' });
    expect(takingOver.asked).toHaveLength(2);
  });

  it('keep a conversion for the days of the stage after it was accepted', async () => {
    const doors = scripted(() => ({}));
    const row = aConversion(doors.clock, { acceptedAt: '2026-11-21T10:00:00.000Z' });
    await openConversions({ ...doors, retentionDays: 7 }).put([row]);
    const [put] = doors.asked.flatMap(({ input }) => putsOf(input));
    expect(put?.PutRequest.Item.expiresAt).toBe(Date.parse('2026-11-28T10:00:00.000Z') / 1000);
    expect(put?.PutRequest.Item).toMatchObject({ ...ConversionRow.key(row) });
  });

  it('count a day of an event in one update, ten at once', async () => {
    let [onTheWay, most] = [0, 0];
    const doors = scripted(async () => {
      onTheWay += 1;
      most = Math.max(most, onTheWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      onTheWay -= 1;
      return {};
    });
    const day = { workspace: 'w', pixel: 'p', day: '2026-11-21', counts: { accepted: 2, key_em: 1 } };
    await openConversionDays(doors).add(Array.from({ length: 30 }, (_, at) => ({ ...day, eventName: `E${at}` })));
    expect(doors.asked.map(({ operation }) => operation)).toEqual(Array(30).fill('UpdateItem'));
    expect(most).toBe(10);
    expect(doors.asked[0]?.input.ExpressionAttributeValues).toEqual({
      ':accepted': 2,
      ':key_em': 1,
      ':expiresAt': Date.parse('2027-12-26T00:00:00.000Z') / 1000,
    });
  });
});
