import { asFailure, type Failure } from '../foundation/core/failure.ts';
import { type AssetKind, assetName, parseAsset } from '../foundation/core/ids.ts';
import type { FailureKind } from '../foundation/core/verdicts.ts';
import { assetSources, listsOf, mayRead } from './asset-sources.ts';
import { type LinkPlace, nextStep } from './link-place.ts';
import type { LinkRun, PageDone } from './link-run.ts';

/** Meta's most for one page of a list (fact sheet §5). */
const pageSize = 100;

/** A list that we may not read, or that Meta does not know, does not keep us from the others. */
const passedOver: ReadonlySet<FailureKind> = new Set([
  'permission-missing',
  'meta-rejected',
  'policy-blocked',
  'too-much-data',
  'not-found',
]);

/**
 * Reads one page of one list and keeps the assets in it. Throws what the Graph throws, save for refusals of this very
 * list, which become a line of what is missing.
 */
export async function discoverPage(place: LinkPlace, run: LinkRun): Promise<PageDone> {
  const source = assetSources[place.step];
  if (!source || !mayRead(place.step, run)) return { next: nextStep(place) };
  const parent = source.parents && (place.parent ?? (await nextParent(source.parents, null, run)));
  if (source.parents && !parent) return { next: nextStep(place) };
  const here = { ...place, parent: parent ?? null };
  try {
    const { edge, after } = place;
    const at = { parent: idOf(here.parent), edge, limit: pageSize, ...(after === null ? {} : { after }) };
    const { data, after: then } = await source.read(run, at);
    const { workspace, id } = run.connection;
    if (data.length > 0) await run.assets.discovered(workspace, id, data);
    return { next: await following(here, then, source.parents, run), found: data.length };
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (!passedOver.has(failure.kind)) throw failure;
    return { next: await following(here, null, source.parents, run), failed: 1, missing: [lackOf(here, failure)] };
  }
}

const idOf = (name: string | null) => (name === null ? '' : (parseAsset(name)?.id ?? ''));

const lackOf = ({ step, parent }: LinkPlace, { message }: Failure) => ({
  what: `discovery:${parent ?? step}`,
  why: `Meta does not list its ${step}: ${message}`,
  remedy: 'give the person or system user access to it in Business Settings, then POST /v1/assets/sync',
});

/** The same list's next page, the parent's next list, the next parent, or the next step. */
async function following(
  place: LinkPlace,
  after: string | null,
  parents: AssetKind | undefined,
  run: LinkRun,
): Promise<LinkPlace | undefined> {
  if (after !== null) return { ...place, after };
  const edge = place.edge + 1;
  if (edge < listsOf(place.step)) return { ...place, edge, after: null };
  const parent = parents && (await nextParent(parents, place.parent, run));
  return parent ? { ...place, parent, edge: 0, after: null } : nextStep(place);
}

/** The next asset of a kind that this connection reaches, in the order of names. */
async function nextParent(kind: AssetKind, before: string | null, { assets, connection }: LinkRun) {
  let after = before;
  do {
    const page = await assets.list(connection.workspace, { kind, limit: 25, ...(after === null ? {} : { after }) });
    const mine = page.data.find(({ discovery }) => discovery?.connections.includes(connection.id));
    if (mine) return assetName(mine.asset);
    after = page.after;
  } while (after !== null);
  return undefined;
}
