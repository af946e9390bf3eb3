import { isoTime } from '../foundation/core/clock.ts';
import { asFailure, Failure } from '../foundation/core/failure.ts';
import { type AssetKind, assetName, parseAsset } from '../foundation/core/ids.ts';
import type { FailureKind } from '../foundation/core/verdicts.ts';
import type { SubscribedAsset } from '../foundation/meta/edges/subscription-calls.ts';
import type { GraphIdentity } from '../foundation/meta/identity.ts';
import type { AssetRow } from '../foundation/store/assets.ts';
import type { SubscriptionWish } from '../foundation/store/subscription-wishes.ts';
import { type LinkPlace, nextStep } from './link-place.ts';
import { inTens, type LinkRun, type PageDone } from './link-run.ts';
import type { Missing } from './missing.ts';

const pageSize = 20;

/** What delivers webhooks, in this order: an Instagram account asks how its Page fares. */
const subscribable = ['page', 'instagram', 'whatsapp', 'ad_account'] as const;
type Subscribable = (typeof subscribable)[number];

/** Meta's edges for them, and the scope without which each refuses (fact sheet §7). */
const edges: Readonly<Record<Subscribable, { readonly edge: SubscribedAsset['kind']; readonly scope: string }>> = {
  page: { edge: 'page', scope: 'pages_manage_metadata' },
  instagram: { edge: 'instagram', scope: 'instagram_business_basic' },
  whatsapp: { edge: 'waba', scope: 'whatsapp_business_management' },
  ad_account: { edge: 'ad-account', scope: 'ads_management' },
};

/**
 * A Page's fields that want a scope of their own. Meta refuses the whole list for one field without its scope, so a
 * connection for leads must not ask for messages.
 */
const fieldScopes: readonly (readonly [field: RegExp, scope: string])[] = [
  [/^(messag|standby|inbox_labels|response_feedback)/, 'pages_messaging'],
  [/^leadgen/, 'leads_retrieval'],
];

function mayHave(field: string, granted: readonly string[]): boolean {
  const scope = fieldScopes.find(([shape]) => shape.test(field))?.[1];
  return scope === undefined || granted.includes(scope);
}

/** Tasks of which a Page's subscription needs one; what Meta did not list is not judged. */
const pageTasks = ['MANAGE', 'MODERATE', 'CREATE_CONTENT', 'MESSAGING'];

type Standing = Omit<NonNullable<AssetRow['subscription']>, 'checkedAt'>;

/** What became of one asset: how it stands, and whether Meta had to be told anew. */
interface Outcome extends Standing {
  readonly mended?: boolean;
}

/**
 * Subscribes one page of the workspace's assets that this connection reaches. Throws what stops the whole run (a dead
 * token, a limit, an outage); one asset's refusal is kept beside it and told.
 */
export async function subscribePage(place: LinkPlace, run: LinkRun): Promise<PageDone> {
  const kind = subscribable[place.edge];
  if (kind === undefined) return { next: nextStep(place) };
  const { connection, assets, clock, notes } = run;
  const from = place.after === null ? {} : { after: place.after };
  const page = await assets.list(connection.workspace, { kind, limit: pageSize, ...from });
  const reached = ({ discovery, linkedAt }: AssetRow) =>
    linkedAt !== null && discovery?.connections.includes(connection.id) === true;
  const wish = await run.wishes.get(connection.workspace);
  const lacks = await inTens(page.data.filter(reached), async (row): Promise<Missing[]> => {
    const { mended, ...standing } = await subscribe(row, kind, { wish, place, run });
    await assets.subscribed(connection.workspace, row.asset, { ...standing, checkedAt: isoTime(clock.now()) });
    notes.count('AssetSubscriptions', 1, { outcome: mended ? 'mended' : standing.state });
    return standing.state === 'failed' ? [lackOf(row, standing)] : [];
  });
  const missing = lacks.flat();
  const next = page.after === null ? { ...place, edge: place.edge + 1, after: null } : { ...place, after: page.after };
  return { next, subscribed: lacks.length - missing.length, failed: missing.length, missing };
}

interface Asking {
  readonly wish: SubscriptionWish;
  readonly place: LinkPlace;
  readonly run: LinkRun;
}

async function subscribe(row: AssetRow, kind: Subscribable, { wish, place, run }: Asking): Promise<Outcome> {
  const wished = [...(wish.perAsset[assetName(row.asset)] ?? wish.objects[kind] ?? [])];
  const fields = kind === 'page' ? wished.filter((field) => mayHave(field, run.connection.granted)) : wished;
  if (kind === 'instagram' && run.connection.platform !== 'instagram') return throughPage(row, fields, run);
  const { edge, scope } = edges[kind];
  const lacks = lackOfRight(row, kind, scope, run);
  if (lacks !== undefined) return { fields: [], state: 'not-possible', reason: lacks };
  const asset: SubscribedAsset = { kind: edge, id: row.asset.id };
  const again = (forget: boolean) => told({ row, kind, asset, fields, drift: place.reason === 'drift' }, run, forget);
  try {
    const outcome = await again(false).catch((thrown: unknown) => {
      // A Page's own token may be dead while the person's is not: a new one is read once.
      if (kind === 'page' && asFailure(thrown).kind === 'connection-revoked') return again(true);
      throw thrown;
    });
    const without = wished.filter((field) => !fields.includes(field));
    return without.length === 0 || outcome.reason !== null
      ? outcome
      : { ...outcome, reason: `without ${without.join(', ')}: the scope for it is not granted` };
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (!ownTrouble.has(failure.kind)) throw lost(failure);
    return { fields: [], state: 'failed', reason: failure.message };
  }
}

