import type { Clock } from '../core/clock.ts';
import type { MetaApp, Secrets } from '../core/doors.ts';
import { Failure } from '../core/failure.ts';
import type { GraphIdentity, TokenHolder } from '../core/graph-identity.ts';
import type { AssetRow } from './assets.ts';
import type { Connection, Connections } from './connections.ts';
import { type EdgeFamily, type ServingToken, servingTokens } from './serving-token.ts';
import type { TokenVault } from './token-vault.ts';

/** What speaking for an asset may touch. */
export interface SpeakerDoors {
  readonly connections: Pick<Connections, 'get'>;
  readonly vault: Pick<TokenVault, 'open'>;
  readonly secrets: Pick<Secrets, 'metaApps'>;
  readonly clock: Clock;
}

/** Who speaks for an asset, and by which connection. */
export interface Speaker {
  readonly identity: GraphIdentity;
  readonly connection: Connection;
  readonly holder: TokenHolder;
}

/**
 * Opens the best token that serves an asset; the next one when the vault has lost it. Throws `Failure`
 * `connection-revoked` when there is none, `misconfigured` when the secret of its app is not set, `unavailable`.
 */
export async function speakerFor(row: AssetRow, doors: SpeakerDoors, edges?: EdgeFamily): Promise<Speaker> {
  const connections = await connectionsOf(row, doors);
  const served = { asset: row.asset, parent: row.discovery?.parent ?? null, edges };
  const speaker = await firstOpen(servingTokens(served, connections, doors.clock.now()), doors);
  if (speaker === undefined) {
    throw new Failure('connection-revoked', 'no connection has a living token for this asset: connect again');
  }
  return speaker;
}

/** The connections that reach an asset, in the row's order; one that is gone meanwhile is left out. */
async function connectionsOf({ workspace, discovery }: AssetRow, { connections }: SpeakerDoors) {
  const found = await Promise.all((discovery?.connections ?? []).map((id) => connections.get(workspace, id)));
  return found.filter((one) => one !== undefined);
}

/** The first of these tokens that the vault still has, with its app. */
export async function firstOpen(tokens: readonly ServingToken[], doors: SpeakerDoors): Promise<Speaker | undefined> {
  for (const { ref, connection, holder } of tokens) {
    const app = await appOf(connection.appId, doors);
    const token = await openOrNone(() => doors.vault.open(ref));
    if (token !== undefined) return { identity: { app, token, holder, account: connection.id }, connection, holder };
  }
  return undefined;
}

async function openOrNone<T>(open: () => Promise<T>): Promise<T | undefined> {
  try {
    return await open();
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === 'not-found') return undefined;
    throw thrown;
  }
}

async function appOf(appId: string, { secrets }: SpeakerDoors): Promise<MetaApp> {
  const known = (apps: readonly MetaApp[]) => apps.find((app) => app.appId === appId);
  const app = known(await secrets.metaApps()) ?? known(await secrets.metaApps({ fresh: true }));
  if (app === undefined) throw new Failure('misconfigured', 'the secret of this connection’s app is not set');
  return app;
}
