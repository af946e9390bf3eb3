/** The demo shop's assets: invented ids that occur in no published sample. */
export const SHOP = {
  name: 'Lumen & Leaf',
  page: '990000000000001',
  instagram: '990000000000002',
  whatsapp: '990000000000003',
  adAccount: '990000000000004',
  user: '990000000000005',
  phoneNumberId: '990000000000006',
  phone: '15555550100',
  app: '990000000000007',
} as const;

/** A Page that no workspace owns. */
export const STRANGER_PAGE = '990000000000099';

/** The arguments of `ctl assets link` that make the shop's assets known. */
export const LINKS = [
  `page:${SHOP.page}`,
  `instagram:${SHOP.instagram}`,
  `whatsapp:${SHOP.whatsapp}`,
  `ad_account:${SHOP.adAccount}`,
  `user:${SHOP.user}`,
];

/** What `assetId` of an event of the demo may be. */
export const OUR_ASSETS: ReadonlySet<string> = new Set([
  SHOP.page,
  SHOP.instagram,
  SHOP.whatsapp,
  SHOP.adAccount,
  SHOP.user,
  SHOP.phoneNumberId,
]);
