import { Refusal } from '../http/refusal.ts';

/** A JSON object of which nothing is known yet. */
export type Raw = Readonly<Record<string, unknown>>;

/** An event that has what every event needs; `raw` is the whole of it, `customer` its `user_data`. */
export type ConversionEvent = {
  raw: Raw;
  name: string;
  /** Null when it has none: Meta cannot dedupe it. */
  id: string | null;
  /** Seconds since 1970. */
  time: number;
  source: string;
  customer: Raw;
};

/** Where a conversion may come from (fact sheet §9, "Event keys"). */
const SOURCES = [
  'email',
  'website',
  'app',
  'phone_call',
  'chat',
  'physical_store',
  'system_generated',
  'business_messaging',
  'other',
];

/**
 * The refusal of an event, in the envelope of the samples. It does not say which event it was: Meta does not either, so
 * senders must look for it.
 */
export const invalid = (title: string, userMessage: string, subcode?: number): Refusal =>
  new Refusal(100, 'Invalid parameter', { title, userMessage, transient: false, ...(subcode ? { subcode } : {}) });

export const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null, an empty text and an empty list count as left out. */
export const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

/** An event by what all of them need; throws code 100. */
export function requiredOf(raw: Raw): ConversionEvent {
  const { event_name: name, event_time: time, action_source: source, user_data: customer, event_id: id } = raw;
  if (typeof name !== 'string' || name === '') throw missingField('event_name');
  if (!isGiven(time)) throw missingField('event_time');
  if (!isGiven(source)) throw missingField('action_source');
  if (!isRaw(customer)) throw missingField('user_data');
  if (typeof time !== 'number' || !Number.isInteger(time)) {
    throw invalid('Invalid Event Timestamp', 'event_time must be a Unix timestamp in whole seconds.');
  }
  if (typeof source !== 'string' || !SOURCES.includes(source)) {
    throw invalid('Invalid Action Source', `action_source must be one of ${SOURCES.join(', ')}.`);
  }
  return { raw, name, id: isGiven(id) ? String(id) : null, time, source, customer };
}

const missingField = (field: string): Refusal =>
  invalid('Missing Required Field', `Your event doesn’t include ${field}, which every event needs.`);
