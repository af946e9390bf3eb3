import { demandCustomer } from './customer-rules.ts';
import { type ConversionEvent, invalid, isGiven, isRaw, type Raw, requiredOf } from './event.ts';
import { demandSource } from './source-rules.ts';

const DAY = 86_400;
/** How far ahead of Meta's clock an event may be, in seconds. */
const AHEAD = 60;

const ageOf = (source: string): number => (source === 'physical_store' ? 62 : 7);

/** The event, held against every rule of fact sheet §9; `now` in seconds. Throws what Meta says to the first one it breaks. */
export function eventOf(raw: Raw, now: number): ConversionEvent {
  const event = requiredOf(raw);
  demandTime(event, now);
  demandValue(event);
  demandSource(event);
  demandCustomer(event.customer);
  demandOptions(raw);
  return event;
}

function demandTime({ time, source }: ConversionEvent, now: number): void {
  if (time > now + AHEAD) {
    throw invalid(
      'Event Timestamp in the Future',
      'event_time lies in the future. Enter a timestamp that has occurred.',
    );
  }
  const days = ageOf(source);
  if (time >= now - days * DAY) return;
  throw invalid(
    'Event Timestamp Too Old',
    `The timestamp for this event is too far in the past. Events need to be sent from your server within ${days} days ` +
      `of when they occurred. Enter a timestamp that has occurred within the last ${days} days.`,
    2804003,
  );
}

const isNumber = (value: unknown): boolean =>
  (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));

function demandValue({ name, raw: { custom_data: given } }: ConversionEvent): void {
  if (isGiven(given) && !isRaw(given)) throw invalid('Invalid Custom Data', 'custom_data must be an object.');
  if (name !== 'Purchase') return;
  const { value, currency } = isRaw(given) ? given : {};
  if (!isNumber(value)) {
    throw invalid(
      'Missing Value for Purchase Event',
      'Your purchase event doesn’t include a value parameter. Enter a value. For example: 1.99',
      2804009,
    );
  }
  if (typeof currency === 'string' && /^[a-z]{3}$/i.test(currency)) return;
  throw invalid(
    'Missing Currency for Purchase Event',
    'Your purchase event doesn’t include a currency parameter. Enter an ISO 4217 code. For example: USD',
    2804009,
  );
}

/** Limited Data Use: who names a country must name a state. */
function demandOptions(raw: Raw): void {
  const { data_processing_options_country: country, data_processing_options_state: state } = raw;
  if (!isGiven(country) || isGiven(state)) return;
  throw invalid('Missing State', 'data_processing_options_country needs data_processing_options_state beside it.');
}
