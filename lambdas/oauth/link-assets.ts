import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Bus, MetaApp, Outbox } from '../foundation/core/doors.ts';
import { asFailure, Failure } from '../foundation/core/failure.ts';
import type { Message } from '../foundation/core/messages.ts';
import type { WorkContext } from '../foundation/core/work.ts';
import type { AssetRegistry } from '../foundation/store/asset-registry.ts';
import type { Assets } from '../foundation/store/assets.ts';
import type { Connection, Connections } from '../foundation/store/connections.ts';
import type { SubscriptionWishes } from '../foundation/store/subscription-wishes.ts';
import type { SyncJobs } from '../foundation/store/sync-jobs.ts';
import type { TokenVault } from '../foundation/store/token-vault.ts';
import { discoverPage } from './discover-assets.ts';
import { endLink } from './end-link.ts';
import { linkPage } from './link-found.ts';
import { firstPlace, type LinkPlace, phaseOf, placeOf } from './link-place.ts';
import type { LinkGraph, LinkRun, PageDone } from './link-run.ts';
import { type Apps, appFor, withCurrentSecret } from './meta-apps.ts';
import { featureGaps, joined, without } from './missing.ts';
import { needsReauth } from './needs-reauth.ts';
import { subscribePage } from './subscribe-assets.ts';
import { identityOf } from './token-of.ts';

/** What linking may touch. */
export interface LinkDoors {
  readonly connections: Connections;
  readonly assets: Assets;
  readonly registry: AssetRegistry;
  readonly wishes: Pick<SubscriptionWishes, 'get'>;
  readonly jobs: Pick<SyncJobs, 'count'>;
  readonly vault: TokenVault;
  readonly secrets: Apps;
  readonly graph: LinkGraph;
  readonly bus: Bus;
  readonly outbox: Outbox<'connectionLinks'>;
  readonly clock: Clock;
}

/** Half of the queue's 120 s time-out: the page under way then still has the other half, and never less than 30 s. */
const walkMs = 60_000;
const lastPageMs = 30_000;

type Item = Message<'connectionLinks'>;

/**
 * Discovers, links and subscribes page by page, the place kept after each: a killed run goes on where it stood, a long
 * one hands itself on. Throws `Failure` `busy` (another worker has this connection), `rate-limited`,
 * `meta-unavailable`, `unavailable`: all deferred.
 */
export async function linkAssets(item: Item, doors: LinkDoors, context: WorkContext): Promise<void> {
  const until = Math.min(doors.clock.now() + walkMs, context.deadline - lastPageMs);
  const row = await doors.connections.get(item.workspace, item.connectionId);
  // `linking` without a token: its consent is still being kept, or never was; a message of it comes, or care clears up.
  if (!row || row.tokens.length === 0 || row.state === 'disconnected' || row.state === 'needs_reauth') {
    if (!row || row.state === 'disconnected') await clear(item, row, doors);
    await countJob(item, row, 'failed', doors);
    return context.notes.fact('skipped', row?.state ?? 'gone');
  }
  const begun = await begin(row, item, doors);
  if (!begun) return context.notes.fact('skipped', 'linked already');
  try {
    const ended = await walk(begun, doors, context, until);
    if (ended === 'later') return await handOn(item, doors, context);
    await countJob(item, ended, 'done', doors);
  } catch (thrown) {
    const failure = asFailure(thrown);
    const now = await doors.connections.get(item.workspace, item.connectionId);
    if (!now || now.state === 'disconnected') {
      await clear(item, now, doors);
      await countJob(item, now, 'failed', doors);
      return context.notes.fact('skipped', 'taken off meanwhile');
    }
    if (failure.kind !== 'connection-revoked') throw thrown;
    const marked = await needsReauth(now, failure.meta ?? {}, doors, context.notes);
    await countJob(item, marked, 'failed', doors);
  }
}

/** What was sealed and discovered while somebody took the connection off: nobody else would find it again. */
async function clear({ workspace, connectionId }: Item, row: Connection | undefined, doors: LinkDoors): Promise<void> {
  await doors.vault.wipeAll(workspace, connectionId);
  if (!row) await doors.assets.forget(workspace, connectionId);
}

