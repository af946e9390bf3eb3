import type { Caller } from './caller.ts';
import type { Bucket, Reading, UseCase } from './usage.ts';

/** `type` of a business use case where Meta's name differs from ours (fact sheet §4: tolerate more than its list). */
const BUC_TYPES: Partial<Record<UseCase, string>> = {
  pages: 'pages',
  messenger: 'messenger',
  leadgen: 'leadgen',
  instagram: 'instagram',
  whatsapp: 'whatsapp_business_management',
  catalog: 'catalog_management',
  ads_management: 'ads_management',
  ads_insights: 'ads_insights',
};

/** At most so many objects in `X-Business-Use-Case-Usage`. */
const MOST_OBJECTS = 32;

const whole = ({ percent }: Reading): number => Math.min(999, Math.floor(percent));

/** The cost in time grows with the calls, a little slower: invented, Meta's figures are its own. */
const counts = (reading: Reading) => ({
  call_count: whole(reading),
  total_cputime: Math.floor(reading.percent * 0.8),
  total_time: Math.floor(reading.percent * 0.9),
});

const tierOf = (useCase: UseCase) => (useCase.startsWith('ads_') ? { ads_api_access_tier: 'standard_access' } : {});

/**
 * The usage headers after a call that counted in `readings`; what is not yet at one percent says nothing (absence is not
 * zero). Business use cases are told for other objects too, as Meta does.
 */
export function usageHeaders(readings: readonly Reading[], others: readonly Reading[] = []): Record<string, string> {
  const seen = readings.filter(({ percent }) => percent >= 1);
  const one = (useCase: UseCase) => seen.find((reading) => reading.useCase === useCase);
  const [app, page, ads, insights] = [one('app'), one('page'), one('ads_management'), one('ads_insights')];
  return {
    ...(app && { 'x-app-usage': JSON.stringify(counts(app)) }),
    ...(page && { 'x-page-usage': JSON.stringify(counts(page)) }),
    ...(ads && { 'x-ad-account-usage': JSON.stringify(accountUsage(ads)) }),
    ...(insights && { 'x-fb-ads-insights-throttle': JSON.stringify(insightsThrottle(insights)) }),
    ...businessUseCases([...seen, ...others.filter(({ percent }) => percent >= 1)]),
  };
}

const accountUsage = (reading: Reading) => ({
  acc_id_util_pct: Math.round(reading.percent * 100) / 100,
  reset_time_duration: reading.regainSeconds,
  ads_api_access_tier: 'standard_access',
});

const insightsThrottle = (reading: Reading) => ({
  app_id_util_pct: Math.round(reading.percent * 10) / 100,
  acc_id_util_pct: Math.round(reading.percent * 100) / 100,
  ads_api_access_tier: 'standard_access',
});

function businessUseCases(seen: readonly Reading[]): Record<string, string> {
  const objects: Record<string, unknown[]> = {};
  for (const reading of seen) {
    const type = BUC_TYPES[reading.useCase];
    if (!type || (objects[reading.object] === undefined && Object.keys(objects).length >= MOST_OBJECTS)) continue;
    const regain = { estimated_time_to_regain_access: reading.regainMinutes };
    objects[reading.object] = [
      ...(objects[reading.object] ?? []),
      { type, ...counts(reading), ...regain, ...tierOf(reading.useCase) },
    ];
  }
  return Object.keys(objects).length === 0 ? {} : { 'x-business-use-case-usage': JSON.stringify(objects) };
}

/**
 * The buckets that a call counts in. Marketing calls are outside the app's limit; Page and system tokens on a Page use
 * its business use case, user tokens the platform's limits (fact sheet §4).
 */
export function bucketsOf(caller: Caller, node: { kind: string; id: string } | null, edge: string | null): Bucket[] {
  const platform: Bucket[] = [
    { useCase: 'app', object: caller.app.id },
    ...(caller.token?.kind === 'user' ? [{ useCase: 'user' as const, object: caller.token.person }] : []),
  ];
  if (node === null) return platform;
  const byKind = BUSINESS[node.kind];
  if (node.kind === 'page') return pageBuckets(caller, node.id, edge, platform);
  return byKind
    ? [{ useCase: edge === 'insights' && node.kind === 'ad_account' ? 'ads_insights' : byKind, object: node.id }]
    : platform;
}

const BUSINESS: Readonly<Record<string, UseCase>> = {
  ad_account: 'ads_management',
  pixel: 'ads_management',
  instagram: 'instagram',
  waba: 'whatsapp',
  phone_number: 'whatsapp',
  catalog: 'catalog',
};

function pageBuckets(caller: Caller, object: string, edge: string | null, platform: Bucket[]): Bucket[] {
  if (caller.token?.kind === 'user' || caller.token === null) return [...platform, { useCase: 'page', object }];
  if (edge === 'leadgen_forms') return [{ useCase: 'leadgen', object }];
  if (edge === 'conversations' || edge === 'messages') return [{ useCase: 'messenger', object }];
  return [{ useCase: 'pages', object }];
}
