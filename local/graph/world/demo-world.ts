import type { ThingPart } from './things.ts';

const SHOP = '990000000000100';
const PARTNER = '990000000000200';
const ADA = '990000000000005';

/** Every task of a Page (fact sheet §2). */
export const PAGE_TASKS = ['ANALYZE', 'ADVERTISE', 'MESSAGING', 'MODERATE', 'CREATE_CONTENT', 'MANAGE'];

const CONFIGURED = [
  'business_management',
  'pages_show_list',
  'pages_read_engagement',
  'pages_manage_metadata',
  'ads_read',
];
const WHATSAPP = ['whatsapp_business_management', 'whatsapp_business_messaging'];

const APPS: ThingPart[] = [
  {
    kind: 'app',
    id: '1234567890',
    fields: { name: 'Demo app' },
    configurations: {
      '990000000000061': { scopes: CONFIGURED },
      '990000000000062': { scopes: WHATSAPP },
    },
  },
  { kind: 'app', id: '1234567891', platform: 'instagram', fields: { name: 'Demo app-IG' } },
];

const PEOPLE: ThingPart[] = [
  { kind: 'business', id: SHOP, fields: { name: 'Lumen & Leaf', verification_status: 'verified' } },
  { kind: 'business', id: PARTNER, fields: { name: 'Northlight Partners', verification_status: 'verified' } },
  {
    kind: 'user',
    id: ADA,
    fields: { name: 'Ada Example', email: 'ada@shop.invalid' },
    businesses: { [SHOP]: 'ADMIN' },
    tasks: {
      '990000000000001': PAGE_TASKS,
      '990000000000011': PAGE_TASKS,
      '990000000000012': ['ANALYZE', 'ADVERTISE'],
    },
  },
  {
    kind: 'user',
    id: '990000000000015',
    fields: { name: 'Ben Example' },
    businesses: { [SHOP]: 'EMPLOYEE' },
    tasks: { '990000000000001': ['ANALYZE'] },
  },
  {
    kind: 'system_user',
    id: '990000000000051',
    fields: { name: 'Shop server' },
    business: SHOP,
    role: 'ADMIN',
    apps: ['1234567890'],
    tasks: { '990000000000001': PAGE_TASKS, '990000000000004': ['MANAGE', 'ADVERTISE', 'ANALYZE'] },
  },
];

const phoneNumber = (id: string, display: string): ThingPart => ({
  kind: 'phone_number',
  id,
  waba: '990000000000003',
  fields: {
    display_phone_number: display,
    verified_name: 'Lumen & Leaf',
    quality_rating: 'GREEN',
    code_verification_status: 'VERIFIED',
    platform_type: 'CLOUD_API',
  },
});

const CHANNELS: ThingPart[] = [
  {
    kind: 'page',
    id: '990000000000001',
    fields: { name: 'Lumen & Leaf', category: 'Shopping & retail', fan_count: 1200, followers_count: 1250 },
    owner: SHOP,
    instagram: '990000000000002',
  },
  {
    kind: 'page',
    id: '990000000000011',
    fields: { name: 'Lumen & Leaf Outlet', category: 'Outlet store', fan_count: 150, followers_count: 160 },
    owner: SHOP,
    instagram: '990000000000022',
  },
  {
    kind: 'page',
    id: '990000000000012',
    fields: { name: 'Northlight Studio', category: 'Design agency', fan_count: 80, followers_count: 90 },
    owner: PARTNER,
    agencies: { [SHOP]: ['ANALYZE', 'ADVERTISE'] },
  },
  {
    kind: 'instagram',
    id: '990000000000002',
    fields: { username: 'lumen.and.leaf', name: 'Lumen & Leaf', account_type: 'BUSINESS', followers_count: 2300 },
    owner: SHOP,
    scopedId: '990000000000902',
  },
  {
    kind: 'instagram',
    id: '990000000000022',
    fields: { username: 'lumen.outlet', name: 'Lumen & Leaf Outlet', account_type: 'BUSINESS', followers_count: 310 },
    owner: SHOP,
    scopedId: '990000000000922',
  },
  {
    kind: 'waba',
    id: '990000000000003',
    fields: { name: 'Lumen & Leaf', currency: 'EUR', timezone_id: '1', account_review_status: 'APPROVED' },
    owner: SHOP,
  },
  phoneNumber('990000000000006', '+1 555-555-0100'),
  phoneNumber('990000000000016', '+1 555-555-0101'),
  {
    kind: 'lead_form',
    id: '990000000000071',
    page: '990000000000001',
    fields: { name: 'Newsletter', status: 'ACTIVE', leads_count: 12, expired_leads_count: 0, locale: 'en_US' },
  },
];

const ADVERTISING: ThingPart[] = [
  {
    kind: 'ad_account',
    id: '990000000000004',
    fields: {
      name: 'Lumen & Leaf ads',
      account_status: 1,
      currency: 'EUR',
      timezone_name: 'Europe/Berlin',
      amount_spent: '123456',
      balance: '0',
    },
    owner: SHOP,
  },
  {
    kind: 'ad_account',
    id: '990000000000014',
    fields: { name: 'Northlight ads', account_status: 1, currency: 'USD', timezone_name: 'America/New_York' },
    owner: PARTNER,
    agencies: { [SHOP]: ['ANALYZE'] },
  },
  {
    kind: 'pixel',
    id: '990000000000031',
    fields: { name: 'Shop pixel' },
    owner: SHOP,
    adAccounts: ['990000000000004'],
  },
  {
    kind: 'pixel',
    id: '990000000000032',
    fields: { name: 'Studio pixel' },
    owner: PARTNER,
    adAccounts: ['990000000000014'],
  },
  {
    kind: 'catalog',
    id: '990000000000041',
    fields: { name: 'Spring range', vertical: 'commerce', product_count: 24 },
    owner: SHOP,
  },
];

/** A small shop and its partner; the ids are the demo's, and every one of them is invented. */
export const DEMO_WORLD: readonly ThingPart[] = [...APPS, ...PEOPLE, ...CHANNELS, ...ADVERTISING];
