import { isoTime } from '../foundation/core/clock.ts';
import type { Outbox } from '../foundation/core/doors.ts';
import { asFailure } from '../foundation/core/failure.ts';
import { assetName } from '../foundation/core/ids.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { SubscribedAsset } from '../foundation/meta/edges/subscription-calls.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import type { AssetRegistry } from '../foundation/store/asset-registry.ts';
import { type SpeakerDoors, speakerFor } from '../foundation/store/asset-speaker.ts';
import type { AssetRow, Assets } from '../foundation/store/assets.ts';
import type { AuditLog } from '../foundation/store/audit-log.ts';
import { assetView, demandAsset, noSuchAsset } from './asset.ts';
import type { Asker } from './share-asset.ts';

/** What linking may touch. */
export interface LinkDoors extends SpeakerDoors {
  readonly assets: Pick<Assets, 'get'>;
  readonly registry: Pick<AssetRegistry, 'link' | 'unlink'>;
  readonly outbox: Outbox<'connectionLinks'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly graph: Pick<Graph, 'unsubscribeAsset'>;
}

/**
 * Links an asset that a connection of this workspace reaches; only such a one, so that nobody takes another's webhooks
 * by naming an id. Then its webhooks are subscribed on the queue. Linking again is fine.
 * Throws `Failure` `not-found`, `conflict` (another workspace has it; it is not named), `unavailable`.
 */
export async function linkAsset({ workspace, subject }: Asker, id: string, doors: LinkDoors) {
  const row = await demandAsset(workspace, id, doors.assets);
  const reaching = row.discovery?.connections ?? [];
  if (reaching.length === 0 && row.linkedAt === null) throw noSuchAsset();
  const connectionId = await livingOf(workspace, reaching, doors);
  if ((await doors.registry.link(row.asset, workspace)) === 'linked') {
    await doors.audit.append({ workspace, at: at(doors), actor: subject, action: 'asset.linked', target: id });
  }
  if (connectionId !== undefined) {
    const wake = { workspace, connectionId, reason: 'subscriptions' } as const;
    await doors.outbox.send('connectionLinks', [wake], { group: connectionId });
  }
  return assetView(await demandAsset(workspace, id, doors.assets));
}

/** The first of these connections that can work: one that waits for its person would do nothing. */
async function livingOf(workspace: string, ids: readonly string[], { connections }: Pick<LinkDoors, 'connections'>) {
  const found = await Promise.all(ids.map((id) => connections.get(workspace, id)));
  return found.find((one) => one !== undefined && one.state !== 'needs_reauth' && one.state !== 'disconnected')?.id;
}

/**
 * Takes an asset off, so that another workspace may link it. Meta is told first to send no more for it; when that
 * fails the asset is let go all the same, and what still comes is counted and dropped.
 * Throws `Failure` `not-found`, `unavailable`.
 */
export async function unlinkAsset({ workspace, subject }: Asker, id: string, doors: LinkDoors, notes: Notes) {
  const row = await demandAsset(workspace, id, doors.assets);
  if (row.linkedAt === null) return;
  notes.fact('unsubscribed', await unsubscribe(row, doors));
  await doors.registry.unlink(row.asset, workspace);
  const target = assetName(row.asset);
  await doors.audit.append({ workspace, at: at(doors), actor: subject, action: 'asset.unlinked', target });
}

const at = ({ clock }: Pick<LinkDoors, 'clock'>) => isoTime(clock.now());

const edges = { page: 'page', instagram: 'instagram', whatsapp: 'waba', ad_account: 'ad-account' } as const;

/** The asset as the subscription edges name it; undefined when Meta sends nothing for its kind. */
function subscribed({ kind, id }: AssetRow['asset']): SubscribedAsset | undefined {
  const names: Readonly<Record<string, SubscribedAsset['kind'] | undefined>> = edges;
  const edge = names[kind];
  return edge && { kind: edge, id };
}

async function unsubscribe(row: AssetRow, doors: LinkDoors): Promise<string> {
  const asset = subscribed(row.asset);
  if (asset === undefined) return 'no webhooks';
  try {
    const { identity } = await speakerFor(row, doors, 'page');
    await doors.graph.unsubscribeAsset(identity, asset);
    return 'yes';
  } catch (thrown) {
    return asFailure(thrown).kind;
  }
}
