import type * as z from 'zod/mini';
import { type Clock, isoTime } from '../foundation/core/clock.ts';
import { asFailure } from '../foundation/core/failure.ts';
import type { AssetRegistry } from '../foundation/store/asset-registry.ts';
import type { Settings, WorkspaceSettings } from '../foundation/store/workspace-settings.ts';
import { demandLinked } from './choose-pixels.ts';
import type { WorkspaceView } from './views.ts';

/** What managing a workspace's settings may touch. */
export interface WorkspaceDoors {
  readonly settings: WorkspaceSettings;
  readonly registry: Pick<AssetRegistry, 'ownerOf'>;
  readonly clock: Clock;
}

/** What a workspace is told. */
export type WorkspaceAsked = Omit<z.output<typeof WorkspaceView>, 'workspace' | 'updatedAt'>;

type View = z.input<typeof WorkspaceView>;

/** What the workspace has settled; what holds without, when it never did. */
export async function showWorkspace(workspace: string, { settings }: Pick<WorkspaceDoors, 'settings'>): Promise<View> {
  const settled = await settings.get(workspace);
  if (settled) return viewOf(settled);
  return { workspace, pixels: [], country: null, dataProcessing: null, optOut: false, updatedAt: null };
}

/**
 * Settles everything anew; of two at the same time the later one stands, whole. Throws `Failure` `not-found` for a
 * pixel that the workspace has not linked, `busy` when others were first twice.
 */
export async function putWorkspace(workspace: string, asked: WorkspaceAsked, doors: WorkspaceDoors): Promise<View> {
  const pixels = await demandLinked(workspace, asked.pixels, doors.registry);
  const country = asked.country?.toUpperCase() ?? null;
  const next = { ...asked, workspace, pixels, country, updatedAt: isoTime(doors.clock.now()) };
  return viewOf(await putOver(next, doors.settings));
}

async function putOver(next: Omit<Settings, 'version'>, settings: WorkspaceSettings): Promise<Settings> {
  const put = async () => settings.put(next, (await settings.get(next.workspace))?.version ?? 0);
  try {
    return await put();
  } catch (thrown) {
    if (asFailure(thrown).kind !== 'busy') throw thrown;
    return put();
  }
}

/** The member `options` is a list of nothing but `LDU`: so was it taken. */
function viewOf({ workspace, pixels, country, dataProcessing, optOut, updatedAt }: Settings): View {
  const limited = dataProcessing && { ...dataProcessing, options: dataProcessing.options.map(() => 'LDU' as const) };
  return { workspace, pixels: [...pixels], country, dataProcessing: limited, optOut, updatedAt };
}
