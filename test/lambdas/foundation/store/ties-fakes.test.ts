import { eventsOfPerson, parkedOfPerson } from '../../../../lambdas/foundation/store/erase-person-rows.ts';
import { tiesSuite } from '../../../doors/ties-suite.ts';
import { fakeOwners } from '../../../fakes/fake-asset-registry.ts';
import { fakeAssets } from '../../../fakes/fake-assets.ts';
import { fakeAuditLog } from '../../../fakes/fake-audit-log.ts';
import { fakeBlobs } from '../../../fakes/fake-blobs.ts';
import { fakeConnections } from '../../../fakes/fake-connections.ts';
import { fakeDeletionRequests } from '../../../fakes/fake-deletion-requests.ts';
import { fakeOauthStates } from '../../../fakes/fake-oauth-states.ts';
import { fakeParkedItems } from '../../../fakes/fake-parked-items.ts';
import { fakeSubscriptionWishes } from '../../../fakes/fake-subscription-wishes.ts';
import { fakeSyncJobs } from '../../../fakes/fake-sync-jobs.ts';
import { fakeWebhookEvents } from '../../../fakes/fake-webhook-events.ts';

tiesSuite('the fakes of our ties', (clock) => {
  const owners = fakeOwners(clock);
  const blobs = fakeBlobs();
  const events = fakeWebhookEvents(clock);
  const parked = fakeParkedItems();
  const kept = {
    connections: fakeConnections(),
    assets: fakeAssets(clock, owners),
    oauthStates: fakeOauthStates(clock),
    syncJobs: fakeSyncJobs(clock),
    wishes: fakeSubscriptionWishes(),
    deletions: fakeDeletionRequests(clock),
    audit: fakeAuditLog(clock),
    events,
    parked,
    eventsOfPerson: eventsOfPerson(events),
    parkedOfPerson: parkedOfPerson(parked, blobs),
    blobs,
  };
  return () => ({ ...kept, registry: owners.process() });
});
