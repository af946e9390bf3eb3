import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Bus } from '../foundation/core/doors.ts';
import type { Message } from '../foundation/core/messages.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { Connection, Connections } from '../foundation/store/connections.ts';
import type { TokenVault } from '../foundation/store/token-vault.ts';
import { announceConnection } from './announce-connection.ts';

/** What forgetting may touch. */
export interface ForgetDoors {
  readonly connections: Connections;
  readonly vault: TokenVault;
  readonly bus: Bus;
  readonly clock: Clock;
}

type Deauthorised = Extract<Message<'connectionCare'>, { deauthorised: unknown }>['deauthorised'];

/** How far Meta's clock and ours may be apart. */
const skewMs = 60_000;

/**
 * A person took the app off at Meta: every token of theirs is wiped, in every workspace. A consent that came after it
 * stays: Meta called that one's token good later than the callback was issued.
 */
export async function forgetPerson(
  { appId, userId, at }: Deauthorised,
  doors: ForgetDoors,
  notes: Notes,
): Promise<void> {
  const theirs = await doors.connections.ofPerson(appId, userId);
  for (const { workspace, id } of theirs) {
    const row = await doors.connections.get(workspace, id);
    const later = row?.verifiedAt != null && Date.parse(row.verifiedAt) > Date.parse(at) + skewMs;
    if (row && !later) await forget(row, at, doors, notes);
  }
  notes.fact('deauthorised', theirs.length);
}

async function forget(row: Connection, at: string, doors: ForgetDoors, notes: Notes): Promise<void> {
  await doors.vault.wipeAll(row.workspace, row.id);
  const reason = 'the person removed the app at Meta';
  const now = doors.clock.now();
  await announceConnection(doors.bus, 'connection.disconnected', { ...row, reason }, { occasion: at, now });
  if (row.state === 'disconnected') return;
  const over = { state: 'disconnected', reason, tokens: [], careDueAt: undefined, updatedAt: isoTime(now) } as const;
  await doors.connections.change(row, { ...over, tokens: [] });
  notes.count('Connections', 1, { outcome: 'disconnected' });
}
