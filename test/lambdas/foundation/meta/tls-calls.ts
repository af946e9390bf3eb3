import { AccessToken } from '../../../../lambdas/foundation/core/access-token.ts';
import { makeGraph } from '../../../../lambdas/foundation/meta/make-graph.ts';

/** Run by a test in a process that trusts its certificate: two calls over a kept socket, three that find it too old. */
let now = 0;
const graph = makeGraph({
  origin: process.argv[2] ?? '',
  clock: { now: () => now, chance: () => 0.5 },
  audit: () => {},
  ledger: { ask: async () => ({ go: true }), record: async () => undefined, readings: async () => [] },
});
const app = { appId: '100200300', appSecret: 'not-a-real-secret', kind: 'facebook' } as const;
const identity = { app, token: new AccessToken('EAAtesttoken0000000000') };
for (const deduped of [true, true, false, false, false]) {
  now += 10_000;
  await graph.sendConversions(identity, { pixel: '4', events: Buffer.from('{}'), deduped });
}
