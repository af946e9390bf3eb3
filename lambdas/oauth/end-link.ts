import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Bus } from '../foundation/core/doors.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { Connection, Connections } from '../foundation/store/connections.ts';
import { announceConnection } from './announce-connection.ts';
import { nextCareAt } from './care-time.ts';
import type { LinkPlace } from './link-place.ts';
import type { PageDone } from './link-run.ts';
import { joined } from './missing.ts';

/** How many lacks an announcement names; the rest stands in the connection. */
const namedLacks = 20;

/**
 * The end of a run: `connected`, or `incomplete` with what is missing; announced after a consent and whenever the state
 * changed, then kept. A crash in between announces again, with the same id.
 */
export async function endLink(
  row: Connection,
  place: LinkPlace,
  { subscribed = 0, failed = 0, missing: last = [] }: PageDone,
  { connections, bus, clock }: { readonly connections: Connections; readonly bus: Bus; readonly clock: Clock },
  notes: Notes,
): Promise<Connection> {
  const missing = joined(row.missing, last);
  const state = missing.length === 0 ? 'connected' : 'incomplete';
  const reason = missing.length === 0 ? null : `${missing.length} things are missing, see \`missing\``;
  const now = clock.now();
  const counts = { subscribed: row.progress.subscribed + subscribed, failed: row.progress.failed + failed };
  const progress = { ...row.progress, ...counts, phase: 'done', cursor: null } as const;
  if (place.reason === 'connected' || state !== row.state) {
    const { found, linked } = progress;
    const about = { found, linked, ...counts, missing: missing.slice(0, namedLacks).map(({ what }) => what) };
    const told = { ...row, reason };
    await announceConnection(bus, `connection.${state}`, told, { occasion: place.run, now, ...about });
    notes.count('Connections', 1, { outcome: state });
  }
  notes.fact('outcome', state);
  return connections.change(row, {
    state,
    reason,
    missing,
    progress,
    updatedAt: isoTime(now),
    careDueAt: nextCareAt(clock),
  });
}
