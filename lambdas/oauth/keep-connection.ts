import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Outbox } from '../foundation/core/doors.ts';
import { asFailure, Failure } from '../foundation/core/failure.ts';
import type { Connection, Connections } from '../foundation/store/connections.ts';
import type { TokenRef, TokenVault } from '../foundation/store/token-vault.ts';
import { connectionId } from './connection-id.ts';
import type { Consent } from './consent.ts';
import { featureGaps } from './missing.ts';
import { askedFor, type Platform } from './scopes.ts';

/** What keeping a consent may touch. */
export interface KeepDoors {
  readonly connections: Connections;
  readonly vault: TokenVault;
  readonly outbox: Outbox<'connectionLinks'>;
  readonly clock: Clock;
}

/** Who wanted what. */
export interface Wanted {
  readonly workspace: string;
  readonly subject: string;
  readonly platform: Platform;
  readonly features: readonly string[];
}

/** When a connection that is not linked yet is looked at: long after its callback's 30 s. */
export const settleMs = 15 * 60_000;

/** How often a change is tried when others change the connection too. */
const tries = 5;

/**
 * Keeps a consent and sends the connection to be linked; the same person's standing connection is renewed.
 * The row comes first, the token second, the row that tells of it third: a crash leaves a `linking` row at most, never
 * a token that no row leads to, and `oauth/care` clears such a row away or sends it on. Throws `Failure` `unavailable`.
 */
export async function keepConnection(wanted: Wanted, consent: Consent, doors: KeepDoors): Promise<Connection> {
  const born = newConnection(wanted, consent, doors.clock);
  const row = await standing(born, doors);
  const { workspace, id } = row;
  const ref: TokenRef = { workspace, connectionId: id, kind: consent.kind, subject: 'me' };
  await doors.vault.seal(ref, consent.token);
  const kept = await renew(row, (now) => renewal(now, wanted, consent, doors.clock), doors).catch(async (thrown) => {
    // Deleted in the middle: nobody would find the token again.
    if (asFailure(thrown).kind === 'not-found') await doors.vault.wipe(ref);
    throw thrown;
  });
  for (const { kind, subject } of row.tokens) {
    if (kind !== ref.kind) await doors.vault.wipe({ workspace, connectionId: id, kind, subject });
  }
  await doors.outbox.send('connectionLinks', [{ workspace, connectionId: id, reason: 'connected' }], { group: id });
  return kept;
}

/** The row that stands, or the new one. */
async function standing(born: Connection, { connections }: KeepDoors): Promise<Connection> {
  const found = await connections.get(born.workspace, born.id);
  if (found) return found;
  try {
    await connections.create(born);
    return born;
  } catch (thrown) {
    const other = asFailure(thrown).kind === 'conflict' ? await connections.get(born.workspace, born.id) : undefined;
    if (other) return other;
    throw thrown;
  }
}

type Part = Parameters<Connections['change']>[1];

/** Changes a connection, read again when somebody else was first. Throws `Failure` `busy`, `not-found`, `unavailable`. */
export async function renew(
  row: Connection,
  part: (row: Connection) => Part,
  { connections }: Pick<KeepDoors, 'connections'>,
): Promise<Connection> {
  let now = row;
  for (let tried = 1; ; tried += 1) {
    try {
      return await connections.change(now, part(now));
    } catch (thrown) {
      if (asFailure(thrown).kind !== 'busy' || tried === tries) throw thrown;
      const other = await connections.get(row.workspace, row.id);
      if (!other) throw new Failure('not-found', 'no such connection');
      now = other;
    }
  }
}

/** A link that has not begun. */
export const noProgress: Connection['progress'] = {
  phase: 'discover',
  found: 0,
  linked: 0,
  subscribed: 0,
  failed: 0,
  cursor: null,
};

function newConnection({ workspace, subject, platform }: Wanted, consent: Consent, clock: Clock): Connection {
  const { metaUserId, name, businessId, app } = consent;
  const now = clock.now();
  const at = isoTime(now);
  const who = { workspace, appId: app.appId, platform, metaUserId };
  return {
    ...who,
    id: connectionId(who),
    version: 1,
    name,
    state: 'linking',
    reason: 'the token is not kept yet',
    features: [],
    asked: [],
    granted: [],
    declined: [],
    granular: {},
    tokens: [],
    missing: [],
    progress: noProgress,
    businessId,
    createdBy: subject,
    createdAt: at,
    updatedAt: at,
    verifiedAt: null,
    warnedDays: null,
    careDueAt: isoTime(now + settleMs),
  };
}

const union = (before: readonly string[], more: readonly string[]) => [...new Set([...before, ...more])];

/** What a consent changes in a row; features grow, since a person who adds one has not taken the others back. */
function renewal(row: Connection, { platform, features }: Wanted, consent: Consent, clock: Clock): Part {
  const { kind, granted, declined, granular, businessId, name, expiresAt, dataAccessExpiresAt } = consent;
  const now = clock.now();
  const wanted = union(row.features, features);
  const told = { granted: [...granted], declined: [...declined] };
  return {
    ...told,
    granular: { ...granular },
    businessId: businessId ?? row.businessId,
    name,
    state: 'linking',
    reason: 'its assets are being discovered',
    features: wanted,
    asked: union(row.asked, askedFor(platform, features)),
    tokens: [{ kind, subject: 'me', expiresAt, dataAccessExpiresAt }],
    missing: featureGaps({ platform, features: wanted, ...told }),
    progress: noProgress,
    updatedAt: isoTime(now),
    verifiedAt: isoTime(now),
    warnedDays: null,
    careDueAt: isoTime(now + settleMs),
  };
}
