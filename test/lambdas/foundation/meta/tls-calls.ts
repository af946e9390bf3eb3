import { AccessToken } from '../../../../lambdas/foundation/core/access-token.ts';
import { systemClock } from '../../../../lambdas/foundation/core/clock.ts';
import { makeGraph } from '../../../../lambdas/foundation/meta/make-graph.ts';

/** Run by a test in a process that trusts its certificate: two calls over a kept socket, three over sockets of their own. */
const graph = makeGraph({
  origin: process.argv[2] ?? '',
  clock: systemClock,
  audit: () => {},
  ledger: { ask: async () => ({ go: true }), record: async () => undefined, readings: async () => [] },
});
const app = { appId: '100200300', appSecret: 'not-a-real-secret', kind: 'facebook' } as const;
const identity = { app, token: new AccessToken('EAAtesttoken0000000000') };
for (const deduped of [true, true, false, false, false]) {
  await graph.sendConversions(identity, { pixel: '4', events: Buffer.from('{}'), deduped });
}
