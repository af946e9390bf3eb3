import * as z from 'zod/mini';
import { whenNeeded } from '../../core/when-needed.ts';
import { objectBudget } from '../wire/budget-keys.ts';
import type { Send } from '../wire/graph-call.ts';
import { pathId } from '../wire/path-id.ts';
import type { ConversionBatch, ConversionCalls, ConversionReceipt } from './conversion-calls.ts';
import { read } from './edge-call.ts';

const receipt = whenNeeded(() =>
  z.pipe(
    z.looseObject({
      events_received: z.int(),
      messages: z.optional(z.array(z.unknown())),
      fbtrace_id: z.optional(z.string()),
    }),
    z.transform(
      ({ events_received, messages = [], fbtrace_id }): ConversionReceipt => ({
        eventsReceived: events_received,
        messages: messages.map((message) => (typeof message === 'string' ? message : JSON.stringify(message))),
        fbtraceId: fbtrace_id ?? null,
      }),
    ),
  ),
);

const quality = whenNeeded(() =>
  z.pipe(
    z.looseObject({ web: z._default(z.array(z.record(z.string(), z.unknown())), []) }),
    z.transform(({ web }) => web),
  ),
);

/** All that Meta tells of a dataset (fact sheet §9, whose working examples spell it `dedupe_key_feedback`). */
const qualityFields = [
  'event_name',
  'event_match_quality{composite_score,match_key_feedback{identifier,coverage{percentage},' +
    'potential_aly_acr_increase{percentage,description}},' +
    'diagnostics{name,description,solution,percentage,affected_event_count,total_event_count}}',
  'event_coverage{percentage,goal_percentage,description}',
  'dedupe_key_feedback{dedupe_key,browser_events_with_dedupe_key{percentage},' +
    'server_events_with_dedupe_key{percentage},overall_browser_coverage_from_dedupe_key{percentage}}',
  'data_freshness{upload_frequency,description}',
  'event_potential_aly_acr_increase{percentage}',
  'acr',
].join(',');

const head = Buffer.from('{"data":[');

/** The body: the events are JSON already, and a megabyte and more, which nobody copies. */
function bodyOf({ events, testEventCode, partnerAgent }: ConversionBatch): readonly Buffer[] {
  const test = testEventCode === undefined ? '' : `,"test_event_code":${JSON.stringify(testEventCode)}`;
  const agent = partnerAgent === undefined ? '' : `,"partner_agent":${JSON.stringify(partnerAgent)}`;
  return [head, events, Buffer.from(`]${test}${agent}}`)];
}

/** The calls over a sender. They have no limit of their own at Meta and count as Marketing calls (fact sheet §4). */
export const conversionCalls = (send: Send): ConversionCalls => ({
  sendConversions: async (identity, batch) =>
    send({
      name: 'sendConversions',
      effect: batch.deduped ? 'set' : 'once',
      method: 'POST',
      surface: 'conversions',
      path: `/${pathId(batch.pixel)}/events`,
      json: bodyOf(batch),
      speaker: { identity },
      keys: objectBudget(identity, batch.pixel, 'ads_management'),
      answer: receipt(),
    }),
  readDatasetQuality: async (identity, dataset) => {
    const params = { dataset_id: pathId(dataset), fields: `web{${qualityFields}}` };
    const keys = objectBudget(identity, dataset, 'ads_management');
    return send({
      ...read(identity, 'readDatasetQuality', '/dataset_quality', params, quality(), keys),
      surface: 'marketing',
    });
  },
});
