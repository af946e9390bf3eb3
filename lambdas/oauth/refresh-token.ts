import { type Clock, isoTime } from '../foundation/core/clock.ts';
import { asFailure } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { GrantedToken } from '../foundation/meta/edges/token-calls.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import type { GraphIdentity } from '../foundation/meta/identity.ts';
import type { Connection } from '../foundation/store/connections.ts';
import type { TokenRef, TokenVault } from '../foundation/store/token-vault.ts';
import { type InspectDoors, type InspectGraph, inspect, type Living } from './inspect-connection.ts';

/** The calls that refresh, and verify what they got. */
export type RefreshGraph = InspectGraph &
  Pick<Graph, 'exchangeLongLived' | 'refreshSystemUserToken' | 'refreshInstagramToken'>;

/** What refreshing may touch. */
export interface RefreshDoors extends InspectDoors {
  readonly graph: RefreshGraph;
  readonly vault: TokenVault;
  readonly clock: Clock;
}

const day = 24 * 3600_000;

/** Before the first warning, which comes at 14 days: what can be renewed by itself troubles nobody. */
const aheadMs = 20 * day;

/** Less than this is only another rounding of the same end. */
const movedMs = 3600_000;

/** Whether a token's end is near enough to renew it now. */
export const isDue = ({ expiresAt }: Pick<Living, 'expiresAt'>, now: number) =>
  expiresAt !== null && Date.parse(expiresAt) - now <= aheadMs;

/**
 * A new token in the place of one that ends soon, and what Meta says of the one that is kept now. The old one is
 * replaced only after the new one was seen to live, to do what the old one did and to end later. What fails is tried
 * again the next night; the warnings begin meanwhile.
 */
export async function refreshToken(
  { row, ref, identity, old }: RefreshTask,
  doors: RefreshDoors,
  notes: Notes,
): Promise<Living> {
  if (!isDue(old, doors.clock.now())) return old;
  try {
    const grant = await newToken(ref, identity, doors.graph);
    const look = await inspect(row, { ...identity, token: grant.token }, doors);
    const fresh = look.alive && row.platform === 'instagram' ? { ...look, expiresAt: endOf(grant) } : look;
    if (!fresh.alive || !isBetter(fresh, old)) return counted('unchanged', old, notes);
    await doors.vault.seal(ref, grant.token);
    return counted('refreshed', fresh, notes);
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.kind === 'bug') throw failure;
    notes.fact('refresh', failure.kind);
    return counted('failed', old, notes);
  }
}

/** One token to renew: where it is kept, as whom it speaks, and what Meta said of it just now. */
export interface RefreshTask {
  readonly row: Connection;
  readonly ref: TokenRef;
  readonly identity: GraphIdentity;
  readonly old: Living;
}

function newToken({ kind }: TokenRef, identity: GraphIdentity, graph: RefreshGraph): Promise<GrantedToken> {
  if (kind === 'instagram') return graph.refreshInstagramToken(identity);
  return kind === 'user'
    ? graph.exchangeLongLived(identity.app, identity.token)
    : graph.refreshSystemUserToken(identity);
}

const endOf = ({ expiresAt }: GrantedToken) => (expiresAt === null ? null : isoTime(expiresAt));

function isBetter(fresh: Living, old: Living): boolean {
  const end = ({ expiresAt }: Living) => (expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt));
  return end(fresh) - end(old) >= movedMs && old.granted.every((scope) => fresh.granted.includes(scope));
}

function counted(outcome: 'refreshed' | 'unchanged' | 'failed', living: Living, notes: Notes): Living {
  notes.count('TokenRefreshes', 1, { outcome });
  return living;
}
