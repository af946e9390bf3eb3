import { expect, it } from '@jest/globals';
import { blobsSuite } from '../doors/blobs-suite.ts';
import { busSuite } from '../doors/bus-suite.ts';
import { outboxSuite } from '../doors/outbox-suite.ts';
import { secretsSuite } from '../doors/secrets-suite.ts';
import { fakeBlobs } from './fake-blobs.ts';
import { fakeBus } from './fake-bus.ts';
import { fakeClock } from './fake-clock.ts';
import { fakeOutbox } from './fake-outbox.ts';
import { fakeSecrets } from './fake-secrets.ts';

outboxSuite('the fake', async () => {
  const outbox = fakeOutbox();
  return { outbox, received: async () => outbox.sent.splice(0) };
});
blobsSuite('the fake', async () => fakeBlobs());
busSuite('the fake', async () => {
  const bus = fakeBus(() => {});
  const seen = async () =>
    bus.announced.map(({ type, id, workspace, detail }) => ({ type, detail: { id, workspace, ...detail } }));
  return { bus, seen };
});
secretsSuite('the fake', async () => {
  const secrets = fakeSecrets();
  return { secrets, store: async (apps, token) => secrets.change({ apps, token }) };
});

it('the fake clock moves only by hand', () => {
  const clock = fakeClock(1000, [0.25, 0.75]);
  expect([clock.now(), clock.now(), clock.chance(), clock.chance(), clock.chance()]).toEqual([
    1000, 1000, 0.25, 0.75, 0.25,
  ]);
  clock.advance(500);
  expect(clock.now()).toBe(1500);
});
