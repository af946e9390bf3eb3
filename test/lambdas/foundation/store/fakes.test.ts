import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../../../../lambdas/foundation/core/clock.ts';
import { storeSuite } from '../../../doors/store-suite.ts';
import { aClaim, anEvent, freshAsset, handClock, type StoreProcess } from '../../../doors/store-under-test.ts';
import { fakeOwners } from '../../../fakes/fake-asset-registry.ts';
import { fakeDueRows } from '../../../fakes/fake-due-rows.ts';
import { fakeParkedItems } from '../../../fakes/fake-parked-items.ts';
import { fakeReplayJobs } from '../../../fakes/fake-replay-jobs.ts';
import { fakeUnknownAssets } from '../../../fakes/fake-unknown-assets.ts';
import { fakeUsageLedger } from '../../../fakes/fake-usage-ledger.ts';
import { fakeWebhookEvents } from '../../../fakes/fake-webhook-events.ts';

function fakeStore(clock: Clock) {
  const owners = fakeOwners(clock);
  const kept = {
    events: fakeWebhookEvents(clock),
    parked: fakeParkedItems(),
    jobs: fakeReplayJobs(clock),
    unknownAssets: fakeUnknownAssets(clock),
    usage: fakeUsageLedger(clock),
    due: fakeDueRows(),
  };
  return { process: (): StoreProcess => ({ ...kept, registry: owners.process() }), owners, ...kept };
}

storeSuite('the store’s fakes', fakeStore, { runs: 100, events: 60 });

describe('what the fakes show to tests alone', () => {
  it('is every row, as a copy', async () => {
    const clock = handClock();
    const { events, parked } = fakeStore(clock);
    const event = anEvent(clock);
    await events.claim(event, aClaim(clock));
    Object.assign(event, { raw: 'changed' });
    expect(events.rows()).toMatchObject([{ kind: 'message', state: 'processing', raw: { object: 'page' } }]);
    expect(parked.rows()).toEqual([]);
  });

  it('is the move of an asset, which a warm process sees within 30 s', async () => {
    const clock = handClock();
    const { owners, process } = fakeStore(clock);
    const [asset, { registry }] = [freshAsset(), process()];
    await registry.link(asset, 'first');
    owners.move(asset, 'second');
    clock.pass(29_999);
    expect(await registry.ownerOf(asset)).toBe('first');
    clock.pass(1);
    expect(await registry.ownerOf(asset)).toBe('second');
  });
});
