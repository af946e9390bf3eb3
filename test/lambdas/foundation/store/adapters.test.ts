import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../../lambdas/foundation/core/failure.ts';
import { budgetRule } from '../../../../lambdas/foundation/meta/budget.ts';
import { openAssetRegistry } from '../../../../lambdas/foundation/store/dynamo-asset-registry.ts';
import { openDueRows } from '../../../../lambdas/foundation/store/dynamo-due-rows.ts';
import { openParkedItems } from '../../../../lambdas/foundation/store/dynamo-parked-items.ts';
import { openReplayJobs } from '../../../../lambdas/foundation/store/dynamo-replay-jobs.ts';
import { openUnknownAssets } from '../../../../lambdas/foundation/store/dynamo-unknown-assets.ts';
import { openUsageLedger } from '../../../../lambdas/foundation/store/dynamo-usage-ledger.ts';
import { openWebhookEvents } from '../../../../lambdas/foundation/store/dynamo-webhook-events.ts';
import { AssetOwner } from '../../../../lambdas/foundation/store/entities/asset-owner.ts';
import type { TableAnswer, TableCalls } from '../../../../lambdas/foundation/store/table-calls.ts';
import { aClaim, anEvent, freshAsset, handClock } from '../../../doors/store-under-test.ts';
import { faultsOf, strictCalls } from '../../../doors/strict-calls.ts';

const dayMs = 24 * 3600_000;

/** A table that answers as told, and the names of what it was asked. */
function scripted(answer: (operation: string, input: Readonly<Record<string, unknown>>) => TableAnswer = () => ({})) {
  const asked: string[] = [];
  const calls: TableCalls = strictCalls(async (operation, input) => {
    asked.push([operation, ...keysIn(input).map(({ pk = '' }) => pk.split('#')[0])].join(' ').trim());
    return answer(operation, input);
  });
  return { asked, calls, tableName: 't', clock: handClock() };
}

/** The keys of what an operation is about, of a batch all of them. */
function keysIn({ RequestItems, Key, Item }: Readonly<Record<string, unknown>>): readonly { readonly pk?: string }[] {
  const { t } = (RequestItems ?? {}) as { t?: { Keys?: { pk: string }[] } };
  return t?.Keys ?? [(Key ?? Item ?? {}) as { pk?: string }];
}

const refusing = () =>
  scripted(() => {
    throw new Failure('unavailable', 'dynamodb: ThrottlingException');
  });

const aKey = { scope: 'app', id: '1234567890', useCase: 'platform' } as const;
const anAsk = { keys: [aKey], priority: 'today', account: 'account-1', calls: 1 } as const;

