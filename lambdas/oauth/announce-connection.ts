import { createHash } from 'node:crypto';
import { isoTime } from '../foundation/core/clock.ts';
import type { Bus } from '../foundation/core/doors.ts';
import type { Connection } from '../foundation/store/connections.ts';
import type { ConnectionDetail, ConnectionEvent } from './announced.ts';

/**
 * Announces; `occasion` names what happened, so that a repetition after a crash carries the same id.
 * Throws `Failure` `unavailable`.
 */
export async function announceConnection<T extends ConnectionEvent>(
  bus: Bus,
  type: T,
  { workspace, id, platform, appId, reason }: Connection,
  { occasion, now, ...more }: { readonly occasion: string; readonly now: number } & ConnectionDetail<T>,
): Promise<void> {
  const named = JSON.stringify([type, workspace, id, occasion]);
  const detail = { connectionId: id, platform, appId, reason, ...more };
  const eventId = createHash('sha256').update(named).digest('hex').slice(0, 32);
  await bus.announce({ id: eventId, workspace, type, time: isoTime(now), detail });
}