interface Wish {
  readonly row: AssetRow;
  readonly kind: Subscribable;
  readonly asset: SubscribedAsset;
  readonly fields: string[];
  /** Look first, and tell Meta only what it has forgotten. */
  readonly drift: boolean;
}

/** Meta told what is wished of one asset; `forget` does so with a new token of its Page. */
async function told({ row, kind, asset, fields, drift }: Wish, run: LinkRun, forget: boolean): Promise<Outcome> {
  const identity = await identityFor(row, kind, run, forget);
  const before = row.subscription?.state === 'subscribed';
  if (fields.length === 0) {
    if (before) await run.graph.unsubscribeAsset(identity, asset);
    return { fields, state: 'not-possible', reason: 'no field is wished' };
  }
  const looks = drift && before;
  const stands = looks && (await isInstalled(asset, fields, identity, run));
  if (!stands) await run.graph.subscribeAsset(identity, asset, fields);
  return { fields, state: 'subscribed', reason: null, mended: looks && !stands };
}

/** Refusals of this one asset. */
const ownTrouble: ReadonlySet<FailureKind> = new Set([
  'permission-missing',
  'meta-rejected',
  'policy-blocked',
  'not-found',
]);

/** Subscribing twice is subscribing once, so a lost answer is only a reason to try again. */
const lost = (failure: Failure) =>
  failure.kind === 'outcome-unknown'
    ? new Failure('meta-unavailable', 'Meta’s answer to a subscription was lost', { cause: failure })
    : failure;

function lackOfRight({ discovery }: AssetRow, kind: Subscribable, scope: string, { connection }: LinkRun) {
  if (!connection.granted.includes(scope)) return `the scope ${scope} is not granted`;
  const tasks = discovery?.tasks ?? [];
  const may = kind !== 'page' || tasks.length === 0 || tasks.some((task) => pageTasks.includes(task));
  return may ? undefined : `the person has none of the tasks ${pageTasks.join(', ')} on the Page`;
}

/**
 * An Instagram account that was reached by Facebook Login has no token for Instagram's own edge; its events come once
 * the app is installed on its Page.
 */
async function throughPage(row: AssetRow, fields: string[], { assets, connection }: LinkRun): Promise<Outcome> {
  const parent = row.discovery?.parent ? parseAsset(row.discovery.parent) : undefined;
  const page = parent && (await assets.get(connection.workspace, parent));
  // A Page that was taken off keeps what was last known of it, and Meta sends nothing for it any more.
  const stands = page !== undefined && page.linkedAt !== null && page.subscription?.state === 'subscribed';
  if (stands) return { fields, state: 'subscribed', reason: `through ${assetName(page.asset)}` };
  return { fields: [], state: 'not-possible', reason: 'its Page is not linked here, or not subscribed' };
}

/** A Page speaks with its own token, which is read again when none is kept; all else with the connection's. */
async function identityFor(
  { asset }: AssetRow,
  kind: AssetKind,
  run: LinkRun,
  forget: boolean,
): Promise<GraphIdentity> {
  if (kind !== 'page') return run.identity;
  const { workspace, id: connectionId } = run.connection;
  const ref = { workspace, connectionId, kind: 'page', subject: asset.id } as const;
  const as = { ...run.identity, holder: 'page' } as const;
  if (forget) await run.vault.wipe(ref);
  try {
    return { ...as, token: await run.vault.open(ref) };
  } catch (thrown) {
    if (asFailure(thrown).kind !== 'not-found') throw thrown;
  }
  const { access_token: token } = await run.graph.readPage(run.identity, asset.id, { token: true });
  if (!token) throw new Failure('permission-missing', 'Meta gives no token for this Page');
  await run.vault.seal(ref, token);
  return { ...as, token };
}

/** Whether Meta still has us installed with every field that is wished. */
async function isInstalled(asset: SubscribedAsset, fields: readonly string[], identity: GraphIdentity, run: LinkRun) {
  const { data } = await run.graph.listSubscribedApps(identity, asset, { limit: 100 });
  const ours = data.find(({ appId }) => appId === identity.app.appId);
  const listed = asset.kind === 'page' || asset.kind === 'instagram';
  return ours !== undefined && (!listed || fields.every((field) => ours.fields.includes(field)));
}

const lackOf = ({ asset }: AssetRow, { reason }: Standing): Missing => ({
  what: `subscription:${assetName(asset)}`,
  why: `Meta does not send its webhooks: ${reason}`,
  remedy: `GET /v1/assets/${assetName(asset)}/doctor names the setting; then PUT /v1/webhooks/subscriptions`,
});
