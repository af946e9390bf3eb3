import type { Clock } from '../foundation/core/clock.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import type { GraphIdentity } from '../foundation/meta/identity.ts';
import type { AssetRegistry } from '../foundation/store/asset-registry.ts';
import type { Assets } from '../foundation/store/assets.ts';
import type { Connection } from '../foundation/store/connections.ts';
import type { SubscriptionWishes } from '../foundation/store/subscription-wishes.ts';
import type { TokenVault } from '../foundation/store/token-vault.ts';
import type { LinkPlace } from './link-place.ts';
import type { Missing } from './missing.ts';

/** The calls that linking makes. */
export type LinkGraph = Pick<
  Graph,
  | 'readInstagramMe'
  | 'listPages'
  | 'readPage'
  | 'listAdAccounts'
  | 'listPixels'
  | 'listBusinesses'
  | 'listBusinessAssets'
  | 'listPhoneNumbers'
  | 'listSubscribedApps'
  | 'subscribeAsset'
  | 'unsubscribeAsset'
>;

/** What one page of a link works with. */
export interface LinkRun {
  readonly connection: Connection;
  /** As whom we ask: the connection's own token. */
  readonly identity: GraphIdentity;
  readonly graph: LinkGraph;
  readonly assets: Assets;
  readonly registry: AssetRegistry;
  readonly wishes: Pick<SubscriptionWishes, 'get'>;
  readonly vault: TokenVault;
  readonly clock: Clock;
  readonly notes: Notes;
}

/** What one page of a link came to: where to go on (undefined: the end), what to add to the counts, what is lacking. */
export interface PageDone {
  readonly next: LinkPlace | undefined;
  readonly found?: number;
  readonly linked?: number;
  readonly subscribed?: number;
  readonly failed?: number;
  readonly missing?: readonly Missing[];
}

/** Works through a list ten at a time: quick, and no burst that a throttle would refuse. */
export async function inTens<T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < list.length; at += 10) done.push(...(await Promise.all(list.slice(at, at + 10).map(work))));
  return done;
}
