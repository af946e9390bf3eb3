import { badParameter, Refusal } from '../http/refusal.ts';
import { isAsset, isPerson, type Kind, type Thing, type ThingOf } from '../world/things.ts';
import { tokenTasks } from '../world/visible.ts';
import type { View } from './edge.ts';
import { pageTokenFor } from './page-token.ts';

/** A field that is a node of its own. */
export class NodeRef {
  readonly thing: Thing;

  constructor(thing: Thing) {
    this.thing = thing;
  }
}

/** Fields that a node may have besides what the world gives it; one that has no value is left out of the answer. */
const KNOWN: Readonly<Record<Kind, string>> = {
  app: 'name link category namespace',
  user: 'name email first_name last_name',
  system_user: 'name created_time finance_permission',
  business: 'name verification_status created_time link primary_page vertical timezone_id',
  page: 'name category category_list about link username fan_count followers_count is_published verification_status phone website has_transitioned_to_new_page_experience is_webhooks_subscribed leadgen_tos_accepted',
  instagram:
    'username name account_type biography profile_picture_url followers_count follows_count media_count website ig_id',
  waba: 'name currency timezone_id message_template_namespace account_review_status business_verification_status country status ownership_type health_status whatsapp_business_manager_messaging_limit',
  phone_number:
    'display_phone_number verified_name quality_rating code_verification_status platform_type name_status throughput account_mode is_official_business_account health_status whatsapp_business_manager_messaging_limit last_onboarded_time',
  ad_account:
    'name account_status disable_reason currency timezone_name timezone_id timezone_offset_hours_utc amount_spent balance spend_cap created_time capabilities failed_delivery_checks funding_source is_prepay_account age min_daily_budget end_advertiser tos_accepted',
  pixel:
    'name last_fired_time is_unavailable creation_time first_party_cookie_status enable_automatic_matching match_rate_approx data_use_setting is_created_by_business code automatic_matching_fields',
  catalog: 'name vertical product_count feed_count default_image_url is_catalog_segment',
  lead_form: 'name status leads_count expired_leads_count organic_leads_count questions locale created_time',
};

/** What is shown when `fields` is not given; Meta's answers always have the id. */
export const DEFAULTS: Readonly<Record<Kind, readonly string[]>> = {
  app: ['name', 'category', 'link'],
  user: ['name'],
  system_user: ['name'],
  business: ['name'],
  page: ['name'],
  instagram: [],
  waba: ['name', 'currency', 'timezone_id', 'message_template_namespace'],
  phone_number: [
    'verified_name',
    'code_verification_status',
    'display_phone_number',
    'quality_rating',
    'platform_type',
    'throughput',
    'status',
  ],
  ad_account: ['account_id'],
  pixel: [],
  catalog: ['name'],
  lead_form: ['name', 'status', 'locale'],
};

type Computed = Readonly<Record<string, () => unknown>>;

/** The id as the API shows it; Instagram Login has an id of its own beside `user_id` (fact sheet §2). */
export function shownId({ host }: View, thing: Thing): string {
  if (thing.kind === 'ad_account') return `act_${thing.id}`;
  return thing.kind === 'instagram' && host === 'graph.instagram.com' ? (thing.scopedId ?? thing.id) : thing.id;
}

/** The value of one field: a value, a `NodeRef`, undefined for none, or null when this kind knows no such field. */
export function fieldOf(view: View, thing: Thing, name: string): { value: unknown } | null {
  if (name === 'id') return { value: shownId(view, thing) };
  const computed = computedOf(view, thing);
  if (Object.hasOwn(computed, name)) return { value: computed[name]?.() };
  if (Object.hasOwn(thing.fields, name)) return { value: thing.fields[name] };
  return KNOWN[thing.kind].split(' ').includes(name) ? { value: undefined } : null;
}

/** What Meta says to a field that a node does not have. */
export const noSuchField = (name: string, nodeName: string) =>
  badParameter(`Tried accessing nonexisting field (${name}) on node type (${nodeName})`);

function computedOf(view: View, thing: Thing): Computed {
  const own = isAsset(thing) ? ownerFields(view, thing.owner) : {};
  switch (thing.kind) {
    case 'page':
      return { ...own, ...pageFields(view, thing) };
    case 'ad_account':
      return { ...own, account_id: () => thing.id, user_tasks: () => tasks(view, thing) };
    case 'instagram':
      return { ...own, ...(view.host === 'graph.instagram.com' ? { user_id: () => thing.id } : {}) };
    case 'waba':
      return { ...own, owner_business_info: own.owner_business ?? (() => undefined) };
    case 'phone_number':
      return { status: () => thing.fields.status ?? (thing.registered ? 'CONNECTED' : 'PENDING') };
    case 'pixel':
      return { ...own, owner_ad_account: () => ref(view, thing.adAccounts[0] ?? null) };
    case 'lead_form':
      return { page: () => ref(view, thing.page), page_id: () => thing.page };
    case 'user':
    case 'system_user':
      return { client_business_id: () => clientBusiness(view) };
    default:
      return own;
  }
}

const ref = ({ meta }: View, id: string | null): NodeRef | undefined => {
  const thing = id === null ? undefined : meta.world.find(id);
  return thing && new NodeRef(thing);
};

const ownerFields = (view: View, owner: string | null): Computed => ({
  owner_business: () => ref(view, owner),
  business: () => ref(view, owner),
});

const tasks = ({ meta, caller }: View, thing: Thing) =>
  caller.token === null ? undefined : tokenTasks(meta.world, caller.token, thing);

const pageFields = (view: View, page: ThingOf<'page'>): Computed => ({
  access_token: () => pageTokenFor(view, page),
  tasks: () => tasks(view, page),
  instagram_business_account: () => ref(view, page.instagram),
  connected_instagram_account: () => ref(view, page.instagram),
});

/** Login for Business' tokens belong to a business; on a user's token the field was seen to fail with 190 (sheet §2). */
function clientBusiness({ meta, caller }: View): string | undefined {
  const person = caller.token && meta.world.find(caller.token.person);
  if (caller.token?.kind !== 'business' || !person || !isPerson(person)) {
    throw new Refusal(190, 'Invalid OAuth 2.0 Access Token');
  }
  return person.kind === 'user' ? Object.keys(person.businesses)[0] : person.business;
}
