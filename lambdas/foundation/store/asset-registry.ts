import type { AssetRef } from '../core/ids.ts';

/** Which workspace owns which Meta asset. */
export interface AssetRegistry {
  /** The owner, or undefined; remembered in the process for 30 s, so a move is seen within that time. */
  ownerOf(asset: AssetRef): Promise<string | undefined>;
  /**
   * Links an asset to a workspace; linking again to the same one is `already`.
   * Throws `Failure` `conflict` when another workspace owns it (naming nobody), `unavailable` when the table refuses.
   */
  link(asset: AssetRef, workspace: string): Promise<'linked' | 'already'>;
  /** The assets of one workspace, by name. */
  list(workspace: string): Promise<readonly AssetRef[]>;
}
