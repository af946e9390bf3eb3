import type { TokenHolder } from '../core/graph-identity.ts';
import type { AssetRef } from '../core/ids.ts';
import type { Connection } from './connections.ts';
import type { TokenKind, TokenRef } from './token-vault.ts';

/** A token that may serve an asset: which one, of which connection, and as whom Meta sees it. */
export interface ServingToken {
  readonly ref: TokenRef;
  readonly connection: Connection;
  readonly holder: TokenHolder;
}

/**
 * Which edges are meant: a Page's, which want its own token (fact sheet §6, §7), or those that give and take access,
 * which want somebody of the business.
 */
export type EdgeFamily = 'page' | 'business';

/** What is asked for: an asset, the one it hangs on, and for which edges. */
export interface Served {
  readonly asset: AssetRef;
  readonly parent: string | null;
  readonly edges?: EdgeFamily;
}

/** The product's order: a system user's outlives people, a Page's outlives passwords' dates, a person's is the last. */
const usual: readonly TokenHolder[] = ['system', 'page', 'user'];

const orders: Readonly<Record<EdgeFamily, readonly TokenHolder[]>> = {
  page: ['page', 'system', 'user'],
  business: ['system', 'user', 'page'],
};

const holders: Readonly<Record<TokenKind, TokenHolder>> = {
  'system-user': 'system',
  business: 'system',
  page: 'page',
  instagram: 'user',
  user: 'user',
};

/** A connection that Meta or a person ended serves nobody. */
const serves = ({ state }: Connection) => state !== 'disconnected' && state !== 'needs_reauth';

/**
 * A Page's own token is in the vault only, and has no date (fact sheet §2): there may be hundreds, so the connection's
 * row does not list them. Where none is kept, the vault says so and the next one serves.
 */
const pageToken = (page: string | undefined) =>
  page === undefined ? [] : [{ kind: 'page', subject: page, expiresAt: null } as const];

/** The id behind `kind:id`; an id alone is itself. */
const idOf = (name: string) => name.slice(name.indexOf(':') + 1);

/** The Page whose own token speaks for the asset: itself, or the Page that an Instagram account hangs on. */
export function pageOf({ asset, parent }: Served): string | undefined {
  if (asset.kind === 'page') return asset.id;
  return asset.kind === 'instagram' && parent !== null ? idOf(parent) : undefined;
}

/**
 * The tokens that may serve an asset, best first: system user's, Page's, person's, unless the edges want another order;
 * expired ones are none. Pure; `now` in milliseconds since 1970. The order of `connections` decides between equals.
 */
export function servingTokens(
  served: Served,
  connections: readonly Connection[],
  now: number,
): readonly ServingToken[] {
  const page = pageOf(served);
  const found = connections.filter(serves).flatMap((connection) =>
    [...connection.tokens.filter(({ kind }) => kind !== 'page'), ...pageToken(page)]
      .filter(({ kind }) => kind !== 'instagram' || served.asset.kind === 'instagram')
      .filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now)
      .map(({ kind, subject }) => {
        const { workspace, id: connectionId } = connection;
        return { ref: { workspace, connectionId, kind, subject }, connection, holder: holders[kind] };
      }),
  );
  const order = served.edges === undefined ? usual : orders[served.edges];
  return found.sort((a, b) => order.indexOf(a.holder) - order.indexOf(b.holder));
}
