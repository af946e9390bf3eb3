import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { finishConnect } from '../../../lambdas/oauth/finish-connect.ts';
import { linkAssets } from '../../../lambdas/oauth/link-assets.ts';
import type { FeatureName } from '../../../lambdas/oauth/scopes.ts';
import { type Kill, killedAt } from '../../fakes/killed-at.ts';
import type { MetaSimulator } from '../../local/graph-meta.ts';
import {
  consent,
  contextOf,
  endOf,
  type OauthWorld,
  oauthSimulator,
  oauthWorld,
  theConnection,
  upToCallback,
  wake,
} from './oauth-world.ts';

const features: FeatureName[] = ['pages', 'messaging', 'instagram', 'insights', 'ads', 'whatsapp'];
const hour = 3600_000;

let sim: MetaSimulator;
let w: OauthWorld;
beforeAll(async () => {
  sim = await oauthSimulator();
});
afterAll(() => sim.close());
beforeEach(() => sim.control('POST', 'world', { reset: true }));

/** What is left of a world when all is done: times and versions apart. */
async function facts() {
  const { data } = await w.doors.assets.list('shop', { limit: 1000 });
  const { state, granted, missing, tokens, features: wanted, progress } = theConnection(w);
  return {
    connection: { state, granted, missing, kinds: tokens.map(({ kind }) => kind), wanted },
    counts: { found: progress.found, linked: progress.linked, subscribed: progress.subscribed },
    assets: data.map(({ asset, linkedAt, subscription }) => [asset, linkedAt !== null, subscription?.state]),
    tokens: w.doors.vault
      .refs()
      .map(({ kind, subject }) => `${kind}:${subject}`)
      .sort(),
  };
}

const lastItem = () => {
  const item = w.doors.outbox.items('connectionLinks').at(-1);
  if (!item) throw new Error('nothing was sent');
  return item as { workspace: string; connectionId: string; reason: 'connected' };
};
const link = () => linkAssets(lastItem(), w.doors, contextOf(w));

/** A token that no row leads to would stay for ever. */
function noOrphan() {
  const rows = new Set(w.doors.connections.rows().map(({ id }) => id));
  for (const { connectionId } of w.doors.vault.refs()) expect(rows.has(connectionId)).toBe(true);
}

async function unhurt() {
  w = oauthWorld(sim);
  await consent(w, { features });
  await link();
  return { all: await facts(), announced: w.doors.bus.announced.length };
}

const kills = fc.record({ left: fc.integer({ min: 1, max: 20 }), after: fc.boolean() });

describe('a callback that is killed at any await', () => {
  it('leaves no token without a row; beginning again ends as if nothing had been, and care clears up', async () => {
    const want = await unhurt();
    const seen = { killed: 0, cleared: 0 };
    const one = async (given: Omit<Kill, never>, again: boolean) => {
      w = oauthWorld(sim);
      const kill = { ...given };
      const { callback, jar } = await upToCallback(w, { features });
      const doors = killedAt(w.doors, ['states', 'connections', 'vault', 'outbox', 'graph'], kill);
      const end = endOf(await finishConnect(callback, jar, doors, w.notes));
      if (kill.left <= 0) seen.killed += 1;
      else expect(end.error).toBeNull();
      noOrphan();
      if (again) {
        expect((await consent(w, { features })).error).toBeNull();
        await link();
        expect(await facts()).toEqual(want.all);
        return;
      }
      await settle();
      noOrphan();
      const rows = w.doors.connections.rows();
      if (rows.length === 0) {
        seen.cleared += 1;
        expect(w.doors.vault.refs()).toEqual([]);
      } else expect(await facts()).toEqual(want.all);
    };
    await fc.assert(fc.asyncProperty(kills, fc.boolean(), one), { numRuns: 30 });
    expect([seen.killed > 5, seen.cleared > 0]).toEqual([true, true]);
  }, 300_000);

  /** Nobody begins again: care comes when the row is due, and its message is worked on. */
  async function settle() {
    w.clock.skip(hour);
    for (const { id } of w.doors.connections.rows()) await wake(w, id);
    if (w.doors.connections.rows().length > 0 && theConnection(w).state === 'linking') await link();
  }
});

describe('a link that is killed at any await', () => {
  it('goes on where it stood, and ends with the same facts and one announcement', async () => {
    const want = await unhurt();
    let killed = 0;
    const one = async (first: Kill, second: Kill) => {
      w = oauthWorld(sim);
      await consent(w, { features });
      for (const given of [first, second]) {
        const kill = { ...given };
        const names = ['connections', 'vault', 'assets', 'registry', 'wishes', 'bus', 'graph', 'secrets'] as const;
        await linkAssets(lastItem(), killedAt(w.doors, names, kill), contextOf(w)).catch(() => undefined);
        if (kill.left <= 0) killed += 1;
      }
      await link();
      expect(await facts()).toEqual(want.all);
      expect(new Set(w.doors.bus.announced.map(({ id }) => id)).size).toBe(want.announced);
    };
    const anywhere = fc.record({ left: fc.integer({ min: 1, max: 160 }), after: fc.boolean() });
    await fc.assert(fc.asyncProperty(anywhere, anywhere, one), { numRuns: 30 });
    expect(killed).toBeGreaterThan(10);
  }, 300_000);
});
