import type { AccessToken } from '../foundation/core/access-token.ts';
import type { MetaApp } from '../foundation/core/doors.ts';
import { asFailure, Failure } from '../foundation/core/failure.ts';
import type { GraphIdentity } from '../foundation/meta/identity.ts';
import type { Connection } from '../foundation/store/connections.ts';
import type { TokenRef, TokenVault } from '../foundation/store/token-vault.ts';

/** Where the connection's own token is kept; its Pages' tokens stand beside it. Throws `Failure` `not-found` without one. */
export function ownToken({ workspace, id: connectionId, tokens }: Connection): TokenRef {
  const [own] = tokens;
  if (!own) throw new Failure('not-found', 'this connection has no token');
  return { workspace, connectionId, kind: own.kind, subject: own.subject };
}

/** As whom we speak for a connection; undefined when no token is kept any more. Throws `Failure` `unavailable`. */
export async function identityOf(
  connection: Connection,
  app: MetaApp,
  vault: TokenVault,
): Promise<GraphIdentity | undefined> {
  const ref = ownToken(connection);
  const holder = ref.kind === 'system-user' || ref.kind === 'business' ? 'system' : 'user';
  const token = await openIfKept(ref, vault);
  return token && { app, token, holder, account: connection.id };
}

/** A token, or undefined when none is kept. Throws `Failure` `unavailable`. */
export async function openIfKept(ref: TokenRef, vault: Pick<TokenVault, 'open'>): Promise<AccessToken | undefined> {
  try {
    return await vault.open(ref);
  } catch (thrown) {
    if (asFailure(thrown).kind === 'not-found') return undefined;
    throw thrown;
  }
}
