import type { Clock } from '../foundation/core/clock.ts';
import type { Bus } from '../foundation/core/doors.ts';
import { asFailure } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import type { Assets } from '../foundation/store/assets.ts';
import type { Connection, Connections } from '../foundation/store/connections.ts';
import type { TokenVault } from '../foundation/store/token-vault.ts';
import { announceConnection } from './announce-connection.ts';
import { demandConnection } from './list-connections.ts';
import { type Apps, appFor } from './meta-apps.ts';
import { identityOf } from './token-of.ts';

/** What disconnecting may touch. */
export interface DisconnectDoors {
  readonly connections: Connections;
  readonly assets: Pick<Assets, 'forget'>;
  readonly vault: TokenVault;
  readonly secrets: Apps;
  readonly graph: Pick<Graph, 'removePermissions' | 'revokeToken'>;
  readonly bus: Bus;
  readonly clock: Clock;
}

/**
 * Takes a connection off: permission at Meta, tokens here, assets that no other connection serves, and last the row, so
 * that what a crash left undone is done by the same request again. A Meta that is down keeps no token here.
 * Throws `Failure` `not-found`, `unavailable`.
 */
export async function disconnect(workspace: string, id: string, doors: DisconnectDoors, notes: Notes) {
  const row = await demandConnection(workspace, id, doors.connections);
  const revokedAtMeta = await revoke(row, doors, notes);
  await doors.vault.wipeAll(workspace, id);
  const freed = await doors.assets.forget(workspace, id);
  const reason = 'disconnected here';
  const occasion = row.createdAt;
  const about = { occasion, now: doors.clock.now(), revokedAtMeta };
  await announceConnection(doors.bus, 'connection.disconnected', { ...row, reason }, about);
  await doors.connections.remove(workspace, id);
  notes.count('Connections', 1, { outcome: 'disconnected' });
  notes.fact('freed', freed.length);
  notes.fact('revokedAtMeta', revokedAtMeta);
  return { id, revokedAtMeta };
}

/** Whether Meta said yes. Its refusal, silence or absence keeps nothing from being wiped; our own vault's does. */
async function revoke(row: Connection, doors: DisconnectDoors, notes: Notes): Promise<boolean> {
  if (row.tokens.length === 0 || row.platform === 'instagram') return false;
  try {
    const app = await appFor(doors.secrets, row.platform, row.appId);
    const identity = await identityOf(row, app, doors.vault);
    if (!identity) return false;
    // Taking back the permission would end the person's other connections, too.
    const others = await doors.connections.ofPerson(row.appId, row.metaUserId);
    const alone = row.tokens[0]?.kind === 'user' && others.length <= 1;
    if (alone) await doors.graph.removePermissions(identity, row.metaUserId);
    else await doors.graph.revokeToken(app, identity.token);
    return true;
  } catch (thrown) {
    const { kind } = asFailure(thrown);
    // Ours, and passing: the same request works in a minute, and then asks Meta too.
    if (kind === 'unavailable') throw thrown;
    notes.fact('revoke', kind);
    return false;
  }
}
