import * as z from 'zod/mini';
import type { Clock } from '../../core/clock.ts';
import { accountBudget, objectBudget } from '../wire/budget-keys.ts';
import type { Send } from '../wire/graph-call.ts';
import { actId, pathId } from '../wire/path-id.ts';
import type { AccountCalls } from './account-calls.ts';
import { adAccount, business, businessAsset, instagramMe, me, pageNode, phoneNumber, pixel } from './account-shapes.ts';
import { read, write } from './edge-call.ts';
import { readNodes } from './node-batch.ts';
import { id, paged, pageParams } from './shapes.ts';

const pageFields = 'id,name,category,instagram_business_account{id,username}';
const adAccountFields =
  'id,account_id,name,account_status,disable_reason,currency,timezone_name,user_tasks,spend_cap,amount_spent,balance';
const phoneFields =
  'id,display_phone_number,verified_name,quality_rating,code_verification_status,platform_type,status';
/** A pixel's fields (fact sheet §14). */
export const pixelFields = 'id,name,last_fired_time,is_unavailable';

/** The account calls over a sender. */
export const accountCalls = (send: Send, clock: Clock): AccountCalls => ({
  ...ourselves(send),
  ...pages(send),
  ...businesses(send),
  ...accounts(send),
  readNodes: async (reads) => readNodes(send, clock, reads),
});

const clientBusiness = z.looseObject({ client_business_id: z.optional(id) });

const ourselves = (send: Send): Pick<AccountCalls, 'readMe' | 'readInstagramMe' | 'readClientBusinessId'> => ({
  readMe: async (identity) => send(read(identity, 'readMe', '/me', { fields: 'id,name' }, me)),
  readInstagramMe: async (identity) => {
    const call = read(identity, 'readInstagramMe', '/me', { fields: 'user_id,username' }, instagramMe);
    return send({ ...call, host: 'graph.instagram.com', surface: 'instagram' });
  },
  readClientBusinessId: async (identity) => {
    const call = read(identity, 'readClientBusinessId', '/me', { fields: 'client_business_id' }, clientBusiness);
    return (await send(call)).client_business_id ?? null;
  },
});

const pages = (send: Send): Pick<AccountCalls, 'listPages' | 'readPage'> => ({
  listPages: async (identity, page) => {
    const params = { fields: `${pageFields},access_token,tasks`, ...pageParams(page) };
    return send(read(identity, 'listPages', '/me/accounts', params, paged(pageNode)));
  },
  readPage: async (identity, pageId, { token = false } = {}) => {
    const fields = token ? `${pageFields},access_token` : pageFields;
    const keys = objectBudget(identity, pageId, 'pages');
    return send(read(identity, 'readPage', `/${pathId(pageId)}`, { fields }, pageNode, keys));
  },
});

const businesses = (send: Send): Pick<AccountCalls, 'listBusinesses' | 'listBusinessAssets'> => ({
  listBusinesses: async (identity, page) => {
    const params = { fields: 'id,name', ...pageParams(page) };
    return send(read(identity, 'listBusinesses', '/me/businesses', params, paged(business)));
  },
  listBusinessAssets: async (identity, businessId, edge, page) => {
    const path = `/${pathId(businessId)}/${edge}`;
    const params = { fields: assetFields(edge), ...pageParams(page) };
    return send(read(identity, 'listBusinessAssets', path, params, paged(businessAsset)));
  },
});

/** What tells an asset apart; a pending one is a request, of which only its id is sure. */
function assetFields(edge: string): string {
  if (edge.startsWith('pending_')) return 'id';
  if (edge.endsWith('ad_accounts')) return 'id,name,account_id';
  return edge.startsWith('instagram') ? 'id,username' : 'id,name';
}

type AccountEdges = 'listAdAccounts' | 'readAdAccount' | 'listPixels' | 'listPhoneNumbers' | 'registerNumber';

const accounts = (send: Send): Pick<AccountCalls, AccountEdges> => ({
  listAdAccounts: async (identity, page) => {
    const params = { fields: adAccountFields, ...pageParams(page) };
    const call = read(identity, 'listAdAccounts', '/me/adaccounts', params, paged(adAccount));
    return send({ ...call, surface: 'marketing' });
  },
  readAdAccount: async (identity, adAccountId) => {
    const keys = accountBudget(adAccountId, 'ads_management');
    const path = `/${actId(adAccountId)}`;
    const call = read(identity, 'readAdAccount', path, { fields: adAccountFields }, adAccount, keys);
    return send({ ...call, surface: 'marketing' });
  },
  listPixels: async (identity, adAccountId, page) => {
    const keys = accountBudget(adAccountId, 'ads_management');
    const params = { fields: pixelFields, ...pageParams(page) };
    const call = read(identity, 'listPixels', `/${actId(adAccountId)}/adspixels`, params, paged(pixel), keys);
    return send({ ...call, surface: 'marketing' });
  },
  listPhoneNumbers: async (identity, wabaId, page) => {
    const keys = objectBudget(identity, wabaId, 'whatsapp');
    const params = { fields: phoneFields, ...pageParams(page) };
    const path = `/${pathId(wabaId)}/phone_numbers`;
    return send({ ...read(identity, 'listPhoneNumbers', path, params, paged(phoneNumber), keys), surface: 'whatsapp' });
  },
  registerNumber: async (identity, phoneNumberId, pin) => {
    const keys = objectBudget(identity, phoneNumberId, 'whatsapp');
    const path = `/${pathId(phoneNumberId)}/register`;
    const call = write(identity, 'registerNumber', 'POST', path, { messaging_product: 'whatsapp' }, keys);
    return send({ ...call, secrets: { pin }, surface: 'whatsapp' });
  },
});