/** Goes on where a run stands, or begins one; nothing when the consent's own run has ended already. */
async function begin(row: Connection, { reason }: Item, { connections, clock }: LinkDoors) {
  const place = placeOf(row);
  if (place) return { row, place };
  if (reason === 'connected' && row.progress.phase === 'done') return undefined;
  const first = firstPlace(reason, clock.now());
  const anew = first.step === 'person';
  // What a run will look at again is forgotten; a number's registration is nobody's to repeat.
  const kept = anew ? without(row.missing, 'feature', 'discovery', 'asset', 'subscription') : row.missing;
  const missing = anew ? joined(featureGaps(row), kept) : without(row.missing, 'subscription');
  const counts = anew ? { found: 0, linked: 0 } : { found: row.progress.found, linked: row.progress.linked };
  const progress = { ...counts, phase: phaseOf(first), subscribed: 0, failed: 0, cursor: JSON.stringify(first) };
  const part = { missing, progress, updatedAt: isoTime(clock.now()) };
  return { row: await connections.change(row, part), place: first };
}

/** A run's row and where it stands. */
interface Stand {
  readonly row: Connection;
  readonly place: LinkPlace;
}

/** Page after page until the end, which it answers, or until the time is over. */
async function walk(from: Stand, doors: LinkDoors, context: WorkContext, until: number): Promise<Connection | 'later'> {
  const app = await appFor(doors.secrets, from.row.platform, from.row.appId);
  return withCurrentSecret(doors.secrets, app, (current) => walkAs(current, from, doors, context, until));
}

async function walkAs(app: MetaApp, from: Stand, doors: LinkDoors, context: WorkContext, until: number) {
  const identity = await identityOf(from.row, app, doors.vault);
  if (!identity) throw new Failure('connection-revoked', 'no token is kept');
  let { row, place } = from;
  for (;;) {
    if (doors.clock.now() >= until) return 'later' as const;
    const run: LinkRun = { ...doors, connection: row, identity, notes: context.notes };
    const done = await pageOf(place, run);
    if (done.next === undefined) return endLink(row, place, done, doors, context.notes);
    row = await save(row, done.next, done, doors);
    place = done.next;
  }
}

function pageOf(place: LinkPlace, run: LinkRun): Promise<PageDone> {
  if (place.step === 'link') return linkPage(place, run);
  return place.step === 'subscribe' ? subscribePage(place, run) : discoverPage(place, run);
}

/** Counts and place in one write: what a killed page did again is counted once. */
function save(
  row: Connection,
  next: LinkPlace,
  done: PageDone,
  { connections, clock }: LinkDoors,
): Promise<Connection> {
  const { found, linked, subscribed, failed } = row.progress;
  const progress = {
    phase: phaseOf(next),
    found: found + (done.found ?? 0),
    linked: linked + (done.linked ?? 0),
    subscribed: subscribed + (done.subscribed ?? 0),
    failed: failed + (done.failed ?? 0),
    cursor: JSON.stringify(next),
  };
  const missing = joined(row.missing, done.missing ?? []);
  return connections.change(row, { progress, missing, updatedAt: isoTime(clock.now()) });
}

/** The rest is a message of its own: a long link is no failure, and must not count as one. */
const handOn = (item: Item, { outbox }: LinkDoors, { firstSeenAt, hops }: WorkContext) =>
  outbox.send('connectionLinks', [item], { group: item.connectionId, firstSeenAt, hops });

async function countJob(
  { workspace, connectionId, jobId }: Item,
  row: Connection | undefined,
  outcome: 'done' | 'failed',
  { jobs, clock }: LinkDoors,
): Promise<void> {
  if (jobId === undefined) return;
  const { found = 0, linked = 0 } = row?.progress ?? {};
  await jobs.count(workspace, jobId, { connectionId, outcome, found, linked, at: isoTime(clock.now()) });
}
