import { WorkspaceSettingsRow } from './entities/workspace-settings.ts';
import { oneTable } from './one-table.ts';
import type { TableCalls } from './table-calls.ts';
import { putVersion } from './versioned-row.ts';
import type { WorkspaceSettings } from './workspace-settings.ts';

/** The settings on the `state` table; an adapter of the port `WorkspaceSettings`. */
export function openWorkspaceSettings(doors: {
  readonly calls: TableCalls;
  readonly tableName: string;
}): WorkspaceSettings {
  const table = oneTable(doors.calls, doors.tableName);
  return {
    async get(workspace) {
      const { Item } = await table('GetItem', { Key: WorkspaceSettingsRow.key({ workspace }), ConsistentRead: true });
      return Item && WorkspaceSettingsRow.parse(Item);
    },
    async put(settings, seenVersion) {
      const next = { ...settings, version: seenVersion + 1 };
      await putVersion(table, WorkspaceSettingsRow, next, seenVersion);
      return WorkspaceSettingsRow.schema.parse(next);
    },
  };
}
