import { eventsIn } from '../conversions/event-list.ts';
import { eventOf } from '../conversions/event-rules.ts';
import { traceId } from '../http/trace-id.ts';
import type { Edge, Edges } from './edge.ts';

/** One bad event refuses all; so every one is looked at before the first is committed (fact sheet §9). */
const sendEvents: Edge['run'] = ({ meta, node, params, request }) => {
  const raw = eventsIn(params.data);
  const poison = meta.poison.take(raw);
  if (poison) throw poison;
  const now = meta.clock.now() / 1000;
  const events = raw.map((one) => eventOf(one, now));
  const call = meta.calls.idOf(request) ?? '-';
  const by = { pixel: node.id, call, testEventCode: params.test_event_code || null, request };
  meta.quality.count(node.id, meta.conversions.commit(by, events), now);
  return { json: { events_received: events.length, messages: [], fbtrace_id: traceId() } };
};

/** The Conversions API: a dataset is a pixel. Sending is a write, so it needs `ads_management` (fact sheet §2, "Scopes"). */
export const CONVERSION_EDGES: Edges = {
  'pixel/events POST': { scopes: ['ads_management'], run: sendEvents },
};
