import type * as z from 'zod/mini';
import { isoTime } from '../foundation/core/clock.ts';
import { Failure } from '../foundation/core/failure.ts';
import { type AssetRef, assetName } from '../foundation/core/ids.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import { type SpeakerDoors, speakerFor } from '../foundation/store/asset-speaker.ts';
import type { Assets } from '../foundation/store/assets.ts';
import type { AuditLog } from '../foundation/store/audit-log.ts';
import { assetAt, demandAsset } from './asset.ts';
import { everyPage } from './every-page.ts';
import { isPending } from './list-agencies.ts';
import type { Sharing, SharingAsk } from './routes.ts';
import { requestSteps, sharedAsset, shareSteps, sharingRules } from './sharing-rules.ts';

/** What sharing may touch. */
export interface ShareDoors extends SpeakerDoors {
  readonly assets: Pick<Assets, 'get'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly graph: Pick<
    Graph,
    'listAgencies' | 'shareAsset' | 'unshareAsset' | 'requestClientPage' | 'listBusinessAssets'
  >;
}

/** Who asks: the workspace and the subject of its token. */
export interface Asker {
  readonly workspace: string;
  readonly subject: string;
}

type Asked = z.output<typeof SharingAsk>;
type Answer = z.input<typeof Sharing>;

/**
 * Shares an owned asset with another business, or asks its owner for access. What stands already is looked at first,
 * so asking twice, with or without an `Idempotency-Key`, does it once; a lost answer is settled by asking again.
 * Where Meta has no call, nothing is done and `steps` say what people do.
 * Throws `Failure` `invalid-request` (tasks of another kind), `not-found`, and what Meta's refusals become.
 */
export async function shareAsset(asker: Asker, id: string, asked: Asked, doors: ShareDoors): Promise<Answer> {
  const asset = assetAt(id);
  refuseStrangeTasks(asset, asked.tasks);
  return 'as' in asked ? requestAccess(asker, asset, asked, doors) : share(asker, asset, asked, doors);
}

function refuseStrangeTasks({ kind }: AssetRef, tasks: readonly string[]): void {
  const known = sharingRules[kind]?.tasks;
  const errors = tasks.flatMap((task, at) =>
    known === undefined || known.includes(task)
      ? []
      : [{ path: `body.tasks.${at}`, reason: `is no task of a ${kind}: ${known.join(', ')}` }],
  );
  if (errors.length > 0)
    throw new Failure('invalid-request', 'a task that this kind of asset does not have', { errors });
}

async function share(
  { workspace, subject }: Asker,
  asset: AssetRef,
  { business, tasks }: { readonly business: string; readonly tasks: readonly string[] },
  doors: ShareDoors,
): Promise<Answer> {
  const row = await demandAsset(workspace, assetName(asset), doors.assets);
  const shared = sharedAsset(asset);
  if (shared === undefined) return { business, state: 'manual', steps: [...shareSteps(asset, business)] };
  const { identity } = await speakerFor(row, doors, 'business');
  // Sharing again with other tasks is how they are changed, so the call is made also when it stands; it may be repeated.
  await doors.graph.shareAsset(identity, shared, { businessId: business, tasks });
  await log(doors, { workspace, subject }, 'asset.shared', `${assetName(asset)} ${business}`);
  return { business, state: 'active', steps: [] };
}

async function requestAccess(
  { workspace, subject }: Asker,
  asset: AssetRef,
  { as, tasks }: { readonly as: string; readonly tasks: readonly string[] },
  doors: ShareDoors,
): Promise<Answer> {
  const ours = await demandAsset(workspace, `business:${as}`, doors.assets);
  if (!sharingRules[asset.kind]?.request) return { business: as, state: 'manual', steps: [...requestSteps(asset)] };
  if (await isPending(workspace, as, asset, doors)) return { business: as, state: 'pending', steps: [] };
  const { identity } = await speakerFor(ours, doors, 'business');
  await doors.graph.requestClientPage(identity, as, { pageId: asset.id, tasks });
  await log(doors, { workspace, subject }, 'asset.requested', `${assetName(asset)} ${as}`);
  return { business: as, state: 'pending', steps: [] };
}

/** Ends the sharing of an asset with a business; one that has none is no failure. Throws as `shareAsset`. */
export async function unshareAsset(asker: Asker, id: string, business: string, doors: ShareDoors): Promise<void> {
  const row = await demandAsset(asker.workspace, id, doors.assets);
  const shared = sharedAsset(row.asset);
  if (shared === undefined) {
    throw new Failure('invalid-request', 'Meta shares this kind of asset in its own pages only', {
      errors: [{ path: 'path.id', reason: 'Business settings → the asset → Partners → Remove' }],
    });
  }
  const { identity } = await speakerFor(row, doors, 'business');
  const agencies = await everyPage((page) => doors.graph.listAgencies(identity, shared, page));
  if (!agencies.some((agency) => agency.id === business)) return;
  await doors.graph.unshareAsset(identity, shared, business);
  await log(doors, asker, 'asset.unshared', `${id} ${business}`);
}

const log = ({ audit, clock }: ShareDoors, { workspace, subject }: Asker, action: string, target: string) =>
  audit.append({ workspace, at: isoTime(clock.now()), actor: subject, action, target });
