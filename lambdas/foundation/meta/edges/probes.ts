import * as z from 'zod/mini';
import { insightsBudget, objectBudget } from '../wire/budget-keys.ts';
import type { Send } from '../wire/graph-call.ts';
import { actId, pathId } from '../wire/path-id.ts';
import { node, pixel } from './account-shapes.ts';
import { pixelFields } from './accounts.ts';
import { read } from './edge-call.ts';
import type { ProbeCalls } from './probe-calls.ts';
import { paged, pageParams } from './shapes.ts';

/** A metric that every Page has today (fact sheet §1). */
const pageMetric = 'page_media_view';

const row = z.record(z.string(), z.unknown());

/** The probe calls over a sender. */
export const probeCalls = (send: Send): ProbeCalls => ({
  listLeadForms: async (identity, pageId, page) => {
    const params = { fields: 'id,name,status', ...pageParams(page) };
    const keys = objectBudget(identity, pageId, 'leadgen');
    return send(read(identity, 'listLeadForms', `/${pathId(pageId)}/leadgen_forms`, params, paged(node), keys));
  },
  listConversations: async (identity, pageId, platform, page) => {
    const params = { fields: 'id', platform: platform.toUpperCase(), ...pageParams(page) };
    const keys = objectBudget(identity, pageId, platform === 'instagram' ? 'instagram' : 'messenger');
    const path = `/${pathId(pageId)}/conversations`;
    return send({ ...read(identity, 'listConversations', path, params, paged(node), keys), surface: 'messenger' });
  },
  readInsights: async (identity, { kind, id }) => {
    if (kind === 'page') {
      const params = { metric: pageMetric, period: 'day' };
      const keys = objectBudget(identity, id, 'pages');
      return send(read(identity, 'readInsights', `/${pathId(id)}/insights`, params, paged(row), keys));
    }
    const params = { fields: 'impressions', date_preset: 'yesterday', limit: '1' };
    const keys = insightsBudget(identity, id);
    const call = read(identity, 'readInsights', `/${actId(id)}/insights`, params, paged(row), keys);
    return send({ ...call, surface: 'marketing' });
  },
  readPixel: async (identity, pixelId) => {
    const keys = objectBudget(identity, pixelId, 'ads_management');
    const call = read(identity, 'readPixel', `/${pathId(pixelId)}`, { fields: pixelFields }, pixel, keys);
    return send({ ...call, surface: 'marketing' });
  },
});
