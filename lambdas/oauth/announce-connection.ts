import { createHash } from 'node:crypto';
import { isoTime } from '../foundation/core/clock.ts';
import type { Bus } from '../foundation/core/doors.ts';
import type { Connection } from '../foundation/store/connections.ts';

/** What subscribers hear of a connection. */
export type ConnectionEvent =
  | 'connection.connected'
  | 'connection.incomplete'
  | 'connection.needs-reauth'
  | 'connection.disconnected'
  | 'token.expiring';

/**
 * Announces; `occasion` names what happened, so that a repetition after a crash carries the same id.
 * Throws `Failure` `unavailable`.
 */
export async function announceConnection(
  bus: Bus,
  type: ConnectionEvent,
  { workspace, id, platform, appId, reason }: Connection,
  { occasion, now, ...more }: { readonly occasion: string; readonly now: number } & Readonly<Record<string, unknown>>,
): Promise<void> {
  const named = JSON.stringify([type, workspace, id, occasion]);
  const detail = { connectionId: id, platform, appId, reason, ...more };
  const eventId = createHash('sha256').update(named).digest('hex').slice(0, 32);
  await bus.announce({ id: eventId, workspace, type, time: isoTime(now), detail });
}
