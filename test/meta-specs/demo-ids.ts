/** Ids of the simulator's demo world; all of them invented. */
export const demo = {
  ada: '990000000000005',
  ben: '990000000000015',
  business: '990000000000100',
  partner: '990000000000200',
  page: '990000000000001',
  partnersPage: '990000000000012',
  instagram: '990000000000002',
  waba: '990000000000003',
  phone: '990000000000006',
  adAccount: '990000000000004',
  pixel: '990000000000031',
  catalog: '990000000000041',
  systemUser: '990000000000051',
} as const;

/** Every scope that a call of ours needs (fact sheet §2, "Scopes by feature"). */
export const everyScope = [
  'ads_management',
  'ads_read',
  'business_management',
  'catalog_management',
  'instagram_basic',
  'instagram_business_basic',
  'instagram_business_manage_messages',
  'instagram_manage_messages',
  'leads_retrieval',
  'pages_manage_ads',
  'pages_manage_metadata',
  'pages_messaging',
  'pages_read_engagement',
  'pages_show_list',
  'read_insights',
  'whatsapp_business_management',
  'whatsapp_business_messaging',
];
