import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import { type Clock, systemClock } from '../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';
import { makeAws } from '../../lambdas/foundation/runtime/aws-calls.ts';
import { makeTableCalls } from '../../lambdas/foundation/runtime/table-calls.ts';
import { openAssetRegistry } from '../../lambdas/foundation/store/dynamo-asset-registry.ts';
import { openAssets } from '../../lambdas/foundation/store/dynamo-assets.ts';
import { openAuditLog } from '../../lambdas/foundation/store/dynamo-audit-log.ts';
import { openConnections } from '../../lambdas/foundation/store/dynamo-connections.ts';
import { openDeletionRequests } from '../../lambdas/foundation/store/dynamo-deletion-requests.ts';
import { openOauthStates } from '../../lambdas/foundation/store/dynamo-oauth-states.ts';
import { openParkedItems } from '../../lambdas/foundation/store/dynamo-parked-items.ts';
import { openSubscriptionWishes } from '../../lambdas/foundation/store/dynamo-subscription-wishes.ts';
import { openSyncJobs } from '../../lambdas/foundation/store/dynamo-sync-jobs.ts';
import { openWebhookEvents } from '../../lambdas/foundation/store/dynamo-webhook-events.ts';
import { ConnectionRow } from '../../lambdas/foundation/store/entities/connection.ts';
import { eventsOfPerson, parkedOfPerson } from '../../lambdas/foundation/store/erase-person-rows.ts';
import type { TableCalls } from '../../lambdas/foundation/store/table-calls.ts';
import { account, root } from '../../local/emulator/clients.ts';
import { readOutputs } from '../../local/outputs.ts';
import { fakeBlobs } from '../fakes/fake-blobs.ts';
import { aClaim, anEvent, fresh, handClock } from './store-under-test.ts';
import { strictCalls } from './strict-calls.ts';
import { tiesSuite } from './ties-suite.ts';
import { aPerson, eraseAll } from './ties-suite-erasure.ts';
import { aConnection, aFound, type TiesProcess } from './ties-under-test.ts';

/** The adapters against the deployed tables; every test has workspaces, people and assets of its own. */
let calls: TableCalls;

beforeAll(() => {
  const outputs = readOutputs(process.env.METAPORT_OUTPUTS ?? '');
  if (!outputs) throw new Error('METAPORT_OUTPUTS names no outputs file of a running local cloud');
  const { endpoint } = outputs.emulator;
  calls = strictCalls(
    makeTableCalls(makeAws({ region: account.region, endpoint, credentials: () => root, clock: systemClock })),
  );
});

function realTies(clock: Clock) {
  const blobs = fakeBlobs();
  return (): TiesProcess => {
    const state = { calls, tableName: physicalName.table('local', 'state'), clock };
    const ledger = { calls, tableName: physicalName.table('local', 'ledger'), clock };
    const events = openWebhookEvents({ ...ledger, retentionDays: 30, blobs });
    const parked = openParkedItems(state);
    return {
      connections: openConnections(state),
      assets: openAssets(state),
      registry: openAssetRegistry(state),
      oauthStates: openOauthStates(ledger),
      syncJobs: openSyncJobs(state),
      wishes: openSubscriptionWishes(state),
      deletions: openDeletionRequests(state),
      audit: openAuditLog(state),
      events,
      parked,
      eventsOfPerson: eventsOfPerson(events),
      parkedOfPerson: parkedOfPerson(parked, blobs),
      blobs,
    };
  };
}

tiesSuite('the adapters of our ties', realTies);

describe('a connection', () => {
  it('stands in the due index as long as it has to be looked after', async () => {
    const { connections } = realTies(handClock())();
    const connection = aConnection({ careDueAt: '2026-11-22T10:00:00.000Z' });
    const rowOf = async () =>
      (await calls('GetItem', { TableName: physicalName.table('local', 'state'), Key: ConnectionRow.key(connection) }))
        .Item;
    await connections.create(connection);
    expect(await rowOf()).toMatchObject({ dueAt: connection.careDueAt, dueShard: expect.any(String) });
    await connections.change(connection, { careDueAt: undefined });
    expect(await rowOf()).toMatchObject({ version: 2 });
    for (const member of ['dueAt', 'dueShard', 'careDueAt']) expect(await rowOf()).not.toHaveProperty(member);
  });
});

describe('forgetting a connection', () => {
  it('that was killed is finished by another run', async () => {
    const clock = handClock();
    const { assets, registry } = realTies(clock)();
    const workspace = fresh('w');
    const found = Array.from({ length: 12 }, () => aFound());
    await assets.discovered(workspace, 'c', found);
    for (const { asset } of found) await registry.link(asset, workspace);
    let left = 5;
    const dying: TableCalls = async (operation, input) => {
      if (operation === 'TransactWriteItems') left -= 1;
      if (left < 0) throw new Failure('unavailable', 'killed');
      return calls(operation, input);
    };
    const killed = openAssets({ calls: dying, tableName: physicalName.table('local', 'state'), clock });
    await expect(killed.forget(workspace, 'c')).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await registry.list(workspace)).toHaveLength(7);
    expect(await assets.forget(workspace, 'c')).toHaveLength(7);
    expect(await registry.list(workspace)).toEqual([]);
    for (const { asset } of found) expect(await realTies(clock)().registry.ownerOf(asset)).toBeUndefined();
  });
});

describe('an event with its body in the bucket', () => {
  const big = async () => {
    const clock = handClock();
    const store = realTies(clock)();
    const [workspace, person] = [fresh('w'), aPerson()];
    const noise = Array.from({ length: 20_000 }, () => randomUUID()).join('');
    const event = anEvent(clock, { workspace, raw: { noise, person } });
    await store.events.claim(event, aClaim(clock));
    expect(store.blobs.keys()).toHaveLength(1);
    return { store, workspace, person, event };
  };

  it('is erased with it', async () => {
    const { store, workspace, person, event } = await big();
    expect(await eraseAll(store.eventsOfPerson, workspace, [aPerson()])).toEqual({ examined: 1, erased: 0 });
    expect(await eraseAll(store.eventsOfPerson, workspace, [person])).toEqual({ examined: 1, erased: 1 });
    expect(store.blobs.keys()).toEqual([]);
    expect(await store.events.get(event)).toBeUndefined();
  });

  it('is erased by a second run when the first was killed between body and row', async () => {
    const { store, workspace, person, event } = await big();
    await store.blobs.remove(store.blobs.keys()[0] ?? '');
    expect(await eraseAll(store.eventsOfPerson, workspace, [person])).toEqual({ examined: 1, erased: 1 });
    expect(await store.events.get(event)).toBeUndefined();
  });
});
