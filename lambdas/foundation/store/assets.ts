import type { AssetKind, AssetRef } from '../core/ids.ts';
import type { AssetRow } from './entities/asset.ts';

export type { AssetRow } from './entities/asset.ts';

/** Which page of a workspace's assets; `after` is the last asset's name of the page before. */
export interface AssetPage {
  readonly limit: number;
  readonly kind?: AssetKind;
  readonly after?: string;
}

/** The assets of a workspace with what Meta said of them. Who owns an asset is the registry's business. */
export interface Assets {
  get(workspace: string, asset: AssetRef): Promise<AssetRow | undefined>;
  /** By name, so kinds stand together. */
  list(workspace: string, page: AssetPage): Promise<{ data: readonly AssetRow[]; after: string | null }>;
  /**
   * Keeps what a discovery found, up to any number of assets: new rows are born unlinked, rows that stand keep their
   * link and subscription, and `connectionId` joins the connections that reach them. One asset stands in several of
   * Meta's lists: a name, owner or parent that is null and tasks that are none do not take away what stands.
   */
  discovered(workspace: string, connectionId: string, found: readonly Found[]): Promise<void>;
  /** Keeps how the subscription of one asset stands; an asset that is gone stays gone. */
  subscribed(workspace: string, asset: AssetRef, subscription: NonNullable<AssetRow['subscription']>): Promise<void>;
  /**
   * Takes a connection off every asset it reached; answers those that no other connection reaches: they are now gone
   * and no workspace's any more. A run that was killed is finished by another one.
   */
  forget(workspace: string, connectionId: string): Promise<readonly AssetRef[]>;
}

/** One asset as a discovery found it. */
export type Found = { readonly asset: AssetRef } & Omit<NonNullable<AssetRow['discovery']>, 'connections'>;
