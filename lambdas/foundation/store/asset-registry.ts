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
  /**
   * Takes an asset off a workspace, so that another may link it; one that is not its own stays as it is. What a
   * discovery found of it stays in the list, unlinked.
   */
  unlink(asset: AssetRef, workspace: string): Promise<void>;
  /** The linked assets of one workspace, by name. */
  list(workspace: string): Promise<readonly AssetRef[]>;
}
