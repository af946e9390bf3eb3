import { badParameter } from '../http/refusal.ts';
import type { Edge } from './edge.ts';

/** One row's figures: strings, as Meta's all are (fact sheet §6); invented. */
const FIGURES: Readonly<Record<string, string>> = {
  impressions: '1280',
  spend: '12.34',
  clicks: '64',
  reach: '1100',
  ctr: '5',
  cpc: '0.192813',
  cpm: '9.640625',
  frequency: '1.163636',
};
const DAY_MS = 86_400_000;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The range asked for, or the last 30 days; throws code 100 for a broken `time_range`. */
function rangeOf(timeRange: string | undefined, now: number): { date_start: string; date_stop: string } {
  if (timeRange === undefined) return { date_start: dayOf(now - 30 * DAY_MS), date_stop: dayOf(now - DAY_MS) };
  const [since, until] = ['since', 'until'].map(
    (name) => new RegExp(`"?${name}"?\\s*:\\s*"?(\\d{4}-\\d\\d-\\d\\d)`).exec(timeRange)?.[1],
  );
  if (!since || !until) throw badParameter('Must be a date representation in the format YYYY-MM-DD');
  return { date_start: since, date_stop: until };
}

/** One row for the whole account: enough to see whether insights can be read. */
export const adInsights: Edge['run'] = ({ meta, node, params }) => {
  const known: Record<string, unknown> = { ...FIGURES, account_id: node.id, account_name: node.fields.name };
  const fields = (params.fields ?? 'impressions,spend').replace(/[[\]"\s]/g, '').split(',');
  const wrong = fields.find((field) => !Object.hasOwn(known, field) && !field.startsWith('date_'));
  if (wrong !== undefined) throw badParameter(`${wrong} is not valid for fields param.`);
  const figures = Object.fromEntries(fields.map((field) => [field, known[field]]));
  return { rows: [{ ...figures, ...rangeOf(params.time_range, meta.clock.now()) }] };
};
