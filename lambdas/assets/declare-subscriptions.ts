import type * as z from 'zod/mini';
import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Cursors, GroupOutbox } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import { parseAsset } from '../foundation/core/ids.ts';
import type { Assets } from '../foundation/store/assets.ts';
import type { AuditLog } from '../foundation/store/audit-log.ts';
import type { Connections } from '../foundation/store/connections.ts';
import type { SubscriptionWishes } from '../foundation/store/subscription-wishes.ts';
import { type AppDoors, appStandings, declareApps } from './app-subscriptions.ts';
import type { Declared as DeclaredView, SubscriptionDeclaration, SubscriptionList } from './routes.ts';
import type { Asker } from './share-asset.ts';
import { appView, assetStanding, wishView } from './subscription-view.ts';
import { wakeConnections } from './sync-assets.ts';
import { perAssetObjects, strangers, type WishedObject, wishedObjects } from './webhook-fields.ts';

/** What declaring may touch. */
export interface DeclareDoors extends AppDoors {
  readonly wishes: SubscriptionWishes;
  readonly assets: Pick<Assets, 'list'>;
  readonly connections: Pick<Connections, 'list'>;
  readonly outbox: GroupOutbox<'connectionLinks'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly cursors: Cursors;
  readonly clock: Clock;
}

type Declared = z.output<typeof SubscriptionDeclaration>;
type WrongField = { readonly path: string; readonly reason: string };

/** Every name that is not its object's, and every asset that has no list of its own, each with its path. */
function wrongFields({ objects, assets }: Declared): readonly WrongField[] {
  const inObjects = wishedObjects.flatMap((object) => strange(object, objects[object], `body.objects.${object}`));
  const inAssets = Object.entries(assets).flatMap(([name, fields]) => {
    const { kind = '' } = parseAsset(name) ?? {};
    const path = `body.assets.${name}`;
    if (hasOwnList(kind)) return strange(kind, fields, path);
    return [{ path, reason: `only ${perAssetObjects.join(' and ')} have fields of their own` }];
  });
  return [...inObjects, ...inAssets];
}

const hasOwnList = (kind: string): kind is (typeof perAssetObjects)[number] =>
  perAssetObjects.some((object) => object === kind);

const strange = (object: WishedObject, fields: readonly string[], path: string): readonly WrongField[] =>
  strangers(object, fields).map(({ at, field }) => ({
    path: `${path}.${at}`,
    reason: `${field.slice(0, 64)} is no webhook field of ${object}`,
  }));

/**
 * Keeps what a workspace wishes, declares it for the apps, and wakes every connection so that each asset is subscribed
 * accordingly. The wish goes first: whatever fails afterwards is drift, which the next look mends.
 * Throws `Failure` `invalid-request` (a name of another object), `busy` (two at once), `unavailable`.
 */
export async function declareSubscriptions(
  { workspace, subject }: Asker,
  declared: Declared,
  doors: DeclareDoors,
): Promise<z.input<typeof DeclaredView>> {
  const errors = wrongFields(declared);
  if (errors.length > 0) throw new Failure('invalid-request', 'a webhook field that its object lacks', { errors });
  const at = isoTime(doors.clock.now());
  const standing = await doors.wishes.get(workspace);
  const next = { ...standing, objects: declared.objects, perAsset: declared.assets, updatedAt: at };
  const wish = await doors.wishes.put(next);
  await doors.audit.append({ workspace, at, actor: subject, action: 'subscriptions.declared', target: workspace });
  const apps = await declareApps(wish, doors);
  const connections = await wakeConnections(workspace, 'subscriptions', doors);
  return { wish: wishView(wish), apps: apps.map(appView), connections };
}

/**
 * What is wished beside what stands: of the apps by Meta's word of now, of one page of assets by the last look at them.
 * Throws `Failure` `invalid-request` on a bad cursor, `unavailable`.
 */
export async function listSubscriptions(
  workspace: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  doors: DeclareDoors,
): Promise<z.input<typeof SubscriptionList>> {
  const after = cursor === undefined ? undefined : await doors.cursors.open(workspace, cursor);
  const wish = await doors.wishes.get(workspace);
  const [apps, page] = await Promise.all([appStandings(wish, doors), doors.assets.list(workspace, { limit, after })]);
  const assets = page.data.map((row) => assetStanding(row, wish)).filter((one) => one !== undefined);
  const nextCursor = page.after === null ? null : await doors.cursors.seal(workspace, page.after);
  return { wish: wishView(wish), apps: apps.map(appView), data: assets, nextCursor };
}
