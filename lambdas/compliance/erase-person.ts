import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Bus, Outbox } from '../foundation/core/doors.ts';
import { asFailure, Failure } from '../foundation/core/failure.ts';
import { type AssetRef, nobody } from '../foundation/core/ids.ts';
import type { Message } from '../foundation/core/messages.ts';
import { verdicts } from '../foundation/core/verdicts.ts';
import type { WorkContext } from '../foundation/core/work.ts';
import type { AssetRegistry } from '../foundation/store/asset-registry.ts';
import type { Assets } from '../foundation/store/assets.ts';
import type { Connection, Connections } from '../foundation/store/connections.ts';
import type { DeletionRequest, DeletionRequests } from '../foundation/store/deletion-requests.ts';
import type { UnknownAssets } from '../foundation/store/unknown-assets.ts';
import type { ErasedDetail } from './announced.ts';
import { newRequest } from './deletion-request.ts';
import { eraseRows, type RowDoors } from './erase-rows.ts';

/** What erasing a person may touch: everything but tokens, which `oauth/care` wipes. */
export interface EraseDoors extends RowDoors {
  readonly requests: DeletionRequests;
  readonly connections: Pick<Connections, 'get' | 'ofPerson' | 'remove'>;
  readonly assets: Pick<Assets, 'forget'>;
  readonly registry: Pick<AssetRegistry, 'ownerOf' | 'unlink'>;
  readonly unknown: Pick<UnknownAssets, 'forget'>;
  readonly outbox: Outbox<'connectionCare'>;
  readonly bus: Bus;
  readonly clock: Clock;
}

type Person = Message<'erasures'>;

/** The person as an asset: webhooks about them come under it. */
const assetOf = ({ userId }: Person): AssetRef => ({ kind: 'user', id: userId });

/**
 * Erases what is kept of a person in every workspace, in steps that a killed run repeats: tokens are asked to be wiped,
 * rows go page by page, and only when the tokens are gone the connections, by which all else is found, go too.
 * Announces `person.erased` for each workspace. Throws `Failure` `busy` while it is not done yet (time is up, or the
 * tokens still stand): the item comes again. What can only end in the parked list marks the request `failed`.
 */
export async function erasePerson(person: Person, doors: EraseDoors, context: WorkContext): Promise<void> {
  context.claimed({ key: person.code, workspace: nobody });
  const request = await doors.requests.create(newRequest(person));
  if (request.state === 'done') return;
  try {
    await erase(person, request, doors, context);
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (verdicts[failure.kind].queue === 'park') await markFailed(person.code, doors);
    throw failure;
  }
}

async function erase(person: Person, before: DeletionRequest, doors: EraseDoors, context: WorkContext) {
  const connections = await connectionsOf(person, doors);
  if (connections.some(isAlive)) await wipeTokens(person, doors);
  const owner = await doors.registry.ownerOf(assetOf(person));
  const workspaces = [...new Set([...connections.map(({ workspace }) => workspace), ...(owner ? [owner] : [])])].sort();
  const request = await eraseRows(person.userId, before, [...workspaces, nobody], doors, context.deadline);
  if ((await connectionsOf(person, doors)).some(isAlive)) {
    throw new Failure('busy', 'the tokens of the person are still being wiped');
  }
  const assets = await forgetAssets(connections, doors);
  const counts = { ...request.counts, ...gone('connections', connections.length), ...gone('assets', assets) };
  const counted = await doors.requests.advance(request, { counts, updatedAt: isoTime(doors.clock.now()) });
  for (const workspace of workspaces) await announce(person, workspace, doors);
  await forgetPerson(person, owner, doors);
  const now = isoTime(doors.clock.now());
  await doors.requests.advance(counted, { state: 'done', finishedAt: now, updatedAt: now, cursor: null });
  for (const [kind, count] of Object.entries(counts)) context.notes.fact(`erased.${kind}`, count);
}

/** A later run that finds nothing more must not overwrite what an earlier one counted. */
const gone = (kind: string, count: number): Readonly<Record<string, number>> => (count === 0 ? {} : { [kind]: count });

const isAlive = ({ state }: Connection) => state !== 'disconnected';

async function connectionsOf({ appId, userId }: Person, { connections }: EraseDoors): Promise<readonly Connection[]> {
  const places = await connections.ofPerson(appId, userId);
  const found = await Promise.all(places.map(({ workspace, id }) => connections.get(workspace, id)));
  return found.filter((one) => one !== undefined);
}

async function wipeTokens({ appId, userId }: Person, { outbox, clock }: EraseDoors): Promise<void> {
  const deauthorised = { appId, userId, at: isoTime(clock.now()) };
  await outbox.send('connectionCare', [{ deauthorised }], { group: userId });
}

/** Takes the person's connections off their assets; answers how many assets are gone with them. */
async function forgetAssets(connections: readonly Connection[], { assets }: EraseDoors): Promise<number> {
  let forgotten = 0;
  for (const { workspace, id } of connections) forgotten += (await assets.forget(workspace, id)).length;
  return forgotten;
}

/**
 * What the workspaces are found by goes last: a run that is killed before must still find them all. A connection that
 * was consented again meanwhile stays.
 */
async function forgetPerson(person: Person, owner: string | undefined, doors: EraseDoors): Promise<void> {
  const { connections, registry, unknown } = doors;
  await unknown.forget(assetOf(person));
  if (owner !== undefined) await registry.unlink(assetOf(person), owner);
  for (const { workspace, id } of await connections.ofPerson(person.appId, person.userId)) {
    const standing = await connections.get(workspace, id);
    if (standing === undefined || isAlive(standing)) continue;
    await connections.remove(workspace, id, standing.version).catch((thrown: unknown) => {
      if (asFailure(thrown).kind !== 'busy') throw thrown;
    });
  }
}

const announce = ({ code, appId, userId }: Person, workspace: string, { bus, clock }: EraseDoors) =>
  bus.announce({
    id: `${code}.${workspace}`,
    workspace,
    type: 'person.erased',
    time: isoTime(clock.now()),
    detail: { code, appId, userId } satisfies ErasedDetail,
  });

async function markFailed(code: string, { requests, clock }: EraseDoors): Promise<void> {
  const standing = await requests.get(code);
  if (standing) await requests.advance(standing, { state: 'failed', updatedAt: isoTime(clock.now()) });
}
