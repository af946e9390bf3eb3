import type { Caller } from '../../../lambdas/foundation/core/api.ts';
import type { Message } from '../../../lambdas/foundation/core/messages.ts';
import type { UsageLedger } from '../../../lambdas/foundation/core/usage.ts';
import type { WorkContext } from '../../../lambdas/foundation/core/work.ts';
import { dialogAt } from '../../../lambdas/foundation/meta/dialog.ts';
import { makeGraph } from '../../../lambdas/foundation/meta/make-graph.ts';
import { authorize, startConnect } from '../../../lambdas/oauth/begin-connect.ts';
import { careFor } from '../../../lambdas/oauth/care-for-connection.ts';
import { finishConnect } from '../../../lambdas/oauth/finish-connect.ts';
import { linkAssets } from '../../../lambdas/oauth/link-assets.ts';
import type { FeatureName } from '../../../lambdas/oauth/scopes.ts';
import { fakeOwners } from '../../fakes/fake-asset-registry.ts';
import { fakeAssets } from '../../fakes/fake-assets.ts';
import { fakeBus } from '../../fakes/fake-bus.ts';
import { fakeConnections } from '../../fakes/fake-connections.ts';
import { fakeCursors } from '../../fakes/fake-cursors.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';
import { fakeOauthStates } from '../../fakes/fake-oauth-states.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';
import { fakeSecrets } from '../../fakes/fake-secrets.ts';
import { fakeSubscriptionWishes } from '../../fakes/fake-subscription-wishes.ts';
import { fakeSyncJobs } from '../../fakes/fake-sync-jobs.ts';
import { fakeTokenVault } from '../../fakes/fake-token-vault.ts';
import { DEMO, type Json, type MetaSimulator, metaSimulator, SECRET } from '../../local/graph-meta.ts';

export const publicUrl = 'https://api.example.org';
export const app = 'https://app.example.org';
const instagramSecret = 'sesame-of-instagram';

/** A simulator that knows our callback address. */
export const oauthSimulator = () =>
  metaSimulator({ redirectUris: [`${publicUrl}/oauth/callback`], instagramAppSecret: instagramSecret });

/** A ledger that knows no limit. */
const boundless: UsageLedger = {
  ask: async () => ({ go: true }),
  record: async () => undefined,
  readings: async () => [],
};

/** How far each simulator's clock was moved, in milliseconds: it lives longer than one world. */
const moved = new WeakMap<MetaSimulator, number>();

/** Real time, so that it agrees with the simulator's; `advance` moves both, `skip` only this one. */
function movedClock(sim: MetaSimulator) {
  let skipped = 0;
  const ahead = () => moved.get(sim) ?? 0;
  const advance = async (seconds: number) => {
    moved.set(sim, ahead() + seconds * 1000);
    await sim.control('POST', 'clock', { advanceSeconds: seconds });
  };
  const skip = (ms: number) => {
    skipped += ms;
  };
  return { now: () => Date.now() + ahead() + skipped, chance: () => 0.5, advance, skip };
}

const metaApps = [
  { appId: DEMO.app, kind: 'facebook', appSecret: SECRET },
  { appId: DEMO.instagramApp, kind: 'instagram', appSecret: instagramSecret },
] as const;

/** All doors of the room: ours in memory, Meta as the simulator behind the real Graph client. */
export function oauthWorld(sim: MetaSimulator) {
  const clock = movedClock(sim);
  const owners = fakeOwners(clock);
  const audited: { call: string; outcome: string }[] = [];
  const graph = makeGraph({ origin: sim.url, ledger: boundless, clock, audit: (line) => audited.push(line) });
  const doors = {
    clock,
    graph,
    publicUrl,
    returnOrigins: [app],
    dialog: dialogAt(sim.url),
    states: fakeOauthStates(clock),
    connections: fakeConnections(),
    vault: fakeTokenVault(),
    assets: fakeAssets(clock, owners),
    registry: owners.process(),
    wishes: fakeSubscriptionWishes(),
    jobs: fakeSyncJobs(clock),
    secrets: fakeSecrets({ apps: metaApps }),
    outbox: fakeOutbox(clock),
    bus: fakeBus(),
    cursors: fakeCursors,
  };
  return { sim, clock, doors, owners, audited, notes: fakeNotes() };
}
export type OauthWorld = ReturnType<typeof oauthWorld>;

