import type { Clock } from '../foundation/core/clock.ts';
import { type BrowserIds, browserId, clickOf, fbcAfter, newFbp } from './browser-cookies.ts';
import { type CollectedEvent, isRecord, said } from './collected-event.ts';

/** What a browser tells without being asked. */
export interface Visit {
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  readonly referer: string | undefined;
  readonly ids: BrowserIds;
}

/**
 * The Conversions API's events of a visit, and the ids of its browser afterwards. What the page itself gives of the
 * person stands; ids only if they have the right form.
 */
export function visitEvents(
  events: readonly CollectedEvent[],
  visit: Visit,
  clock: Clock,
): { readonly data: readonly unknown[]; readonly ids: BrowserIds } {
  let { ids } = visit;
  const data = events.map((event) => {
    const { url = visit.referer, click = clickOf(url) } = said({ url: event.event_source_url, click: event.fbclid });
    const given = isRecord(event.user_data) ? event.user_data : {};
    ids = {
      fbp: browserId(given.fbp) ?? ids.fbp ?? newFbp(clock),
      fbc: browserId(given.fbc) ?? fbcAfter(ids.fbc, click, clock.now()),
    };
    return conversionOf(event, url, { ...visit, ids }, clock.now());
  });
  return { data, ids };
}

function conversionOf(event: CollectedEvent, url: unknown, { address, userAgent, ids }: Visit, now: number) {
  const { event_name, event_id, event_time, referrer_url, custom_data } = event;
  const userData = event.user_data ?? {};
  const own = { client_ip_address: address, client_user_agent: userAgent };
  return said({
    event_name,
    event_time: event_time ?? Math.floor(now / 1000),
    event_id,
    action_source: 'website',
    event_source_url: url,
    referrer_url,
    // What is no object is refused as such.
    user_data: isRecord(userData) ? said({ ...own, ...said(userData), ...ids }) : userData,
    custom_data,
  });
}
