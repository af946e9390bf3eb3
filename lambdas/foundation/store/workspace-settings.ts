import type * as z from 'zod/mini';
import type { WorkspaceSettingsRow } from './entities/workspace-settings.ts';

/** What a workspace has settled for all its conversion events. */
export type Settings = Readonly<z.infer<(typeof WorkspaceSettingsRow)['schema']>>;

/** The settings of each workspace. Throws `Failure` `unavailable` when the table refuses. */
export interface WorkspaceSettings {
  /** Undefined: nothing was ever settled. */
  get(workspace: string): Promise<Settings | undefined>;
  /**
   * Settles anew if the settings still are at `seenVersion` (0: none stand), and counts it up; answers what stands now.
   * Throws `Failure` `busy` when somebody else was first, `not-found` when a version was seen of what does not stand.
   */
  put(settings: Omit<Settings, 'version'>, seenVersion: number): Promise<Settings>;
}
