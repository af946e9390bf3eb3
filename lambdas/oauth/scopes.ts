import type { AssetKind } from '../foundation/core/ids.ts';

/** How a person or a business comes to us; `system-user` is a pasted token. */
export type Platform = 'facebook' | 'facebook-business' | 'instagram' | 'whatsapp' | 'system-user';

/** Meta's three logins: each has scopes of its own for the same feature. */
type Login = 'facebook' | 'instagram' | 'whatsapp';

const logins: Readonly<Record<Platform, Login>> = {
  facebook: 'facebook',
  'facebook-business': 'facebook',
  'system-user': 'facebook',
  instagram: 'instagram',
  whatsapp: 'whatsapp',
};

/** What a feature wants of each login that has it, and the asset without which it is nothing. */
interface Feature extends Readonly<Partial<Record<Login, readonly string[]>>> {
  readonly needs: AssetKind;
}

const pageList = 'pages_show_list';
const pageWebhooks = 'pages_manage_metadata';
const instagramBasic = 'instagram_basic';
const instagramLogin = 'instagram_business_basic';
const waba = 'whatsapp_business_management';

/**
 * Scopes by feature (fact sheet §2, the Instagram Login's from §1), read-only features first: start low, grow. A WABA
 * is only found through its business, save at Embedded Signup, whose token names it. That `conversions` wants
 * `ads_management` is from memory there.
 */
const table = {
  pages: { facebook: [pageList, 'pages_read_engagement'], needs: 'page' },
  'page-insights': { facebook: [pageList, 'pages_read_engagement', 'read_insights'], needs: 'page' },
  insights: { facebook: ['ads_read'], needs: 'ad_account' },
  instagram: { facebook: [pageList, instagramBasic], instagram: [instagramLogin], needs: 'instagram' },
  'instagram-insights': {
    facebook: [pageList, instagramBasic, 'instagram_manage_insights'],
    instagram: [instagramLogin, 'instagram_business_manage_insights'],
    needs: 'instagram',
  },
  business: { facebook: ['business_management'], needs: 'business' },
  leads: { facebook: [pageList, pageWebhooks, 'pages_manage_ads', 'leads_retrieval'], needs: 'page' },
  conversions: { facebook: ['ads_management', 'business_management'], needs: 'pixel' },
  catalog: { facebook: ['catalog_management', 'business_management'], needs: 'catalog' },
  messaging: { facebook: [pageList, pageWebhooks, 'pages_messaging'], needs: 'page' },
  'utility-messaging': {
    facebook: [pageList, pageWebhooks, 'pages_messaging', 'pages_utility_messaging'],
    needs: 'page',
  },
  'instagram-messaging': {
    facebook: [pageList, pageWebhooks, instagramBasic, 'instagram_manage_messages'],
    instagram: [instagramLogin, 'instagram_business_manage_messages'],
    needs: 'instagram',
  },
  'instagram-comments': {
    facebook: [pageList, pageWebhooks, instagramBasic, 'instagram_manage_comments'],
    instagram: [instagramLogin, 'instagram_business_manage_comments'],
    needs: 'instagram',
  },
  whatsapp: {
    facebook: [waba, 'whatsapp_business_messaging', 'business_management'],
    whatsapp: [waba, 'whatsapp_business_messaging'],
    needs: 'whatsapp',
  },
  'whatsapp-events': {
    facebook: [waba, 'whatsapp_business_manage_events', 'business_management'],
    whatsapp: [waba, 'whatsapp_business_manage_events'],
    needs: 'whatsapp',
  },
  ads: { facebook: ['ads_read', 'ads_management'], needs: 'ad_account' },
  'instagram-publishing': { instagram: [instagramLogin, 'instagram_business_content_publish'], needs: 'instagram' },
} as const satisfies Record<string, Feature>;

/** Something an app can want to do with a connection. */
export type FeatureName = keyof typeof table;

const byName: ReadonlyMap<string, Feature> = new Map(Object.entries(table));

/** All features, read-only ones first. */
export const featureNames = Object.keys(table).filter((name): name is FeatureName => byName.has(name));

/** The scopes of one feature; undefined when the platform has no such feature. */
export const scopesOf = (platform: Platform, feature: string): readonly string[] | undefined =>
  byName.get(feature)?.[logins[platform]];

/** The scopes of all these features, each once, in the order in which features ask for them. */
export const askedFor = (platform: Platform, features: readonly string[]): string[] => [
  ...new Set(features.flatMap((feature) => scopesOf(platform, feature) ?? [])),
];

/** The kind of asset that a feature works on. */
export const assetOf = (feature: string): AssetKind | undefined => byName.get(feature)?.needs;

/** The features that a pasted token can serve: those of which it has every scope. */
export const featuresOf = (platform: Platform, granted: readonly string[]): FeatureName[] =>
  featureNames.filter((feature) => scopesOf(platform, feature)?.every((scope) => granted.includes(scope)));
