import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Bus, Outbox } from '../foundation/core/doors.ts';
import { asFailure } from '../foundation/core/failure.ts';
import type { Message } from '../foundation/core/messages.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { Connection, Connections } from '../foundation/store/connections.ts';
import { carePageTokens } from './care-page-tokens.ts';
import { nextCareAt } from './care-time.ts';
import { forgetPerson } from './forget-person.ts';
import { inspect, type Living } from './inspect-connection.ts';
import { renew, settleMs } from './keep-connection.ts';
import { appFor } from './meta-apps.ts';
import { featureGaps, joined, without } from './missing.ts';
import { needsReauth } from './needs-reauth.ts';
import { type RefreshDoors, refreshToken } from './refresh-token.ts';
import { identityOf, ownToken } from './token-of.ts';
import { warnExpiry } from './warn-expiry.ts';

/** What care may touch. */
export interface CareDoors extends RefreshDoors {
  readonly connections: Connections;
  readonly outbox: Outbox<'connectionLinks'>;
  readonly bus: Bus;
  readonly clock: Clock;
}

/**
 * One item of care: a connection that is due, or a person who took the app off. Throws `busy`, `rate-limited`,
 * `meta-unavailable`, `unavailable` (deferred), `misconfigured` (parked: the app's secret).
 */
export async function careFor(item: Message<'connectionCare'>, doors: CareDoors, notes: Notes): Promise<void> {
  if ('deauthorised' in item) return forgetPerson(item.deauthorised, doors, notes);
  const { workspace, connectionId, page } = item.wake;
  const row = await doors.connections.get(workspace, connectionId);
  if (!row) return notes.fact('care', 'gone');
  if (row.state === 'disconnected') return stopCare(row, doors);
  if (row.tokens.length === 0) return clearAway(row, doors, notes);
  if (row.state === 'linking') return sendOn(row, doors, notes);
  await lookAfter(row, doors, notes, page);
}

async function stopCare(row: Connection, { connections }: CareDoors): Promise<void> {
  await connections.change(row, { careDueAt: undefined });
}

/** A row whose consent never got as far as its token: what lies in the vault under it was sealed just before a crash. */
async function clearAway(row: Connection, { connections, vault, clock }: CareDoors, notes: Notes): Promise<void> {
  if (clock.now() - Date.parse(row.createdAt) < settleMs) return;
  await vault.wipeAll(row.workspace, row.id);
  await connections.remove(row.workspace, row.id, row.version);
  notes.count('Connections', 1, { outcome: 'abandoned' });
}

/** A link that stands still may wait for a limit; it looks for its message no more often than this. */
const stillLinkingMs = 6 * 3600_000;

/** The message that links may have been lost with a crash; another one does no harm. */
async function sendOn(row: Connection, { connections, outbox, clock }: CareDoors, notes: Notes): Promise<void> {
  const { workspace, id } = row;
  const now = clock.now();
  if (now - Date.parse(row.updatedAt) >= settleMs) {
    await outbox.send('connectionLinks', [{ workspace, connectionId: id, reason: 'connected' }], { group: id });
    notes.fact('care', 'sent on');
  }
  await connections.change(row, { careDueAt: isoTime(now + stillLinkingMs) });
}

/**
 * Looks at the token, renews it ahead of its end, warns of what cannot be renewed, and sends a look for drift. A look at
 * one Page's token (`page`) is not the night's: that still comes.
 */
export async function lookAfter(row: Connection, doors: CareDoors, notes: Notes, page?: string): Promise<Connection> {
  const app = await appFor(doors.secrets, row.platform, row.appId);
  const identity = await identityOf(row, app, doors.vault);
  if (!identity) return needsReauth(row, {}, doors, notes);
  const look = await inspect(row, identity, doors);
  if (!look.alive) return needsReauth(row, look.facts, doors, notes);
  const living = await refreshToken({ row, ref: ownToken(row), identity, old: look }, doors, notes);
  const warnedDays = await warnExpiry(row, living, doors, notes);
  await carePageTokens(row, doors, notes, page);
  const { workspace, id } = row;
  await doors.outbox.send('connectionLinks', [{ workspace, connectionId: id, reason: 'drift' }], { group: id });
  const careDueAt = page === undefined ? { careDueAt: nextCareAt(doors.clock) } : {};
  const change = (now: Connection) => ({ ...seen(now, living, doors.clock), warnedDays, ...careDueAt });
  try {
    const after = await renew(row, change, doors);
    if (after.state === 'disconnected') await doors.vault.wipeAll(workspace, id);
    return after;
  } catch (thrown) {
    // Taken off while its token was renewed: nobody else would find the new one.
    if (asFailure(thrown).kind === 'not-found') await doors.vault.wipeAll(workspace, id);
    throw thrown;
  }
}

/** What a good look changes in the row: dates, scopes, the features that these allow, and a state that was too dark. */
export function seen(row: Connection, { expiresAt, dataAccessExpiresAt, granted }: Living, { now }: Clock) {
  const at = isoTime(now());
  const missing = joined(featureGaps({ ...row, granted }), without(row.missing, 'feature'));
  const back = row.state === 'needs_reauth' ? ({ state: 'incomplete', reason: 'its token lives again' } as const) : {};
  const [own, ...others] = row.tokens;
  const tokens = own ? [{ ...own, expiresAt, dataAccessExpiresAt }, ...others] : [];
  return { ...back, tokens, granted, missing, verifiedAt: at, updatedAt: at };
}
