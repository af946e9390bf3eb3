import { listParam } from '../http/graph-request.ts';
import { badParameter, noScope } from '../http/refusal.ts';
import { adInsights } from './ad-insights.ts';
import type { Edge, Edges } from './edge.ts';

const ADS = ['ads_read', 'ads_management'];

const leadForms: Edge['run'] = ({ meta, node }) => ({
  things: meta.world.of('lead_form').filter(({ page }) => page === node.id),
});

const PLATFORM_SCOPES: Readonly<Record<string, string>> = {
  messenger: 'pages_messaging',
  instagram: 'instagram_manage_messages',
};

/** One conversation, so that a probe has something to see. */
const conversations: Edge['run'] = ({ caller, node, params, meta }) => {
  const platform = (params.platform ?? 'messenger').toLowerCase();
  const scope = PLATFORM_SCOPES[platform];
  if (scope === undefined) throw badParameter('Param platform must be one of {INSTAGRAM, MESSENGER}');
  if (!caller.scopes.has(scope)) throw noScope([scope], 200);
  const link = `/${node.id}/inbox/${platform}`;
  return { rows: [{ id: `t_${node.id}`, link, updated_time: new Date(meta.clock.now()).toISOString() }] };
};

/** Metrics of a Page that live, and so do not fail the whole call (fact sheet §1, "Page insights"). */
const PAGE_METRICS = [
  'page_media_view',
  'page_total_media_view_unique',
  'page_follows',
  'page_daily_follows',
  'page_daily_follows_unique',
  'page_post_engagements',
  'page_views_total',
];
const PERIODS = ['day', 'week', 'days_28', 'month', 'lifetime', 'total_over_range'];

const pageInsights: Edge['run'] = ({ meta, node, params }) => {
  const metrics = listParam(params, 'metric');
  const period = params.period ?? 'day';
  if (metrics.length === 0 || metrics.some((metric) => !PAGE_METRICS.includes(metric))) {
    throw badParameter('The value must be a valid insights metric');
  }
  if (!PERIODS.includes(period)) throw badParameter(`Param period must be one of {${PERIODS.join(', ')}}`);
  const end_time = new Date(meta.clock.now()).toISOString().replace(/\.\d+Z$/, '+0000');
  const rows = metrics.map((name) => ({
    name,
    period,
    values: [{ value: 42, end_time }],
    title: name,
    id: `${node.id}/insights/${name}/${period}`,
  }));
  return { rows };
};

const pixels: Edge['run'] = ({ meta, node }) => ({
  things: meta.world.of('pixel').filter(({ adAccounts }) => adAccounts.includes(node.id)),
});

/** Cheap reads that tell whether a feature works for an asset. */
export const PROBE_EDGES: Edges = {
  'page/leadgen_forms GET': {
    scopes: ['leads_retrieval', 'pages_manage_ads'],
    tasks: ['ADVERTISE', 'MANAGE'],
    run: leadForms,
  },
  'page/conversations GET': { tasks: ['MESSAGING'], run: conversations },
  'page/insights GET': { scopes: ['read_insights'], code: 10, tasks: ['ANALYZE'], tokens: ['page'], run: pageInsights },
  'ad_account/adspixels GET': { scopes: ADS, run: pixels },
  'ad_account/insights GET': { scopes: ADS, run: adInsights },
};