/** A world of its own for each test, on a simulator that is as it was at its start. */
export async function freshWorld(sim: MetaSimulator): Promise<OauthWorld> {
  await sim.control('POST', 'world', { reset: true });
  await sim.control('POST', 'faults', { graph: [] });
  return oauthWorld(sim);
}

export const callerOf = (workspace: string): Caller => ({ workspace, subject: 'user-1', scopes: ['write'] });

/** What a browser keeps of our cookies. */
export type Jar = Record<string, string>;

/** How a person goes through a consent. */
export interface Going {
  readonly platform?: 'facebook' | 'facebook-business' | 'instagram' | 'whatsapp';
  readonly features?: FeatureName[];
  readonly workspace?: string;
  readonly configId?: string;
  readonly returnTo?: string;
  /** Of the simulator's `/_sim/consent`: user, deny, decline, assets. */
  readonly choice?: Json;
}

const redirectOf = (answer: object) => ('redirect' in answer ? String(answer.redirect) : '');
const cookieOf = (answer: object) =>
  'cookie' in answer ? (answer.cookie as { name: string; value: string; maxAgeSeconds: number }) : undefined;

/** Up to Meta's answer: the address that Meta sends the browser to, and what the browser holds. */
export async function upToCallback(w: OauthWorld, going: Going = {}) {
  const { platform = 'facebook', features = ['pages'], workspace = 'shop', returnTo = `${app}/done` } = going;
  const { configId } = going;
  const asked = { platform, features: [...features], returnTo, ...(configId === undefined ? {} : { configId }) };
  const { url } = await authorize(callerOf(workspace), asked, w.doors);
  const jar: Jar = {};
  const started = await startConnect(new URL(url).searchParams.get('start') ?? '', jar, w.doors, w.notes);
  const cookie = cookieOf(started);
  if (cookie) jar[cookie.name] = cookie.value;
  const back = await w.sim.consent(redirectOf(started), going.choice);
  return { url, jar, callback: Object.fromEntries(back.searchParams), dialog: redirectOf(started) };
}

/** The whole consent; where the browser ends, and with which connection or error. */
export async function consent(w: OauthWorld, going: Going = {}) {
  const { callback, jar } = await upToCallback(w, going);
  return endOf(await finishConnect(callback, jar, w.doors, w.notes));
}

/** What an answer to a browser says. */
export function endOf(answer: object) {
  const redirect = redirectOf(answer);
  const query = redirect ? new URL(redirect).searchParams : new URLSearchParams();
  const page = 'page' in answer ? /<main id="([\w-]+)"/.exec(String(answer.page))?.[1] : undefined;
  return { redirect, page, id: query.get('connection') ?? '', error: query.get('error') };
}

export const contextOf = (w: OauthWorld): WorkContext => ({
  notes: w.notes,
  clock: w.clock,
  firstSeenAt: new Date(w.clock.now()).toISOString(),
  hops: 0,
  deadline: w.clock.now() + 120_000,
  claimed: () => undefined,
});

/** Works on every message of `connectionLinks` that was not worked on before. */
export function linker(w: OauthWorld, doors: OauthWorld['doors'] = w.doors) {
  let done = 0;
  return async () => {
    for (;;) {
      const item = w.doors.outbox.items('connectionLinks')[done];
      if (!item) return;
      done += 1;
      await linkAssets(item as Message<'connectionLinks'>, doors, contextOf(w));
    }
  };
}

/** A wake-up of one connection. */
export const wake = (w: OauthWorld, connectionId: string, workspace = 'shop') =>
  careFor({ wake: { workspace, connectionId } }, w.doors, w.notes);

/** The one connection of a world. */
export function theConnection(w: OauthWorld) {
  const [row, ...others] = w.doors.connections.rows();
  if (!row || others.length > 0) throw new Error(`${others.length + (row ? 1 : 0)} connections stand`);
  return row;
}
