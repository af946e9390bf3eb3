import type { Clock } from '../foundation/core/clock.ts';
import type { Bus } from '../foundation/core/doors.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { Connection } from '../foundation/store/connections.ts';
import { announceConnection } from './announce-connection.ts';
import type { Living } from './inspect-connection.ts';

const day = 24 * 3600_000;

/** Days before a token's end at which its owner is warned, the last one first. */
const warnings = [1, 3, 7, 14] as const;

/** The warning that holds `left` milliseconds before the end; null while there is time. */
export const warningAt = (left: number): number | null => warnings.find((days) => left <= days * day) ?? null;

/** What ends first: the token, or Meta's answering for the person's data (fact sheet §2: the token then still looks valid). */
export function endOf({ expiresAt, dataAccessExpiresAt }: Pick<Living, 'expiresAt' | 'dataAccessExpiresAt'>) {
  const ends = [
    { what: 'token', at: expiresAt },
    { what: 'data-access', at: dataAccessExpiresAt },
  ] as const;
  const dated = ends.flatMap(({ what, at }) => (at === null ? [] : [{ what, at }]));
  return dated.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))[0];
}

/**
 * Warns once at each of 14, 7, 3 and 1 days, as event and metric; answers the row's `warnedDays`.
 * A crash before the row is written warns again, with the same id.
 */
export async function warnExpiry(
  row: Connection,
  living: Living,
  { bus, clock }: { readonly bus: Bus; readonly clock: Clock },
  notes: Notes,
): Promise<number | null> {
  const end = endOf(living);
  if (!end) return null;
  const now = clock.now();
  const left = Date.parse(end.at) - now;
  notes.count('TokenTimeLeft', Math.max(0, Math.floor(left / 1000)));
  const days = warningAt(left);
  if (days === null || days === row.warnedDays) return days;
  const daysLeft = Math.max(0, Math.floor(left / day));
  const about = { what: end.what, expiresAt: end.at, daysLeft };
  await announceConnection(bus, 'token.expiring', row, { occasion: `${end.at}/${days}`, now, ...about });
  notes.count('TokenWarnings', 1, { outcome: String(days) });
  return days;
}
