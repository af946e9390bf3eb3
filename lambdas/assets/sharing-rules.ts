import type { AssetKind, AssetRef } from '../foundation/core/ids.ts';
import type { BusinessEdge } from '../foundation/meta/edges/account-calls.ts';
import type { SharedAsset } from '../foundation/meta/edges/sharing-calls.ts';

/** What Meta lets be shared through the API, and how. */
interface SharingRule {
  readonly kind: SharedAsset['kind'];
  /** What may be given, in Meta's words: the enums of its own specs, without the names of old roles. */
  readonly tasks: readonly string[];
  /** Where a business sees what it asked for and was not given yet. */
  readonly pending?: BusinessEdge;
  /** Whether access can be asked for by a call. For ad accounts the specs have no such call (fact sheet §13). */
  readonly request: boolean;
}

const pageTasks = ['MANAGE', 'CREATE_CONTENT', 'MODERATE', 'MESSAGING', 'ADVERTISE', 'ANALYZE', 'MANAGE_LEADS'];

/** The kinds with an `agencies` edge; all others are shared in Meta's own pages only. */
export const sharingRules: Readonly<Partial<Record<AssetKind, SharingRule>>> = {
  page: { kind: 'page', tasks: pageTasks, pending: 'pending_client_pages', request: true },
  ad_account: {
    kind: 'ad-account',
    tasks: ['MANAGE', 'ADVERTISE', 'ANALYZE', 'DRAFT', 'AA_ANALYZE'],
    pending: 'pending_client_ad_accounts',
    request: false,
  },
  catalog: { kind: 'catalog', tasks: ['MANAGE', 'ADVERTISE', 'MANAGE_AR', 'AA_ANALYZE'], request: false },
  pixel: { kind: 'pixel', tasks: ['EDIT', 'ADVERTISE', 'ANALYZE', 'UPLOAD'], request: false },
};

/** The asset as the sharing calls name it; undefined when Meta has no call for its kind. */
export function sharedAsset({ kind, id }: AssetRef): SharedAsset | undefined {
  const rule = sharingRules[kind];
  return rule && { kind: rule.kind, id };
}

/** One step that only a person can do, in Meta's pages. */
export interface Step {
  readonly who: 'owner' | 'agency';
  readonly step: string;
  readonly where: string;
}

const words: Readonly<Record<AssetKind, string>> = {
  page: 'Pages',
  instagram: 'Instagram accounts',
  whatsapp: 'WhatsApp accounts',
  phone_number: 'WhatsApp accounts',
  ad_account: 'Ad accounts',
  pixel: 'Datasets & pixels',
  catalog: 'Catalogs',
  business: 'Partners',
  user: 'People',
};

const settings = 'business.facebook.com/settings';

/** What the owner does by hand to give another business access. */
export const shareSteps = ({ kind, id }: AssetRef, business: string): readonly Step[] => [
  { who: 'owner', step: `Open ${words[kind]}, choose ${id}, Assign partner.`, where: settings },
  { who: 'owner', step: `Enter the business id ${business} and tick its tasks.`, where: settings },
  { who: 'agency', step: 'Assign the asset to its own people or system user.', where: settings },
];

/** What an agency does by hand to ask for access, and the owner to give it. */
export const requestSteps = ({ kind, id }: AssetRef): readonly Step[] => [
  { who: 'agency', step: `Open ${words[kind]}, Add, Request access, enter ${id} and the tasks.`, where: settings },
  { who: 'owner', step: 'Open Requests, Received, and approve it.', where: settings },
  { who: 'agency', step: 'Assign it to people or the system user; then POST /v1/assets/sync.', where: settings },
];
