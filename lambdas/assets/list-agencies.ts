import type * as z from 'zod/mini';
import { Failure } from '../foundation/core/failure.ts';
import type { AssetRef } from '../foundation/core/ids.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import { type SpeakerDoors, speakerFor } from '../foundation/store/asset-speaker.ts';
import type { Assets } from '../foundation/store/assets.ts';
import { assetAt, demandAsset, noSuchAsset } from './asset.ts';
import { everyPage } from './every-page.ts';
import type { AgencyList } from './routes.ts';
import { requestSteps, sharedAsset, shareSteps, sharingRules } from './sharing-rules.ts';

/** What reading who shares an asset may touch. */
export interface AgencyDoors extends SpeakerDoors {
  readonly assets: Pick<Assets, 'get'>;
  readonly graph: Pick<Graph, 'listAgencies' | 'listBusinessAgencies' | 'listBusinessClients' | 'listBusinessAssets'>;
}

type Listed = z.input<typeof AgencyList>;
type Business = { readonly id: string; readonly name?: string | undefined };

const shown = ({ id, name = '' }: Business) => ({ business: id, name: name === '' ? null : name });

/**
 * Who works with an asset. With `as`, one of the workspace's businesses, also whether that one's own request for the
 * asset is still pending. Throws `Failure` `not-found`, and what Meta's refusals become.
 */
export async function listAgencies(
  workspace: string,
  id: string,
  as: string | undefined,
  doors: AgencyDoors,
): Promise<Listed> {
  const asset = assetAt(id);
  const pending = as === undefined ? [] : await requestsOf(workspace, as, asset, doors);
  const row = await doors.assets.get(workspace, asset);
  if (row === undefined && as === undefined) throw noSuchAsset();
  if (row === undefined) return { data: pending, clients: [], how: 'api', steps: [...requestSteps(asset)] };
  if (asset.kind === 'business') return { ...(await partnersOf(workspace, asset, doors)), how: 'ui', steps: [] };
  const shared = sharedAsset(asset);
  if (shared === undefined) return { data: [], clients: [], how: 'ui', steps: [...shareSteps(asset, '…')] };
  const { identity } = await speakerFor(row, doors, 'business');
  const agencies = await everyPage((page) => doors.graph.listAgencies(identity, shared, page));
  const active = agencies.map((one) => ({ ...shown(one), state: 'active' as const }));
  return { data: [...active, ...pending], clients: [], how: 'api', steps: [] };
}

async function partnersOf(workspace: string, { kind, id }: AssetRef, doors: AgencyDoors) {
  const { identity } = await speakerFor(await demandAsset(workspace, `${kind}:${id}`, doors.assets), doors, 'business');
  const [agencies, clients] = await Promise.all([
    everyPage((page) => doors.graph.listBusinessAgencies(identity, id, page)),
    everyPage((page) => doors.graph.listBusinessClients(identity, id, page)),
  ]);
  return { data: agencies.map((one) => ({ ...shown(one), state: 'active' as const })), clients: clients.map(shown) };
}

/** The request of business `as` for the asset, if Meta still has it waiting. */
async function requestsOf(workspace: string, as: string, asset: AssetRef, doors: AgencyDoors) {
  const waiting = await isPending(workspace, as, asset, doors);
  return waiting ? [{ business: as, name: null, state: 'pending' as const }] : [];
}

/** Whether `as` asked for the asset and was not answered yet. Throws `Failure` `not-found` when `as` is not ours. */
export async function isPending(
  workspace: string,
  as: string,
  asset: AssetRef,
  doors: SpeakerDoors & { readonly assets: Pick<Assets, 'get'>; readonly graph: Pick<Graph, 'listBusinessAssets'> },
): Promise<boolean> {
  const edge = sharingRules[asset.kind]?.pending;
  if (edge === undefined) throw new Failure('invalid-request', 'requests for this kind of asset cannot be listed');
  const { identity } = await speakerFor(
    await demandAsset(workspace, `business:${as}`, doors.assets),
    doors,
    'business',
  );
  const requests = await everyPage((page) => doors.graph.listBusinessAssets(identity, as, edge, page));
  return requests.some((request) => request.id === asset.id || idIn(request.page) === asset.id);
}

/** A request may be named by its own id and tell the Page's inside; the fact sheet vouches for neither. */
function idIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
}
