import { isoTime } from '../foundation/core/clock.ts';
import { type AssetKind, assetName } from '../foundation/core/ids.ts';
import type { BusinessEdge } from '../foundation/meta/edges/account-calls.ts';
import type { BusinessAsset, PageNode } from '../foundation/meta/edges/account-shapes.ts';
import type { Paged, PageRequest } from '../foundation/meta/identity.ts';
import type { Found } from '../foundation/store/assets.ts';
import type { Step } from './link-place.ts';
import { inTens, type LinkRun } from './link-run.ts';

/** A list of Meta's in which assets stand. */
interface AssetSource {
  /** Scopes of which one is needed; without any of them the list is passed over in silence, its features are off anyway. */
  readonly scopes: readonly string[];
  /** Kind of the assets that have this list each; absent: there is one list. */
  readonly parents?: AssetKind;
  readonly read: (run: LinkRun, at: ListPlace) => Promise<Paged<Found>>;
}

/** Which page of which list: `parent` is Meta's id. */
interface ListPlace extends PageRequest {
  readonly parent: string;
  readonly edge: number;
}

type Discovered = Omit<Found, 'asset'>;

const plain = (run: LinkRun): Discovered => ({
  name: null,
  ownerBusiness: null,
  access: 'direct',
  tasks: [],
  parent: null,
  discoveredAt: isoTime(run.clock.now()),
});

const bareAccount = (id: string) => id.replace(/^act_/, '');
const adScopes = ['ads_read', 'ads_management'] as const;

const mapped = async <T>(page: Promise<Paged<T>>, found: (one: T) => readonly Found[]): Promise<Paged<Found>> => {
  const { data, after } = await page;
  return { data: data.flatMap(found), after };
};

const one = (data: readonly Found[]): Paged<Found> => ({ data, after: null });

/** A Page and the Instagram account that hangs on it. */
function ofPage(run: LinkRun, { id, name, tasks = [], instagram_business_account: linked }: PageNode): Found[] {
  const page: Found = { ...plain(run), asset: { kind: 'page', id }, name: name ?? null, tasks };
  if (!linked) return [page];
  const account = { asset: { kind: 'instagram', id: linked.id }, parent: assetName(page.asset) } as const;
  return [page, { ...plain(run), ...account, name: linked.username ?? null }];
}

/** `/me/accounts`: the Pages’ own tokens come with them, and are sealed before their page counts as read. */
async function readPages(run: LinkRun, { after, limit }: ListPlace): Promise<Paged<Found>> {
  const page = await run.graph.listPages(run.identity, { after, limit });
  const { workspace, id: connectionId } = run.connection;
  await inTens(page.data, async ({ id: subject, access_token: token }) => {
    if (token) await run.vault.seal({ workspace, connectionId, kind: 'page', subject }, token);
  });
  return { data: page.data.flatMap((node) => ofPage(run, node)), after: page.after };
}

/** A business's lists, what they hold, whose that is, and a scope without which we need not ask. */
interface BusinessList {
  readonly edge: BusinessEdge;
  readonly kind: AssetKind;
  readonly scopes: readonly string[];
}

const businessLists: readonly BusinessList[] = [
  { edge: 'owned_pages', kind: 'page', scopes: ['pages_show_list'] },
  { edge: 'client_pages', kind: 'page', scopes: ['pages_show_list'] },
  { edge: 'owned_ad_accounts', kind: 'ad_account', scopes: adScopes },
  { edge: 'client_ad_accounts', kind: 'ad_account', scopes: adScopes },
  { edge: 'owned_pixels', kind: 'pixel', scopes: adScopes },
  { edge: 'client_pixels', kind: 'pixel', scopes: adScopes },
  { edge: 'owned_product_catalogs', kind: 'catalog', scopes: ['catalog_management'] },
  { edge: 'client_product_catalogs', kind: 'catalog', scopes: ['catalog_management'] },
  { edge: 'owned_whatsapp_business_accounts', kind: 'whatsapp', scopes: ['whatsapp_business_management'] },
  { edge: 'client_whatsapp_business_accounts', kind: 'whatsapp', scopes: ['whatsapp_business_management'] },
  { edge: 'instagram_business_accounts', kind: 'instagram', scopes: ['instagram_basic'] },
];

