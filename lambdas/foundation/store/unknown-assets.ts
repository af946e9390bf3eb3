import type { AssetRef } from '../core/ids.ts';

/** How often signed items arrived for an asset that nobody owns; times ISO-8601. */
export interface UnknownAsset {
  readonly asset: AssetRef;
  readonly count: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
}

/** Counts what is dropped because nobody owns it; the counts expire 30 days after the last one. */
export interface UnknownAssets {
  /** Adds one. A statistic: a redelivered item counts again. */
  count(asset: AssetRef, at: number): Promise<void>;
  /** Takes its count away: a `user` is a person, who may ask for it. */
  forget(asset: AssetRef): Promise<void>;
  /** Most recent first. */
  list(): Promise<readonly UnknownAsset[]>;
}
