import { beforeAll, describe, expect, it } from '@jest/globals';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import { type Clock, systemClock } from '../../lambdas/foundation/core/clock.ts';
import { budgetRule } from '../../lambdas/foundation/meta/budget.ts';
import { makeAws } from '../../lambdas/foundation/runtime/aws-calls.ts';
import { makeTableCalls } from '../../lambdas/foundation/runtime/table-calls.ts';
import { dueMembers } from '../../lambdas/foundation/store/due-members.ts';
import { openAssetRegistry } from '../../lambdas/foundation/store/dynamo-asset-registry.ts';
import { openDueRows } from '../../lambdas/foundation/store/dynamo-due-rows.ts';
import { openParkedItems } from '../../lambdas/foundation/store/dynamo-parked-items.ts';
import { openReplayJobs } from '../../lambdas/foundation/store/dynamo-replay-jobs.ts';
import { openUnknownAssets } from '../../lambdas/foundation/store/dynamo-unknown-assets.ts';
import { openUsageLedger } from '../../lambdas/foundation/store/dynamo-usage-ledger.ts';
import { openWebhookEvents } from '../../lambdas/foundation/store/dynamo-webhook-events.ts';
import { WebhookEvent } from '../../lambdas/foundation/store/entities/webhook-event.ts';
import { joinParts } from '../../lambdas/foundation/store/key-parts.ts';
import type { Row, TableCalls } from '../../lambdas/foundation/store/table-calls.ts';
import { account, root } from '../../local/emulator/clients.ts';
import { readOutputs } from '../../local/outputs.ts';
import { fakeBlobs } from '../fakes/fake-blobs.ts';
import { storeSuite } from './store-suite.ts';
import { aClaim, anEvent, type DueOwner, handClock, type StoreProcess } from './store-under-test.ts';
import { strictCalls } from './strict-calls.ts';

/** The adapters against the deployed tables; every test has workspaces and assets of its own. */
const tables = { state: physicalName.table('local', 'state'), ledger: physicalName.table('local', 'ledger') };
let calls: TableCalls;

beforeAll(() => {
  const outputs = readOutputs(process.env.METAPORT_OUTPUTS ?? '');
  if (!outputs) throw new Error('METAPORT_OUTPUTS names no outputs file of a running local cloud');
  const { endpoint } = outputs.emulator;
  const aws = makeAws({ region: account.region, endpoint, credentials: () => root, clock: systemClock });
  calls = strictCalls(makeTableCalls(aws));
});

/** Rows as an entity with a due time writes them. */
const dueOwner: DueOwner = {
  async put({ entity, pk, sk, dueAt }) {
    const place = { pk: joinParts([entity, ...pk]), sk: joinParts(sk) };
    await calls('PutItem', { TableName: tables.state, Item: { ...place, ...dueMembers(place, dueAt) } });
  },
  async remove({ entity, pk, sk }) {
    const place = { pk: joinParts([entity, ...pk]), sk: joinParts(sk) };
    await calls('DeleteItem', { TableName: tables.state, Key: place });
  },
};

function realStore(clock: Clock, blobs = fakeBlobs()) {
  const process = (): StoreProcess => {
    const state = { calls, tableName: tables.state, clock };
    const ledger = { calls, tableName: tables.ledger, clock };
    return {
      events: openWebhookEvents({ ...ledger, retentionDays: 30, blobs }),
      parked: openParkedItems(state),
      jobs: openReplayJobs(state),
      registry: openAssetRegistry(state),
      unknownAssets: openUnknownAssets(ledger),
      usage: openUsageLedger({ ...ledger, rule: budgetRule }),
      due: { ...openDueRows(state), ...dueOwner },
    };
  };
  return { process, blobs };
}

storeSuite('the store’s adapters', realStore, { runs: 6, events: 30 });

describe('a row of the log', () => {
  const sizeOf = (row: Row) =>
    Object.entries(row).reduce((sum, [name, value]) => {
      const length = value instanceof Uint8Array ? value.byteLength : Buffer.byteLength(String(value));
      return sum + name.length + (typeof value === 'number' ? 8 : length);
    }, 0);
  const rowOf = async (event: ReturnType<typeof anEvent>) => {
    const key = { TableName: tables.ledger, Key: WebhookEvent.key(event) };
    return (await calls('GetItem', { ...key, ConsistentRead: true })).Item ?? {};
  };

  it('of a plain message costs one write unit: 1 kB at most', async () => {
    const clock = handClock();
    const { events } = realStore(clock).process();
    const mid = 'm_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-AbCdEfGhIjKlMnOpQrS';
    const message = { mid, text: 'Hello, is the blue one still there? I would take two of them by Friday.' };
    const [person, page] = ['24512345678901234', '112233445566778'];
    const messaging = [{ sender: { id: person }, recipient: { id: page }, timestamp: 1763683200123, message }];
    const event = anEvent(clock, {
      workspace: 'a-workspace-with-a-name-of-some-length',
      asset: { kind: 'page', id: `${page}${clock.now()}` },
      dedupeKey: mid,
      raw: { object: 'page', entry: [{ id: page, time: 1763683200456, messaging }] },
      event: {
        kind: 'message',
        messageId: mid,
        from: person,
        to: page,
        type: 'text',
        text: message.text,
        attachments: [],
      },
    });
    expect(await events.claim(event, aClaim(clock))).toBe('mine');
    const size = sizeOf(await rowOf(event));
    expect(size).toBeGreaterThan(400);
    expect(size).toBeLessThanOrEqual(1024);
  });

  it('leaves a body over 350 kB to the bucket, under its own prefix, and finds it there again', async () => {
    const clock = handClock();
    const { process, blobs } = realStore(clock);
    const noise = Buffer.from(Array.from({ length: 500_000 }, () => Math.floor(clock.chance() * 256))).toString(
      'base64',
    );
    const event = anEvent(clock, { raw: { noise } });
    const claim = aClaim(clock);
    await process().events.claim(event, claim);
    expect(blobs.keys()).toEqual([expect.stringMatching(/^webhooks\/rows\/[0-9a-f]{64}$/)]);
    expect(sizeOf(await rowOf(event))).toBeLessThan(1024);
    expect(await process().events.get(event)).toMatchObject({ raw: { noise } });
    await process().events.settle(event, claim);
    const typed = { channel: 'messenger', topic: 'messages', kind: 'echo', event: { kind: 'echo' } };
    const replay = { ...aClaim(clock), replayId: 'r1', force: true };
    expect(await process().events.claimForReplay(event, typed, replay)).toBe('mine');
    expect(await process().events.get(event)).toMatchObject({ raw: { noise }, event: { kind: 'echo' } });
  });

  it('has a line in the directory that outlives it by a day at least', async () => {
    const clock = handClock();
    const { events } = realStore(clock).process();
    const event = anEvent(clock);
    await events.claim(event, aClaim(clock));
    const { Items = [] } = await calls('Query', {
      TableName: tables.ledger,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: {
        ':pk': WebhookEvent.key(event)
          .pk.replace(/^webhookEvent/, 'eventHours')
          .replace(/#page.*$/, ''),
      },
    });
    const row = await rowOf(event);
    expect(Items).toHaveLength(1);
    expect(Number(Items[0]?.expiresAt)).toBeGreaterThanOrEqual(Number(row.expiresAt) + 24 * 3600);
  });
});
