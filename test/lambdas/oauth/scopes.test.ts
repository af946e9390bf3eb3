import { describe, expect, it } from '@jest/globals';
import { assetGaps, featureGaps, joined, without } from '../../../lambdas/oauth/missing.ts';
import { askedFor, assetOf, featureNames, featuresOf, scopesOf } from '../../../lambdas/oauth/scopes.ts';

/** Fact sheet §2 "Scopes by feature", and §1 for the Instagram Login's. */
const sheet = new Set(
  (
    'ads_read read_insights ads_management business_management pages_show_list pages_manage_metadata ' +
    'pages_read_engagement pages_messaging pages_utility_messaging instagram_basic instagram_manage_messages ' +
    'instagram_manage_insights instagram_manage_comments leads_retrieval pages_manage_ads catalog_management ' +
    'whatsapp_business_management whatsapp_business_messaging whatsapp_business_manage_events ' +
    'instagram_business_basic instagram_business_content_publish instagram_business_manage_messages ' +
    'instagram_business_manage_comments instagram_business_manage_insights'
  ).split(' '),
);
const platforms = ['facebook', 'facebook-business', 'instagram', 'whatsapp', 'system-user'] as const;

describe('what a feature asks for', () => {
  it('is in the fact sheet, every scope of it, and everything of the sheet is asked by something', () => {
    const asked = platforms.flatMap((platform) => askedFor(platform, featureNames));
    expect(asked.length).toBeGreaterThan(40);
    expect(new Set(asked)).toEqual(sheet);
  });

  it('begins with what only reads and grows', () => {
    expect(askedFor('facebook', ['insights'])).toEqual(['ads_read']);
    expect(askedFor('facebook', ['insights', 'ads'])).toEqual(['ads_read', 'ads_management']);
    expect(askedFor('facebook', ['leads'])).toEqual([
      'pages_show_list',
      'pages_manage_metadata',
      'pages_manage_ads',
      'leads_retrieval',
    ]);
    expect(askedFor('instagram', ['instagram-messaging'])).toEqual([
      'instagram_business_basic',
      'instagram_business_manage_messages',
    ]);
    expect(askedFor('whatsapp', ['whatsapp'])).toEqual(['whatsapp_business_management', 'whatsapp_business_messaging']);
  });

  it('is undefined where a platform has no such feature', () => {
    expect(scopesOf('instagram', 'leads')).toBeUndefined();
    expect(scopesOf('whatsapp', 'ads')).toBeUndefined();
    expect(scopesOf('facebook', 'instagram-publishing')).toBeUndefined();
    expect(scopesOf('facebook', 'toString')).toBeUndefined();
  });

  it('tells which features a pasted token serves', () => {
    expect(featuresOf('system-user', ['ads_read', 'ads_management'])).toEqual(['insights', 'ads']);
    expect(featuresOf('system-user', ['public_profile'])).toEqual([]);
  });

  it('needs an asset of one kind', () => {
    expect(featureNames.map(assetOf)).not.toContain(undefined);
  });
});

const consented = {
  platform: 'facebook',
  features: ['pages', 'leads'],
  granted: ['pages_show_list', 'pages_read_engagement', 'pages_manage_metadata', 'pages_manage_ads'],
  declined: ['leads_retrieval'],
} as const;
const row = {
  ...consented,
  features: [...consented.features],
  granted: [...consented.granted],
  declined: ['leads_retrieval'],
};

describe('what a connection lacks', () => {
  it('names the feature that is off, the scope and whether it was declined', () => {
    expect(featureGaps(row)).toEqual([
      {
        what: 'feature:leads',
        why: 'the scope leads_retrieval was declined',
        remedy: 'connect again with the feature leads and leave leads_retrieval ticked',
      },
    ]);
    expect(featureGaps({ ...row, declined: [] })[0]?.why).toBe('the scope leads_retrieval was not granted');
  });

  it('names an asset only for features that are on', () => {
    expect(assetGaps(row, [])).toMatchObject([
      { what: 'asset:page', why: 'no asset of the kind page was shared with us' },
    ]);
    expect(assetGaps(row, ['page'])).toEqual([]);
  });

  it('is said once, and in at most 100 lines', () => {
    const line = (at: number) => ({ what: `asset:page:${at}`, why: 'w', remedy: 'r' });
    expect(joined([line(1)], [line(1), line(2)])).toEqual([line(1), line(2)]);
    expect(
      joined(
        [],
        Array.from({ length: 300 }, (_, at) => line(at)),
      ),
    ).toHaveLength(100);
    expect(without([line(1), { ...line(2), what: 'feature:x' }], 'asset')).toMatchObject([{ what: 'feature:x' }]);
  });
});
