import type { Clock } from '../foundation/core/clock.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { Connection } from '../foundation/store/connections.ts';
import type { TokenRef, TokenVault } from '../foundation/store/token-vault.ts';
import { type InspectDoors, inspect } from './inspect-connection.ts';
import { appFor } from './meta-apps.ts';
import { openIfKept } from './token-of.ts';

/** What looking at Page tokens may touch. */
export interface PageTokenDoors extends InspectDoors {
  readonly vault: TokenVault;
  readonly clock: Clock;
}

/** Page tokens looked at in one night: a call each, from an allowance that all share. */
const perNight = 50;

const day = 24 * 3600_000;

/** Those whose turn it is: with more than 50 Pages every token comes round in as many nights as it takes. */
export function tonights<T>(refs: readonly T[], now: number): readonly T[] {
  const nights = Math.ceil(refs.length / perNight);
  const turn = nights === 0 ? 0 : Math.floor(now / day) % nights;
  return refs.slice(turn * perNight, (turn + 1) * perNight);
}

/**
 * Forgets Page tokens that are dead (a lost role, for example), tonight's or that of one Page; the look for drift then
 * reads a new one.
 */
export async function carePageTokens(
  row: Connection,
  doors: PageTokenDoors,
  notes: Notes,
  page?: string,
): Promise<void> {
  const refs = (await doors.vault.list(row.workspace, row.id)).filter(({ kind }) => kind === 'page');
  const sorted = refs.toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
  let dead = 0;
  const looked =
    page === undefined ? tonights(sorted, doors.clock.now()) : sorted.filter(({ subject }) => subject === page);
  for (const ref of looked) dead += (await isDead(row, ref, doors)) ? 1 : 0;
  if (dead > 0) notes.fact('deadPageTokens', dead);
}

async function isDead(row: Connection, ref: TokenRef, doors: PageTokenDoors): Promise<boolean> {
  const app = await appFor(doors.secrets, row.platform, row.appId);
  const token = await openIfKept(ref, doors.vault);
  if (!token) return false;
  const { alive } = await inspect(row, { app, token, holder: 'page', account: row.id }, doors);
  if (!alive) await doors.vault.wipe(ref);
  return !alive;
}
