import { Refusal } from '../http/refusal.ts';
import { grantedIn } from '../world/grants.ts';
import type { Kind, Thing } from '../world/things.ts';
import { sees } from '../world/visible.ts';
import { type Edge, type EdgeCall, type Edges, SUCCESS } from './edge.ts';

const visible = ({ meta, caller }: EdgeCall, kind: Kind): Thing[] => {
  const { token } = caller;
  return token === null ? [] : meta.world.of(kind).filter((thing) => sees(meta.world, token, thing));
};

/** What somebody sees of a kind; only about oneself. */
const seen = (kind: Kind, scopes: string[], defaults?: string[]): Edge => ({
  scopes,
  tokens: ['user', 'system-user', 'business'],
  run: (call) => ({ things: visible(call, kind), ...(defaults && { defaults }) }),
});

const assigned = (kind: Kind): Edge => ({
  scopes: ['business_management'],
  run: ({ meta, node }) => ({
    things: meta.world.of(kind).filter(({ id }) => 'tasks' in node && node.tasks[id] !== undefined),
  }),
});

const permissions: Edge = {
  run: ({ meta, caller, node }) => ({
    rows: [...meta.grants.of(caller.app.id, node.id)].map(([permission, status]) => ({ permission, status })),
  }),
};

/** Without a scope the app is removed: every token of this person for it is dead (190/458). */
const removePermissions: Edge = {
  run: ({ meta, caller, node, rest, params }) => {
    const scope = rest[0] ?? params.permission;
    if (scope !== undefined) {
      if (!grantedIn(meta.grants.of(caller.app.id, node.id)).includes(scope)) {
        throw new Refusal(100, '(#100) The permission was not granted');
      }
      meta.grants.set(caller.app.id, node.id, [scope], 'declined');
      return SUCCESS;
    }
    meta.grants.forget(caller.app.id, node.id);
    meta.tokens.kill({ app: caller.app.id, person: node.id }, { code: 190, subcode: 458 });
    return SUCCESS;
  },
};

const ADS = ['ads_read', 'ads_management'];
const PAGE_DEFAULTS = ['access_token', 'category', 'category_list', 'name', 'tasks'];

const ofPerson = (kind: 'user' | 'system_user'): Edges => ({
  [`${kind}/accounts GET`]: seen('page', ['pages_show_list'], PAGE_DEFAULTS),
  [`${kind}/businesses GET`]: seen('business', ['business_management']),
  [`${kind}/adaccounts GET`]: seen('ad_account', ADS),
  [`${kind}/permissions GET`]: permissions,
  [`${kind}/permissions DELETE`]: removePermissions,
  [`${kind}/assigned_pages GET`]: assigned('page'),
  [`${kind}/assigned_ad_accounts GET`]: assigned('ad_account'),
  [`${kind}/assigned_product_catalogs GET`]: assigned('catalog'),
  [`${kind}/assigned_whatsapp_business_accounts GET`]: assigned('waba'),
});

/** Edges of users and system users. */
export const PEOPLE_EDGES: Edges = { ...ofPerson('user'), ...ofPerson('system_user') };
