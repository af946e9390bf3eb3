import { Failure } from '../../lambdas/foundation/core/failure.ts';
import { sameValue } from '../../lambdas/foundation/store/same-value.ts';
import type { Settings, WorkspaceSettings } from '../../lambdas/foundation/store/workspace-settings.ts';

/** The settings in memory: pass the same suite as the adapter. */
export function fakeWorkspaceSettings(): WorkspaceSettings {
  const rows = new Map<string, Settings>();
  return {
    async get(workspace) {
      return structuredClone(rows.get(workspace));
    },
    async put(settings, seenVersion) {
      const standing = rows.get(settings.workspace);
      const next = structuredClone({ ...settings, version: seenVersion + 1 });
      // The same found already there is our own first try, whose answer was lost.
      if ((standing?.version ?? 0) !== seenVersion && !sameValue(standing, next)) {
        if (standing) throw new Failure('busy', 'another worker changed this workspaceSettings meanwhile');
        throw new Failure('not-found', 'no such workspaceSettings');
      }
      rows.set(settings.workspace, next);
      return structuredClone(next);
    },
  };
}