describe('the adapters', () => {
  it('let a throttled table be what it is: unavailable, whatever was asked', async () => {
    const doors = refusing();
    const [event, claim, asset] = [anEvent(doors.clock), aClaim(doors.clock), freshAsset()];
    const events = openWebhookEvents({ ...doors, retentionDays: 30 });
    const [parked, jobs] = [openParkedItems(doors), openReplayJobs(doors)];
    const at = new Date(doors.clock.now()).toISOString();
    const job = {
      id: 'j',
      workspace: 'w',
      from: at,
      to: at,
      dryRun: false,
      force: false,
      state: 'running',
      requestedAt: at,
      updatedAt: at,
      examined: 0,
      selected: 0,
      cursor: null,
    } as const;
    const asks = [
      () => events.claim(event, claim),
      () => events.claimForReplay(event, event, { ...claim, replayId: 'r', force: true }),
      () => events.settle(event, claim),
      () => events.release(event, claim),
      () => events.park(event, claim),
      () => events.reopen(event),
      () => events.get(event),
      () => events.list('w', {}, 10),
      () => parked.get('w', 'i'),
      () => parked.list('w', {}, 10),
      () => parked.remove({ workspace: 'w', id: 'i', parkedAt: at }),
      () =>
        parked.put({
          workspace: 'w',
          id: 'i',
          queue: 'webhookEvents',
          kind: 'bug',
          blame: 'us',
          reason: '',
          firstSeenAt: at,
          parkedAt: at,
        }),
      () => jobs.create(job),
      () => jobs.get('w', 'j'),
      () => jobs.list('w', 10),
      () => jobs.advance(job, job),
      () => jobs.cancel('w', 'j', at),
      () => openAssetRegistry(doors).ownerOf(asset),
      () => openAssetRegistry(doors).link(asset, 'w'),
      () => openAssetRegistry(doors).list('w'),
      () => openUnknownAssets(doors).count(asset, 0),
      () => openUnknownAssets(doors).list(),
      () => openUsageLedger({ ...doors, rule: budgetRule }).ask(anAsk),
      () => openUsageLedger({ ...doors, rule: budgetRule }).record([{ key: aKey, percent: 1, readAt: 1 }]),
      () => openUsageLedger({ ...doors, rule: budgetRule }).readings([aKey]),
      () => openDueRows(doors).due(0, at, 10),
      () => openDueRows(doors).putOff({ entity: 'connection', pk: ['w'], sk: ['c'], dueAt: at }, at),
    ];
    for (const ask of asks) await expect(ask()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(doors.asked.length).toBeGreaterThanOrEqual(asks.length);
  });
});

describe('the price of an event', () => {
  it('is one put and one settle, and a line of the directory once an hour, asset and day', async () => {
    const { asked, clock, ...doors } = scripted();
    const events = openWebhookEvents({ ...doors, clock, retentionDays: 30 });
    const keep = async (event = anEvent(clock, { workspace: 'w' })) => {
      const claim = aClaim(clock);
      asked.length = 0;
      expect(await events.claim(event, claim)).toBe('mine');
      await events.settle(event, claim);
      return [...asked];
    };
    const event = ['PutItem webhookEvent', 'UpdateItem webhookEvent'];
    const first = anEvent(clock, { workspace: 'w' });
    expect(await keep(first)).toEqual(['UpdateItem eventHours', ...event]);
    expect(await keep({ ...first, dedupeKey: 'another' })).toEqual(event);
    expect(await keep({ ...first, asset: freshAsset() })).toEqual(['UpdateItem eventHours', ...event]);
    expect(await keep({ ...first, time: first.time + 3600 })).toEqual(['UpdateItem eventHours', ...event]);
    expect(await keep({ ...first, workspace: 'v' })).toEqual(['UpdateItem eventHours', ...event]);
    clock.pass(dayMs - 1);
    expect(await keep(first)).toEqual(event);
    clock.pass(1);
    expect(await keep(first)).toEqual(['UpdateItem eventHours', ...event]);
  });

  it('is one line of the directory for all events that come at once', async () => {
    const { asked, clock, ...doors } = scripted();
    const events = openWebhookEvents({ ...doors, clock, retentionDays: 30 });
    const first = anEvent(clock);
    const keys = Array.from({ length: 10 }, (_, nth) => `${first.dedupeKey}-${nth}`);
    await Promise.all(keys.map((dedupeKey) => events.claim({ ...first, dedupeKey }, aClaim(clock))));
    expect(asked.filter((one) => one === 'UpdateItem eventHours')).toHaveLength(1);
    expect(asked.filter((one) => one === 'PutItem webhookEvent')).toHaveLength(10);
    expect(asked[0]).toBe('UpdateItem eventHours');
  });

  it('is paid again for the directory when its line was refused, and nothing is kept without it', async () => {
    let refuse = true;
    const { asked, clock, ...doors } = scripted(() => {
      if (refuse) throw new Failure('unavailable', 'throttled');
      return {};
    });
    const events = openWebhookEvents({ ...doors, clock, retentionDays: 30 });
    const event = anEvent(clock);
    await expect(events.claim(event, aClaim(clock))).rejects.toMatchObject({ kind: 'unavailable' });
    expect(asked).toEqual(['UpdateItem eventHours']);
    refuse = false;
    expect(await events.claim(event, aClaim(clock))).toBe('mine');
    expect(asked.slice(1)).toEqual(['UpdateItem eventHours', 'PutItem webhookEvent']);
  });

  it('is no second read for a redelivery: the refused put brings the row that stands', async () => {
    const clock = handClock();
    const event = anEvent(clock);
    const kept: { Item?: unknown } = {};
    const { asked, ...doors } = scripted((operation, input) => {
      if (operation !== 'PutItem') return {};
      if (kept.Item) return { conditionFailed: true, Item: kept.Item as Readonly<Record<string, unknown>> };
      kept.Item = input.Item;
      return {};
    });
    const events = openWebhookEvents({ ...doors, clock, retentionDays: 30 });
    await events.claim(event, aClaim(clock));
    asked.length = 0;
    expect(await events.claim(event, aClaim(clock))).toBe('busy');
    expect(asked).toEqual(['PutItem webhookEvent']);
  });

  it('is refused, not cut, when a giant body has no bucket to go to', async () => {
    const { clock, ...doors } = scripted();
    const noise = Array.from({ length: 600_000 }, () => String.fromCharCode(33 + Math.floor(clock.chance() * 90))).join(
      '',
    );
    const claimed = openWebhookEvents({ ...doors, clock, retentionDays: 30 }).claim(
      anEvent(clock, { raw: noise }),
      aClaim(clock),
    );
    await expect(claimed).rejects.toMatchObject({ kind: 'too-large' });
  });

  it('lives for the days of the stage, and for eight at least', async () => {
    const lifeOf = async (retentionDays: number) => {
      let expiresAt = 0;
      const { clock, ...doors } = scripted((operation, input) => {
        if (operation === 'PutItem') expiresAt = (input.Item as { expiresAt: number }).expiresAt;
        return {};
      });
      await openWebhookEvents({ ...doors, clock, retentionDays }).claim(anEvent(clock), aClaim(clock));
      return (expiresAt * 1000 - clock.now()) / dayMs;
    };
    expect([await lifeOf(1), await lifeOf(8), await lifeOf(90)]).toEqual([8, 8, 90]);
  });
});

describe('the memory of owners', () => {
  const asset = freshAsset();
  const owned = { Item: AssetOwner.write({ asset, owner: 'w', linkedAt: '' }) };

  it('asks once for many at once, and again after 30 s', async () => {
    const { asked, clock, ...doors } = scripted(() => owned);
    const { ownerOf } = openAssetRegistry({ ...doors, clock });
    expect(await Promise.all([ownerOf(asset), ownerOf(asset), ownerOf(asset)])).toEqual(['w', 'w', 'w']);
    clock.pass(29_999);
    await ownerOf(asset);
    expect(asked).toEqual(['GetItem assetOwner']);
    clock.pass(1);
    await ownerOf(asset);
    expect(asked).toHaveLength(2);
  });

  it('keeps neither a failure nor that nobody owns', async () => {
    const answers: (() => TableAnswer)[] = [
      () => {
        throw new Failure('unavailable', 'throttled');
      },
      () => ({}),
      () => owned,
    ];
    const { ownerOf } = openAssetRegistry(scripted(() => answers.shift()?.() ?? {}));
    await expect(ownerOf(asset)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await ownerOf(asset)).toBeUndefined();
    expect(await ownerOf(asset)).toBe('w');
    expect(answers).toEqual([]);
  });

  it('forgets the oldest of more than ten thousand', async () => {
    const { asked, ...doors } = scripted(() => owned);
    const { ownerOf } = openAssetRegistry(doors);
    for (let at = 0; at <= 10_000; at += 1) await ownerOf({ kind: 'page', id: String(at) });
    await ownerOf({ kind: 'page', id: '10000' });
    expect(asked).toHaveLength(10_001);
    await ownerOf({ kind: 'page', id: '0' });
    expect(asked).toHaveLength(10_002);
  });
});

describe('the strictness of AWS at home', () => {
  it('sees names and values that are missing or left over', () => {
    const update = {
      UpdateExpression: 'SET #a = :b',
      ExpressionAttributeNames: { '#c': 'c' },
      ExpressionAttributeValues: {},
    };
    expect(faultsOf(update)).toEqual(['#a is not given', '#c is not used', ':b is not given']);
    expect(faultsOf({ TransactItems: [{ Put: { ConditionExpression: '#a = :b' } }] })).toHaveLength(2);
    expect(faultsOf({ Key: { pk: '#', sk: ':' } })).toEqual([]);
  });
});

describe('the price of a call to Meta', () => {
  /** A table that holds nothing and refuses nothing; the ledger asks it once for its views, and writes what goes. */
  const ledgerOf = () => {
    const { asked, clock, ...doors } = scripted();
    return { asked, clock, ledger: openUsageLedger({ ...doors, clock, rule: budgetRule }) };
  };

  it('is one update of the bucket while Meta has said nothing, within two seconds of a look', async () => {
    const { asked, clock, ledger } = ledgerOf();
    await ledger.ask(anAsk);
    expect(asked.splice(0)).toEqual(['BatchGetItem bucket usageReading budgetTurn', 'UpdateItem bucket']);
    clock.pass(1999);
    await ledger.ask(anAsk);
    expect(asked.splice(0)).toEqual(['UpdateItem bucket']);
    clock.pass(1);
    await ledger.ask({ ...anAsk, account: aKey.id });
    expect(asked).toEqual(['BatchGetItem bucket usageReading', 'UpdateItem bucket']);
  });

  it('is no request more for an allowance that may only hold the call up', async () => {
    const { asked, ledger } = ledgerOf();
    await ledger.ask({ ...anAsk, heldBy: [{ scope: 'app', id: '1000001', useCase: 'platform' }] });
    expect(asked.map((one) => one.split(' ')[0])).toEqual(['BatchGetItem', 'UpdateItem']);
  });

  it('is also one of the account’s place once Meta has told how full it is, unless nobody shares it', async () => {
    const { asked, clock, ledger } = ledgerOf();
    await ledger.record([{ key: aKey, percent: 10, readAt: clock.now() }]);
    asked.splice(0);
    await ledger.ask(anAsk);
    expect(asked.splice(0)).toEqual(['BatchGetItem budgetTurn', 'UpdateItem bucket', 'UpdateItem budgetTurn']);
    await ledger.ask(anAsk);
    expect(asked.splice(0)).toEqual(['UpdateItem bucket', 'UpdateItem budgetTurn']);
    await ledger.ask({ ...anAsk, account: aKey.id });
    expect(asked).toEqual(['UpdateItem bucket']);
  });

  it('is nothing for a call that must wait, and for a reading that says nothing new', async () => {
    const { asked, clock, ledger } = ledgerOf();
    const reading = { key: aKey, percent: 100, readAt: clock.now(), regainAt: clock.now() + 60_000 };
    await ledger.record([reading]);
    expect(asked.splice(0)).toEqual(['BatchGetItem bucket usageReading', 'PutItem usageReading']);
    for (let time = 0; time < 5; time += 1) {
      expect((await ledger.ask(anAsk)).go).toBe(false);
      await ledger.record([{ ...reading, readAt: reading.readAt + time }]);
    }
    expect(asked).toEqual([]);
  });

  it('ends after a few tries where others always come first', async () => {
    const used = 5;
    const { asked, clock, ...doors } = scripted((operation, input) => {
      const [key = {}] = keysIn(input);
      const row = { ...key, sk: 'all', used, arrival: 0, turn: 0, since: 0, lastAt: 0, expiresAt: 0 };
      if (operation === 'BatchGetItem') return { Responses: { t: [row] } };
      return { conditionFailed: true, Item: row };
    });
    const answer = await openUsageLedger({ ...doors, clock, rule: budgetRule }).ask(anAsk);
    expect(asked.filter((one) => one === 'UpdateItem bucket')).toHaveLength(3);
    if (answer.go) throw new Error('it went');
    expect(answer.waitUntil).toBeGreaterThan(clock.now());
    expect(answer.waitUntil).toBeLessThan(clock.now() + 1000);
  });
});
