import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import { systemClock } from '../../lambdas/foundation/core/clock.ts';
import { type AssetRef, assetKinds, assetName, parseAsset } from '../../lambdas/foundation/core/ids.ts';
import { openAssetRegistry } from '../../lambdas/foundation/store/dynamo-asset-registry.ts';
import { openUnknownAssets } from '../../lambdas/foundation/store/dynamo-unknown-assets.ts';
import { tableCalls } from './table-calls.ts';
import { type Target, workspaceOf } from './target.ts';
import { CtlError, type Words } from './words.ts';

const doors = ({ documents, stage }: Target, table: 'state' | 'ledger') => ({
  calls: tableCalls(documents),
  tableName: physicalName.table(stage, table),
  clock: systemClock,
});

function asset(word: string): AssetRef {
  const ref = parseAsset(word);
  if (ref === undefined) throw new CtlError(`${word} is not <kind>:<id>; kinds: ${assetKinds.join(' ')}`);
  return ref;
}

/** Links assets to a workspace; every word is read before the first link, and linking again is fine. */
export async function assetsLink(target: Target, { plain, flags }: Words): Promise<void> {
  if (plain.length === 0) throw new CtlError('Name at least one asset as <kind>:<id>.');
  const assets = plain.map(asset);
  const workspace = workspaceOf(target, flags.workspace);
  const registry = openAssetRegistry(doors(target, 'state'));
  for (const ref of assets) {
    const answer = await registry.link(ref, workspace);
    process.stdout.write(`${answer === 'linked' ? 'linked' : 'already linked'} ${assetName(ref)} → ${workspace}\n`);
  }
}

/** The assets of a workspace. */
export async function assetsList(target: Target, { flags }: Words): Promise<void> {
  const assets = await openAssetRegistry(doors(target, 'state')).list(workspaceOf(target, flags.workspace));
  for (const ref of assets) process.stdout.write(`${assetName(ref)}\n`);
  process.stdout.write(`${assets.length} linked\n`);
}

/** What Meta delivers for and nobody owns, most recent first. */
export async function assetsUnknown(target: Target): Promise<void> {
  const unknown = await openUnknownAssets(doors(target, 'ledger')).list();
  for (const { asset: ref, count, firstSeenAt, lastSeenAt } of unknown)
    process.stdout.write(`${assetName(ref)}  ${count} items  ${firstSeenAt} … ${lastSeenAt}\n`);
  process.stdout.write(`${unknown.length} unknown\n`);
}
