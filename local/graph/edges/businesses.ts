import { badParameter, Refusal } from '../http/refusal.ts';
import { type Asset, isAsset, type Kind, type Thing } from '../world/things.ts';
import { type Edge, type EdgeCall, type Edges, SUCCESS } from './edge.ts';
import { businessParam, tasksParam } from './sharing.ts';

const SCOPES = ['business_management'];
const edge = (run: Edge['run']): Edge => ({ scopes: SCOPES, run });

/** Edge name endings and what they list (fact sheet §13; the Instagram names from Meta's specs of `Business`). */
const LISTED: Readonly<Record<string, Kind>> = {
  pages: 'page',
  ad_accounts: 'ad_account',
  pixels: 'pixel',
  product_catalogs: 'catalog',
  whatsapp_business_accounts: 'waba',
};

const assets = ({ meta }: EdgeCall): Asset[] => meta.world.all().filter(isAsset);
const ofKind = (call: EdgeCall, kind: Kind, fits: (asset: Asset) => boolean) =>
  assets(call).filter((asset) => asset.kind === kind && fits(asset));

const owned = (kind: Kind): Edge =>
  edge((call) => ({ things: ofKind(call, kind, ({ owner }) => owner === call.node.id) }));
const client = (kind: Kind): Edge =>
  edge((call) => ({ things: ofKind(call, kind, ({ agencies }) => agencies[call.node.id] !== undefined) }));

const requestName: Partial<Record<Kind, string>> = { page: 'page', ad_account: 'ad_account' };

/** A request has an id of its own; ours puts a 9 before the asset's. */
const requestRow = (asset: Asset) => ({
  id: `9${asset.id}`,
  [requestName[asset.kind] ?? 'asset']: {
    id: asset.kind === 'ad_account' ? `act_${asset.id}` : asset.id,
    name: asset.fields.name,
  },
});
const pending = (kind: Kind, fits: (asset: Asset, business: string) => boolean): Edge =>
  edge((call) => ({ rows: ofKind(call, kind, (asset) => fits(asset, call.node.id)).map(requestRow) }));
const asClient = ({ pendingAgencies }: Asset, business: string) => pendingAgencies[business] !== undefined;
const asOwned = ({ pendingOwner }: Asset, business: string) => pendingOwner === business;

const businesses = ({ meta }: EdgeCall, ids: Iterable<string>): { things: Thing[] } => ({
  things: [...new Set(ids)].flatMap((id) => meta.world.find(id) ?? []),
});

const listAgencies: Edge['run'] = (call) =>
  businesses(
    call,
    assets(call).flatMap(({ owner, agencies }) => (owner === call.node.id ? Object.keys(agencies) : [])),
  );
const listClients: Edge['run'] = (call) =>
  businesses(
    call,
    assets(call).flatMap(({ owner, agencies }) => (agencies[call.node.id] && owner !== null ? [owner] : [])),
  );

/** Ends what `owner` shares with `agency`. */
function endSharing(call: EdgeCall, owner: string, agency: string): typeof SUCCESS {
  for (const { kind, id, owner: is, agencies } of assets(call)) {
    if (is === owner && agencies[agency]) call.meta.world.merge({ kind, id, agencies: { [agency]: null } });
  }
  return SUCCESS;
}

/** An asset of this kind by a parameter, with or without `act_`. */
function assetParam({ meta, params }: EdgeCall, name: string, kind: Kind): Asset {
  const asset = meta.world.find(params[name] ?? '');
  if (!asset || !isAsset(asset) || asset.kind !== kind) throw badParameter(`Param ${name} must be the id of an asset`);
  return asset;
}

/** An agency asks; it is pending until the owner accepts (fact sheet §13: Meta's pages contradict each other here). */
const askForPage: Edge['run'] = (call) => {
  const { kind, id, owner } = assetParam(call, 'page_id', 'page');
  if (owner === call.node.id) throw new Refusal(100, '(#100) The business owns this Page already');
  call.meta.world.merge({ kind, id, pendingAgencies: { [call.node.id]: tasksParam(call, 'page') } });
  return { json: { access_status: 'PENDING' } };
};

const claim = (name: string, kind: Kind): Edge =>
  edge((call) => {
    const asset = assetParam(call, name, kind);
    if (asset.owner !== null) throw new Refusal(100, '(#100) Another business owns this asset');
    call.meta.world.merge({ kind, id: asset.id, pendingOwner: call.node.id });
    return { json: { access_status: 'PENDING' } };
  });

const systemUsers: Edge['run'] = ({ meta, node }) => ({
  things: meta.world.of('system_user').filter(({ business }) => business === node.id),
});

const people: Edge['run'] = ({ meta, node }) => ({
  rows: meta.world
    .of('user')
    .flatMap(({ id, fields, businesses: roles }) =>
      roles[node.id] ? [{ id, name: fields.name, role: roles[node.id] }] : [],
    ),
});

/** Edges of a business. */
export const BUSINESS_EDGES: Edges = {
  ...Object.fromEntries(
    Object.entries(LISTED).flatMap(([name, kind]) => [
      [`business/owned_${name} GET`, owned(kind)],
      [`business/client_${name} GET`, client(kind)],
    ]),
  ),
  'business/adspixels GET': owned('pixel'),
  'business/instagram_accounts GET': owned('instagram'),
  'business/instagram_business_accounts GET': owned('instagram'),
  'business/owned_instagram_accounts GET': owned('instagram'),
  'business/pending_client_pages GET': pending('page', asClient),
  'business/pending_client_ad_accounts GET': pending('ad_account', asClient),
  'business/pending_owned_pages GET': pending('page', asOwned),
  'business/pending_owned_ad_accounts GET': pending('ad_account', asOwned),
  'business/agencies GET': edge(listAgencies),
  'business/agencies DELETE': edge((call) =>
    endSharing(call, call.node.id, businessParam(call.meta.world, call.params.business)),
  ),
  'business/clients GET': edge(listClients),
  'business/clients DELETE': edge((call) =>
    endSharing(call, businessParam(call.meta.world, call.params.business), call.node.id),
  ),
  'business/client_pages POST': edge(askForPage),
  'business/owned_pages POST': claim('page_id', 'page'),
  'business/owned_ad_accounts POST': claim('adaccount_id', 'ad_account'),
  'business/system_users GET': edge(systemUsers),
  'business/business_users GET': edge(people),
};
