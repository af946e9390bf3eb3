import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Bus } from '../foundation/core/doors.ts';
import type { MetaFacts } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { Connection, Connections } from '../foundation/store/connections.ts';
import { announceConnection } from './announce-connection.ts';
import { nextCareAt } from './care-time.ts';

/** What a dead token's connection may touch. */
export interface ReauthDoors {
  readonly connections: Connections;
  readonly bus: Bus;
  readonly clock: Clock;
}

/** Codes of a dead token and what the person did or must do (fact sheet §3, class A). Never judged by a text of Meta's. */
const words: Readonly<Record<string, string>> = {
  '102': 'the session is over',
  '190': 'the token is dead',
  '190/458': 'the person removed the app',
  '190/459': 'the person must first log in at facebook.com: Meta asks them to confirm something',
  '190/460': 'the password was changed',
  '190/463': 'the token is past its date',
  '190/464': 'the person must first confirm their account at facebook.com',
  '190/467': 'the token was made invalid',
  '190/492': 'the session does not fit the person any more',
};

/** Why, from Meta's code and subcode. */
export function reauthReason({ code, subcode }: MetaFacts): string {
  if (code === undefined) return 'no living token is kept';
  const why = words[`${code}/${subcode}`] ?? words[String(code)] ?? 'Meta does not take the token any more';
  return `${why} (${subcode === undefined ? code : `${code}/${subcode}`})`;
}

/** Subcodes of tokens that live again once the person has logged in at facebook.com: those are looked at again. */
const mayRecover: readonly (number | undefined)[] = [459, 464];

/**
 * Nobody but the person can mend it: marked once, announced once, and looked at again only where the token itself may
 * recover. Throws `Failure` `busy`, `unavailable`.
 */
export async function needsReauth(
  connection: Connection,
  facts: MetaFacts,
  { connections, bus, clock }: ReauthDoors,
  notes: Notes,
): Promise<Connection> {
  const reason = reauthReason(facts);
  const now = clock.now();
  if (connection.state !== 'needs_reauth') {
    // The last good look names the occasion: it moves only when the token was seen alive again.
    const occasion = connection.verifiedAt ?? connection.createdAt;
    const { code, subcode } = facts;
    const told = { ...connection, reason };
    await announceConnection(bus, 'connection.needs-reauth', told, { occasion, now, code, subcode });
    notes.count('Connections', 1, { outcome: 'needs-reauth' });
  }
  const careDueAt = mayRecover.includes(facts.subcode) ? nextCareAt(clock) : undefined;
  return connections.change(connection, { state: 'needs_reauth', reason, careDueAt, updatedAt: isoTime(now) });
}