const anyOf = (scopes: readonly string[], { connection }: LinkRun) =>
  scopes.length === 0 || scopes.some((scope) => connection.granted.includes(scope));

async function readBusinessList(run: LinkRun, { parent, edge: at, after, limit }: ListPlace): Promise<Paged<Found>> {
  const list = businessLists[at];
  if (!list || !anyOf(list.scopes, run)) return one([]);
  const { edge, kind } = list;
  const owned = !edge.startsWith('client_');
  const found = ({ id, account_id, name, username }: BusinessAsset): Found[] => [
    {
      ...plain(run),
      asset: { kind, id: kind === 'ad_account' ? bareAccount(account_id ?? id) : id },
      name: name ?? username ?? null,
      access: owned ? 'direct' : 'partner',
      ownerBusiness: owned ? parent : null,
    },
  ];
  return mapped(run.graph.listBusinessAssets(run.identity, parent, edge, { after, limit }), found);
}

/** How many lists one parent of a step has. */
export const listsOf = (step: Step) => (step === 'business-assets' ? businessLists.length : 1);

/** The WABAs that the token itself names: an Embedded Signup's token sees no business lists. */
async function grantedWabas(run: LinkRun): Promise<Paged<Found>> {
  const ids = run.connection.granular.whatsapp_business_management ?? [];
  return one(ids.map((id): Found => ({ ...plain(run), asset: { kind: 'whatsapp', id } })));
}

/** The account of an Instagram Login, by the id that webhooks use. */
async function readInstagram(run: LinkRun): Promise<Paged<Found>> {
  const { user_id: id, username = null } = await run.graph.readInstagramMe(run.identity);
  return one([{ ...plain(run), asset: { kind: 'instagram', id }, name: username }]);
}

/** Where assets are found, by step; `link` and `subscribe` find none. */
export const assetSources: Readonly<Partial<Record<Step, AssetSource>>> = {
  person: {
    scopes: [],
    // Meta tells of a person's own changes (permissions taken back) by this id; a system user has no such webhooks.
    read: async (run) => {
      const { tokens, metaUserId: id } = run.connection;
      return one(tokens[0]?.kind === 'user' ? [{ ...plain(run), asset: { kind: 'user', id } }] : []);
    },
  },
  instagram: { scopes: ['instagram_business_basic'], read: readInstagram },
  pages: { scopes: ['pages_show_list'], read: readPages },
  'ad-accounts': {
    scopes: adScopes,
    read: (run, { after, limit }) =>
      mapped(
        run.graph.listAdAccounts(run.identity, { after, limit }),
        ({ id, account_id, name = null, user_tasks }) => [
          {
            ...plain(run),
            ...{ asset: { kind: 'ad_account', id: bareAccount(account_id ?? id) }, name, tasks: user_tasks ?? [] },
          },
        ],
      ),
  },
  pixels: {
    scopes: adScopes,
    parents: 'ad_account',
    read: (run, { parent, after, limit }) =>
      mapped(run.graph.listPixels(run.identity, parent, { after, limit }), ({ id, name = null }) => [
        { ...plain(run), asset: { kind: 'pixel', id }, name, parent: assetName({ kind: 'ad_account', id: parent }) },
      ]),
  },
  businesses: {
    scopes: ['business_management'],
    read: (run, { after, limit }) =>
      mapped(run.graph.listBusinesses(run.identity, { after, limit }), ({ id, name = null }) => [
        { ...plain(run), asset: { kind: 'business', id }, name },
      ]),
  },
  'business-assets': { scopes: ['business_management'], parents: 'business', read: readBusinessList },
  wabas: { scopes: ['whatsapp_business_management'], read: grantedWabas },
  numbers: {
    scopes: ['whatsapp_business_management'],
    parents: 'whatsapp',
    read: (run, { parent, after, limit }) =>
      mapped(run.graph.listPhoneNumbers(run.identity, parent, { after, limit }), (number) => [
        {
          ...plain(run),
          asset: { kind: 'phone_number', id: number.id },
          name: number.verified_name ?? number.display_phone_number ?? null,
          parent: assetName({ kind: 'whatsapp', id: parent }),
        },
      ]),
  },
};

/** Whether a list can be asked for at all. */
export const mayRead = (step: Step, run: LinkRun) => {
  const source = assetSources[step];
  return source !== undefined && anyOf(source.scopes, run);
};
