import type { GraphLine } from './graph-line.ts';
import { app, identity, instagramApp, instagramIdentity } from './loopback-meta.ts';

const list = { data: [] };
const done = { success: true };
const facebook = '/graph.facebook.com/v26.0';
const instagram = '/graph.instagram.com';
const { appId } = app;
const pageId = { kind: 'page', id: '5' } as const;
const page = { ...identity, holder: 'page' } as const;
const paging = { after: 'QVFI', limit: 50 };
const paged = { after: 'QVFI', limit: '50' };
const names = { fields: 'id,name' };
const pageFields = 'id,name,category,instagram_business_account{id,username}';
const tasks = '["MANAGE"]';

/** The calls about people, assets, subscriptions, sharing and probes. */
export const assetLines: readonly GraphLine[] = [
  {
    method: 'readMe',
    call: (graph) => graph.readMe(identity),
    answer: { id: 1 },
    sent: `GET ${facebook}/me`,
    query: names,
  },
  {
    method: 'readInstagramMe',
    call: (graph) => graph.readInstagramMe(instagramIdentity),
    answer: { user_id: '17' },
    sent: `GET ${instagram}/v26.0/me`,
    query: { fields: 'user_id,username' },
    budget: `app:${instagramApp.appId}:platform`,
  },
  {
    method: 'readClientBusinessId',
    call: (graph) => graph.readClientBusinessId(identity),
    answer: { id: '1' },
    sent: `GET ${facebook}/me`,
    query: { fields: 'client_business_id' },
  },
  {
    method: 'listPages',
    call: (graph) => graph.listPages(identity, paging),
    answer: list,
    sent: `GET ${facebook}/me/accounts`,
    query: { fields: `${pageFields},access_token,tasks`, ...paged },
  },
  {
    method: 'readPage',
    call: (graph) => graph.readPage(page, '5'),
    answer: { id: '5' },
    sent: `GET ${facebook}/5`,
    query: { fields: pageFields },
    budget: 'object:5:pages',
  },
  {
    method: 'readPage',
    call: (graph) => graph.readPage(identity, '5', { token: true }),
    answer: { id: '5' },
    sent: `GET ${facebook}/5`,
    query: { fields: `${pageFields},access_token` },
  },
  {
    method: 'listBusinesses',
    call: (graph) => graph.listBusinesses(identity),
    answer: list,
    sent: `GET ${facebook}/me/businesses`,
    query: names,
  },
  {
    method: 'listBusinessAssets',
    call: (graph) => graph.listBusinessAssets(identity, '9', 'client_ad_accounts', paging),
    answer: list,
    sent: `GET ${facebook}/9/client_ad_accounts`,
    query: { fields: 'id,name,account_id', ...paged },
  },
  {
    method: 'listAdAccounts',
    call: (graph) => graph.listAdAccounts(identity),
    answer: list,
    sent: `GET ${facebook}/me/adaccounts`,
  },
  {
    method: 'readAdAccount',
    call: (graph) => graph.readAdAccount(identity, 'act_7'),
    answer: { id: 'act_7' },
    sent: `GET ${facebook}/act_7`,
    budget: 'account:7:ads_management',
  },
  {
    method: 'listPixels',
    call: (graph) => graph.listPixels(identity, '7'),
    answer: list,
    sent: `GET ${facebook}/act_7/adspixels`,
    query: { fields: 'id,name,last_fired_time,is_unavailable' },
    budget: 'account:7:ads_management',
  },
  {
    method: 'listPhoneNumbers',
    call: (graph) => graph.listPhoneNumbers(identity, '6'),
    answer: list,
    sent: `GET ${facebook}/6/phone_numbers`,
    budget: 'object:6:whatsapp',
  },
  {
    method: 'registerNumber',
    call: (graph) => graph.registerNumber(identity, '66', '000000'),
    answer: done,
    sent: `POST ${facebook}/66/register`,
    form: { messaging_product: 'whatsapp', pin: '000000' },
    budget: 'object:66:whatsapp',
  },
  {
    method: 'listSubscribedApps',
    call: (graph) => graph.listSubscribedApps(page, pageId),
    answer: list,
    sent: `GET ${facebook}/5/subscribed_apps`,
    query: {},
    budget: 'object:5:pages',
  },
  {
    method: 'subscribeAsset',
    call: (graph) => graph.subscribeAsset(page, pageId, ['feed', 'leadgen']),
    answer: done,
    sent: `POST ${facebook}/5/subscribed_apps`,
    form: { subscribed_fields: 'feed,leadgen' },
    budget: 'object:5:pages',
  },
  {
    method: 'subscribeAsset',
    call: (graph) => graph.subscribeAsset(instagramIdentity, { kind: 'instagram', id: '17' }, ['messages']),
    answer: done,
    sent: `POST ${instagram}/v26.0/17/subscribed_apps`,
    form: { subscribed_fields: 'messages' },
    budget: 'object:17:instagram',
  },
  {
    method: 'subscribeAsset',
    call: (graph) => graph.subscribeAsset(identity, { kind: 'waba', id: '6' }, ['messages']),
    answer: done,
    sent: `POST ${facebook}/6/subscribed_apps`,
    form: {},
    budget: 'object:6:whatsapp',
  },
  {
    method: 'subscribeAsset',
    call: (graph) => graph.subscribeAsset(identity, { kind: 'ad-account', id: '7' }, []),
    answer: done,
    sent: `POST ${facebook}/act_7/subscribed_apps`,
    form: { app_id: appId },
    budget: 'account:7:ads_management',
  },
  {
    method: 'unsubscribeAsset',
    call: (graph) => graph.unsubscribeAsset(page, pageId),
    answer: done,
    sent: `DELETE ${facebook}/5/subscribed_apps`,
    query: {},
    budget: 'object:5:pages',
  },
  {
    method: 'listAppSubscriptions',
    call: (graph) => graph.listAppSubscriptions(app),
    answer: list,
    sent: `GET ${facebook}/${appId}/subscriptions`,
    query: {},
  },
  {
    method: 'setAppSubscription',
    call: (graph) =>
      graph.setAppSubscription(app, {
        object: 'page',
        callbackUrl: 'https://example.org/hook',
        fields: ['feed', 'messages'],
        verifyToken: 'v3rify',
      }),
    answer: done,
    sent: `POST ${facebook}/${appId}/subscriptions`,
    form: {
      object: 'page',
      callback_url: 'https://example.org/hook',
      fields: 'feed,messages',
      include_values: 'true',
      verify_token: 'v3rify',
    },
  },
  {
    method: 'removeAppSubscription',
    call: (graph) => graph.removeAppSubscription(app, 'page'),
    answer: done,
    sent: `DELETE ${facebook}/${appId}/subscriptions`,
    query: { object: 'page' },
  },
  {
    method: 'listAgencies',
    call: (graph) => graph.listAgencies(identity, { kind: 'catalog', id: '3' }),
    answer: list,
    sent: `GET ${facebook}/3/agencies`,
    query: names,
    budget: 'object:3:catalog',
  },
  {
    method: 'shareAsset',
    call: (graph) =>
      graph.shareAsset(identity, { kind: 'ad-account', id: '7' }, { businessId: '9', tasks: ['MANAGE'] }),
    answer: done,
    sent: `POST ${facebook}/act_7/agencies`,
    form: { business: '9', permitted_tasks: tasks },
    budget: 'account:7:ads_management',
  },
  {
    method: 'unshareAsset',
    call: (graph) => graph.unshareAsset(identity, { kind: 'pixel', id: '4' }, '9'),
    answer: done,
    sent: `DELETE ${facebook}/4/agencies`,
    query: { business: '9' },
    budget: 'object:4:ads_management',
  },
  {
    method: 'listBusinessAgencies',
    call: (graph) => graph.listBusinessAgencies(identity, '9'),
    answer: list,
    sent: `GET ${facebook}/9/agencies`,
    query: names,
  },
  {
    method: 'listBusinessClients',
    call: (graph) => graph.listBusinessClients(identity, '9'),
    answer: list,
    sent: `GET ${facebook}/9/clients`,
    query: names,
  },
  {
    method: 'requestClientPage',
    call: (graph) => graph.requestClientPage(identity, '9', { pageId: '5', tasks: ['MANAGE'] }),
    answer: { access_status: 'PENDING' },
    sent: `POST ${facebook}/9/client_pages`,
    form: { page_id: '5', permitted_tasks: tasks },
  },
  {
    method: 'listLeadForms',
    call: (graph) => graph.listLeadForms(page, '5'),
    answer: list,
    sent: `GET ${facebook}/5/leadgen_forms`,
    query: { fields: 'id,name,status' },
    budget: 'object:5:leadgen',
  },
  {
    method: 'listConversations',
    call: (graph) => graph.listConversations(page, '5', 'instagram', { limit: 1 }),
    answer: list,
    sent: `GET ${facebook}/5/conversations`,
    query: { fields: 'id', platform: 'INSTAGRAM', limit: '1' },
    budget: 'object:5:instagram',
  },
  {
    method: 'readInsights',
    call: (graph) => graph.readInsights(page, pageId),
    answer: list,
    sent: `GET ${facebook}/5/insights`,
    query: { metric: 'page_media_view', period: 'day' },
    budget: 'object:5:pages',
  },
  {
    method: 'readInsights',
    call: (graph) => graph.readInsights(identity, { kind: 'ad-account', id: '7' }),
    answer: list,
    sent: `GET ${facebook}/act_7/insights`,
    query: { fields: 'impressions', date_preset: 'yesterday', limit: '1' },
    budget: 'account:7:ads_insights',
  },
  {
    method: 'readPixel',
    call: (graph) => graph.readPixel(identity, '4'),
    answer: { id: '4' },
    sent: `GET ${facebook}/4`,
    budget: 'object:4:ads_management',
  },
  {
    method: 'sendConversions',
    call: (graph) => {
      const events = Buffer.from('{"event_name":"Lead"},{"a":1}');
      return graph.sendConversions(identity, { pixel: '4', events, deduped: true });
    },
    answer: { events_received: 2, fbtrace_id: 'FakeTrace' },
    sent: `POST ${facebook}/4/events`,
    json: { data: [{ event_name: 'Lead' }, { a: 1 }] },
    budget: 'object:4:ads_management',
  },
  {
    method: 'sendConversions',
    call: (graph) =>
      graph.sendConversions(identity, {
        ...{ pixel: '4', events: Buffer.from('{}'), deduped: false },
        ...{ testEventCode: 'TEST"1', partnerAgent: 'fake-partner' },
      }),
    answer: { events_received: 1, messages: ['x', { y: 1 }] },
    sent: `POST ${facebook}/4/events`,
    json: { data: [{}], test_event_code: 'TEST"1', partner_agent: 'fake-partner' },
    budget: 'object:4:ads_management',
  },
  {
    method: 'readDatasetQuality',
    call: (graph) => graph.readDatasetQuality(identity, '4'),
    answer: { web: [] },
    sent: `GET ${facebook}/dataset_quality`,
    budget: 'object:4:ads_management',
  },
];
