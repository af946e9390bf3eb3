import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../../../../lambdas/foundation/core/clock.ts';
import { openWebhookEvents } from '../../../../lambdas/foundation/store/dynamo-webhook-events.ts';
import { parseBody, unpackText } from '../../../../lambdas/foundation/store/event-body.ts';
import type { TableCalls } from '../../../../lambdas/foundation/store/table-calls.ts';
import { blankSuite } from '../../../doors/store-suite-blank.ts';
import { aClaim, anEvent, handClock, type StoreMaker } from '../../../doors/store-under-test.ts';
import { strictCalls } from '../../../doors/strict-calls.ts';
import { fakeAssetRegistry } from '../../../fakes/fake-asset-registry.ts';
import { fakeBlobs } from '../../../fakes/fake-blobs.ts';
import { fakeDueRows } from '../../../fakes/fake-due-rows.ts';
import { fakeParkedItems } from '../../../fakes/fake-parked-items.ts';
import { fakeReplayJobs } from '../../../fakes/fake-replay-jobs.ts';
import { fakeTable } from '../../../fakes/fake-table.ts';
import { fakeUnknownAssets } from '../../../fakes/fake-unknown-assets.ts';
import { fakeUsageLedger } from '../../../fakes/fake-usage-ledger.ts';
import { killedAt } from '../../../fakes/killed-at.ts';

/** The log over a table and a bucket in memory. */
function opened(clock: Clock = handClock()) {
  const [{ rows, ...table }, blobs] = [fakeTable(), fakeBlobs()];
  const over = (calls: TableCalls, bucket = blobs) =>
    openWebhookEvents({
      calls: strictCalls(calls),
      tableName: table.tableName,
      clock,
      retentionDays: 30,
      blobs: bucket,
    });
  return { clock, table, blobs, rows, over, events: over(table.calls) };
}

const make: StoreMaker = (clock) => {
  const { over, table } = opened(clock);
  const others = {
    parked: fakeParkedItems(),
    jobs: fakeReplayJobs(clock),
    registry: fakeAssetRegistry(clock),
    unknownAssets: fakeUnknownAssets(clock),
    usage: fakeUsageLedger(clock),
    due: fakeDueRows(),
  };
  return { process: () => ({ events: over(table.calls), ...others }) };
};

describe('the log over a table in memory', () => blankSuite(make));

/** More than a row holds, and hardly to be compressed. */
const noise = randomBytes(500_000).toString('base64');
const typed = { channel: 'messenger', topic: 'messages', kind: 'echo', event: { kind: 'echo' } };

/** Nothing lies in the bucket but bodies without content. */
async function expectEmpty(blobs: ReturnType<typeof fakeBlobs>) {
  for (const key of blobs.keys()) expect(parseBody(unpackText(await blobs.get(key)))).toEqual({ raw: null, event: {} });
}

/** What one worker waits for until another lets it go on. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

describe('a giant event that is blanked', () => {
  const kept = async () => {
    const all = opened();
    const [event, claim] = [anEvent(all.clock, { raw: { noise } }), aClaim(all.clock)];
    await all.events.claim(event, claim);
    await all.events.settle(event, claim);
    expect(all.blobs.keys()).toHaveLength(1);
    return { ...all, event };
  };

  it('leaves nothing in the bucket, and a redelivery nothing either', async () => {
    const { clock, events, event, blobs, rows } = await kept();
    await events.blank(event);
    expect(blobs.keys()).toEqual([]);
    expect(rows().filter((row) => 'blob' in row)).toEqual([]);
    expect(await events.get(event)).toMatchObject({ raw: null, event: {} });
    expect(await events.claim(event, aClaim(clock))).toBe('done');
    await expectEmpty(blobs);
  });

  it('leaves nothing in the bucket though a replay puts it there at the same time', async () => {
    for (let calls = 1; calls <= 4; calls += 1) {
      const { clock, events, event, blobs, table, over } = await kept();
      let left = calls;
      const late = over(async (...call) => {
        left -= 1;
        if (left === 0) await events.blank(event);
        return table.calls(...call);
      });
      await late.claimForReplay(event, typed, { ...aClaim(clock), replayId: 'r1', force: true });
      await events.blank(event);
      expect(await events.get(event)).toMatchObject({ raw: null, event: {}, blanked: true });
      await expectEmpty(blobs);
    }
  });

  it('is blank though a replay comes between its reading and its writing', async () => {
    for (let calls = 1; calls <= 2; calls += 1) {
      const { clock, events, event, blobs, table, over } = await kept();
      let left = calls;
      const answers: unknown[] = [];
      const slow = over(async (...call) => {
        left -= 1;
        const claim = { ...aClaim(clock), replayId: 'r1', force: true };
        if (left === 0) answers.push(await events.claimForReplay(event, typed, claim).catch(() => 'lost'));
        return table.calls(...call);
      });
      await slow.blank(event);
      // Between the two the body is gone already: then a replay finds nothing to run again.
      expect(answers).toEqual([calls === 1 ? 'mine' : 'lost']);
      expect(await events.get(event)).toMatchObject({ raw: null, event: {}, blanked: true });
      await expectEmpty(blobs);
    }
  });

  it('is blank though a replay that had read the body before writes the row last', async () => {
    const { clock, events, event, blobs, table, over } = await kept();
    const [atUpdate, replayed] = [gate(), gate()];
    let updates = 0;
    const slow = over(async (operation, input) => {
      if (operation === 'UpdateItem') {
        updates += 1;
        atUpdate.open();
        await replayed.opened;
      }
      return table.calls(operation, input);
    });
    let blanking: Promise<void> | undefined;
    const replaying = over(async (operation, input) => {
      if (operation === 'PutItem') {
        blanking = slow.blank(event);
        await atUpdate.opened;
      }
      return table.calls(operation, input);
    });
    const claim = { ...aClaim(clock), replayId: 'r1', force: true };
    expect(await replaying.claimForReplay(event, typed, claim)).toBe('mine');
    replayed.open();
    await blanking;
    expect(updates).toBe(2);
    expect(await events.get(event)).toMatchObject({ raw: null, event: {}, blanked: true });
    await expectEmpty(blobs);
  });

  it('is blank in the end, wherever a worker was killed, and never has a body that no row leads to', async () => {
    let calls = 1;
    for (let died = true; died; calls += 1) {
      died = false;
      for (const after of [false, true]) {
        const { events, event, blobs, rows, table, over } = await kept();
        const kill = { left: calls, after };
        const doors = killedAt({ table, blobs }, ['table', 'blobs'], kill);
        try {
          await over(doors.table.calls, doors.blobs).blank(event);
        } catch (thrown) {
          expect(thrown).toMatchObject({ message: 'killed' });
          died = true;
        }
        const named = rows().flatMap(({ blob }) => (blob === undefined ? [] : [blob]));
        for (const key of blobs.keys()) expect(named).toContain(key);
        await events.blank(event);
        expect(await events.get(event)).toMatchObject({ raw: null, event: {}, blanked: true });
        expect(blobs.keys()).toEqual([]);
      }
    }
    expect(calls - 2).toBe(3);
  });
});
