import type { Envelope } from '../core/messages.ts';
import { isRecord, textAt } from './json-record.ts';

/** The envelope of a message body, its items still unparsed; undefined for anything else. */
export function readEnvelope(body: string): Envelope<unknown> | undefined {
  const parsed = parse(body);
  if (!isRecord(parsed) || !Array.isArray(parsed.items)) return undefined;
  const { hops, items } = parsed;
  const firstSeenAt = textAt(parsed, 'firstSeenAt');
  const counted = typeof hops === 'number' && Number.isInteger(hops) && hops >= 0;
  return counted && !Number.isNaN(Date.parse(firstSeenAt)) ? { firstSeenAt, hops, items } : undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
