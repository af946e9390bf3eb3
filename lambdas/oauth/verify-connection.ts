import type { Notes } from '../foundation/core/notes.ts';
import { seen } from './care-for-connection.ts';
import { nextCareAt } from './care-time.ts';
import { type InspectDoors, inspect } from './inspect-connection.ts';
import { type KeepDoors, renew } from './keep-connection.ts';
import { connectionView, demandConnection } from './list-connections.ts';
import { appFor } from './meta-apps.ts';
import { needsReauth, type ReauthDoors } from './needs-reauth.ts';
import { identityOf } from './token-of.ts';

/** What verifying may touch. */
export type VerifyDoors = InspectDoors & ReauthDoors & Pick<KeepDoors, 'vault' | 'outbox'>;

/**
 * Asks Meta now. A token that is dead marks the connection, one that lives again is linked anew.
 * Throws `Failure` `not-found`, `busy`, and what the Graph throws.
 */
export async function verifyConnection(workspace: string, id: string, doors: VerifyDoors, notes: Notes) {
  const row = await demandConnection(workspace, id, doors.connections);
  if (row.tokens.length === 0) return { valid: false, connection: connectionView(row) };
  const app = await appFor(doors.secrets, row.platform, row.appId);
  const identity = await identityOf(row, app, doors.vault);
  const look = identity ? await inspect(row, identity, doors) : ({ alive: false, facts: {} } as const);
  if (!look.alive) {
    return { valid: false, connection: connectionView(await needsReauth(row, look.facts, doors, notes)) };
  }
  const revived = row.state === 'needs_reauth';
  // Its care had ended with its token; the row comes first, because linking passes over one that waits for a person.
  const care = revived ? { careDueAt: nextCareAt(doors.clock) } : {};
  const now = await renew(row, (current) => ({ ...seen(current, look, doors.clock), ...care }), doors);
  if (revived) {
    await doors.outbox.send('connectionLinks', [{ workspace, connectionId: id, reason: 'drift' }], { group: id });
  }
  return { valid: true, connection: connectionView(now) };
}
