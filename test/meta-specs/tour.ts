import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../lambdas/foundation/core/clock.ts';
import type { Graph } from '../../lambdas/foundation/meta/graph.ts';
import { makeGraph } from '../../lambdas/foundation/meta/make-graph.ts';
import { openOutside } from '../../lambdas/foundation/runtime/outside.ts';
import { startSimulator } from '../../local/graph/server.ts';
import { accountStops, probeStops, sharingStops } from './asset-stops.ts';
import { type JournalRow, readJournal } from './check-calls.ts';
import { conversionStops } from './conversion-stops.ts';
import { messageStops } from './message-stops.ts';
import { openTap } from './tap.ts';
import { tokenStops } from './token-stops.ts';
import { app, instagramApp, redirectUri, type Stops, travellers } from './travellers.ts';
import { webhookStops } from './webhook-stops.ts';

const stops: Stops = {
  ...webhookStops,
  ...sharingStops,
  ...accountStops,
  ...probeStops,
  ...conversionStops,
  ...messageStops,
  ...tokenStops,
};

/** What a tour of every call left behind. */
export interface Tour {
  readonly methods: readonly string[];
  /** The journal's rows by the call of `Graph` that made them. */
  readonly rows: ReadonlyMap<string, readonly JournalRow[]>;
  /** What the simulator answered to each row, in the same order; a batch's elements one by one. */
  readonly answers: readonly unknown[];
}

/** Makes every call of the real client at least once before a fresh simulator; what is refused throws. */
export async function tour(without: readonly string[] = []): Promise<Tour> {
  const settings = {
    appSecret: app.appSecret,
    instagramAppSecret: instagramApp.appSecret,
    redirectUris: [redirectUri],
    verifyToken: 'demo-verify',
  };
  const simulator = await startSimulator({ port: 0, settings });
  const tap = await openTap(simulator.url);
  const hook = await openHook();
  try {
    // A file is no answer of the Graph's: nobody compares it with the specs.
    const outside = openOutside({ settings: { graphOrigin: simulator.url } });
    const graph = makeGraph({ origin: tap.url, ledger, clock: systemClock, audit: () => undefined, outside });
    const on = await travellers(simulator.url, hook.url);
    const rows = new Map<string, readonly JournalRow[]>();
    const visit = async <Call extends keyof Graph>(name: Call) => {
      const since = [...rows.values()].flat().at(-1)?.id;
      if (!without.includes(name)) await stops[name](graph[name], on);
      rows.set(name, await readJournal(simulator.url, since));
    };
    for (const name of Object.keys(stops).filter((one): one is keyof Graph => one in graph)) await visit(name);
    return { methods: Object.keys(graph), rows, answers: tap.answers.flatMap(answersIn) };
  } finally {
    await Promise.all([tap.close(), hook.close(), simulator.close()]);
  }
}

const ledger = { ask: async () => ({ go: true }) as const, record: async () => undefined, readings: async () => [] };

/** A batch's answer is a list, its elements' bodies are text. */
function answersIn(text: string): readonly unknown[] {
  const answer: unknown = JSON.parse(text);
  return Array.isArray(answer) ? answer.map(({ body }: { body: string }): unknown => JSON.parse(body)) : [answer];
}

/** A webhook that knows nothing but the challenge. */
async function openHook() {
  const server = createServer(({ url = '' }, response) =>
    response.end(new URL(url, 'http://localhost').searchParams.get('hub.challenge')),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}
