import { AccessToken } from '../lambdas/foundation/core/access-token.ts';
import type { ConversionReceipt } from '../lambdas/foundation/meta/edges/conversion-calls.ts';
import { makeGraph } from '../lambdas/foundation/meta/make-graph.ts';
import { now, secret } from './payloads.ts';
import { appId, pixel, token } from './send-floor.ts';

/**
 * The production road of one small POST: budget, version, proof, socket, usage headers, answer, ledger, audit line, now
 * and then a sample. Stubbed: the ledger, and who reads the lines. The calls are of one token, as a unit of work's are:
 * the first of them makes its proof, which is 8 µs more.
 */
export function openSend(origin: string): (event: Buffer) => Promise<ConversionReceipt> {
  const graph = makeGraph({
    origin,
    clock: { now: () => now, chance: () => 0.5 },
    audit: () => {},
    ledger: { ask: async () => ({ go: true }), record: async () => undefined, readings: async () => [] },
    samples: { share: 0.01, keep: () => {} },
  });
  const app = { appId, kind: 'facebook', appSecret: secret } as const;
  const identity = { app, token: new AccessToken(token), holder: 'system' } as const;
  return (events) => graph.sendConversions(identity, { pixel, events, deduped: true });
}
