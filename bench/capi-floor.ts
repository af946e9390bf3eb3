import { hash } from 'node:crypto';
import type { ShopEvent } from './capi-events.ts';

const sha = (text: string) => hash('sha256', text);

/**
 * The least that a request of Meta's costs: for each event ten SHA-256 of values that are in their normal form already
 * and one `JSON.stringify`, for it has to stand alone until it is known with which others it goes; then the bytes.
 */
export function requestFloor(events: readonly ShopEvent[]): Buffer {
  return Buffer.from(`{"data":[${events.map((event) => JSON.stringify(wireFloor(event))).join(',')}]}`);
}

function wireFloor({ raw, person }: ShopEvent) {
  const { em, ph, fn, ln, ge, db, ct, st, zp, country } = person;
  const { client_ip_address, client_user_agent, fbp, fbc } = raw.user_data;
  return {
    event_id: raw.event_id,
    event_name: raw.event_name,
    event_time: raw.event_time,
    action_source: raw.action_source,
    event_source_url: raw.event_source_url,
    user_data: {
      em: sha(em),
      ph: sha(ph),
      fn: sha(fn),
      ln: sha(ln),
      ge: sha(ge),
      db: sha(db),
      ct: sha(ct),
      st: sha(st),
      zp: sha(zp),
      country: sha(country),
      client_ip_address,
      client_user_agent,
      fbp,
      fbc,
    },
    custom_data: raw.custom_data,
  };
}
