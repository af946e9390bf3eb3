import { asFailure } from '../foundation/core/failure.ts';
import { assetName } from '../foundation/core/ids.ts';
import type { AssetRow } from '../foundation/store/assets.ts';
import { type LinkPlace, nextStep } from './link-place.ts';
import { inTens, type LinkRun, type PageDone } from './link-run.ts';
import { assetGaps, type Missing } from './missing.ts';

const pageSize = 50;

/** Several workspaces may work for one business, and one person for several of them: these two belong to nobody. */
const free = (kind: string) => kind === 'business' || kind === 'user';

/**
 * Links one page of what was found to the workspace: every asset belongs to one at most, and one that is another's is
 * told as missing, whose it is not.
 */
export async function linkPage(place: LinkPlace, run: LinkRun): Promise<PageDone> {
  const { connection, assets } = run;
  const { workspace, id } = connection;
  const from = place.after === null ? {} : { after: place.after };
  const page = await assets.list(workspace, { limit: pageSize, ...from });
  const mine = page.data.filter(({ discovery }) => discovery?.connections.includes(id));
  const results = await inTens(mine, (row) => linkOne(row, run));
  const linked = mine.filter((_row, at) => results[at] === 'linked');
  const kinds = [...new Set([...place.kinds, ...linked.map(({ asset }) => asset.kind)])];
  const stale = mine.filter(({ discovery }) => (discovery?.discoveredAt ?? '') < place.run).map(staleLine);
  const gaps = page.after === null ? assetGaps(connection, kinds) : [];
  const here = { ...place, kinds, after: page.after };
  return {
    next: page.after === null ? nextStep(here) : here,
    linked: linked.filter(({ asset }) => !free(asset.kind)).length,
    missing: [...results.filter((result) => typeof result !== 'string'), ...stale, ...gaps],
  };
}

async function linkOne(row: AssetRow, { registry, connection }: LinkRun): Promise<'linked' | 'passed' | Missing> {
  const { asset, letGo } = row;
  try {
    if (asset.kind === 'business') return 'linked';
    if (letGo) return 'passed';
    await registry.link(asset, connection.workspace);
    return 'linked';
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.kind !== 'conflict') throw failure;
    if (free(asset.kind)) return 'passed';
    return {
      what: `asset:${assetName(asset)}`,
      why: 'it is linked to another workspace, and an asset belongs to one at a time',
      remedy: 'unlink it there (DELETE /v1/assets/{id}/link), then PUT /v1/assets/{id}/link here',
    };
  }
}

const staleLine = ({ asset }: AssetRow): Missing => ({
  what: `asset:${assetName(asset)}`,
  why: 'Meta does not list it for this connection any more',
  remedy: 'give the person or system user access to it again, or unlink it',
});
