import type { ActionSource, ConversionEvent } from './conversion-event.ts';
import { ownMembers } from './custom-data.ts';
import type { Problem } from './problem.ts';
import { businessMessagingEvents, lookalikeOf, standardEvents } from './standard-events.ts';

const daySeconds = 24 * 3600;

/** How old an event may be, in seconds: 62 days in a shop, 7 days elsewhere (fact sheet §9). */
export const oldestSeconds = (actionSource: string) => (actionSource === 'physical_store' ? 62 : 7) * daySeconds;

/** Clocks differ by so much, in seconds; Meta refuses what is further ahead. */
const aheadSeconds = 60;

/** Keys of `user_data` that say too little if nothing but these stands there (fact sheet §9). */
const tooWeak: readonly ReadonlySet<string>[] = [
  new Set(['ct', 'country', 'st', 'zp', 'ge', 'client_user_agent']),
  new Set(['db', 'client_user_agent']),
  new Set(['fn', 'ge']),
  new Set(['ln', 'ge']),
];

/** Who a business message was exchanged with, by channel (fact sheet §9). */
const partners = {
  messenger: ['page_id', 'page_scoped_user_id'],
  whatsapp: ['whatsapp_business_account_id', 'ctwa_clid'],
  instagram: ['instagram_business_account_id', 'ig_sid'],
} as const;

type UserData = Readonly<Record<string, unknown>>;
type Rule = (event: ConversionEvent, userData: UserData) => readonly Problem[];

const missing = (path: string, why: string): Problem => ({ path, reason: `is missing: ${why}` });

/** What each place demands besides what every event has. */
const demands: Readonly<Partial<Record<ActionSource, Rule>>> = {
  website: ({ event_source_url }, userData) => [
    ...(event_source_url === undefined ? [missing('event_source_url', 'Meta demands it of the website')] : []),
    ...(userData.client_user_agent === undefined
      ? [missing('user_data.client_user_agent', 'Meta demands it of the website')]
      : []),
  ],
  app: ({ app_data }) => (app_data === undefined ? [missing('app_data', 'Meta demands it of an app')] : []),
  business_messaging: ({ messaging_channel }, userData) => {
    if (messaging_channel === undefined) return [missing('messaging_channel', 'messenger, whatsapp or instagram')];
    return partners[messaging_channel]
      .filter((key) => userData[key] === undefined)
      .map((key) => missing(`user_data.${key}`, `Meta demands it of ${messaging_channel}`));
  },
};

const purchase: Rule = ({ event_name, custom_data }) =>
  event_name === 'Purchase'
    ? (['value', 'currency'] as const)
        .filter((member) => custom_data?.[member] === undefined)
        .map((member) => missing(`custom_data.${member}`, 'a Purchase has a value and a currency'))
    : [];

const own: Rule = ({ event_name, custom_data }) =>
  custom_data !== undefined && standardEvents.has(event_name)
    ? ownMembers(custom_data).map((member) => ({
        path: `custom_data.${member}`,
        reason: `is no member of a standard event; a custom event may have members of its own`,
      }))
    : [];

const limitedUse: Rule = ({ data_processing_options_country: country, data_processing_options_state: state }) => {
  if ((country === undefined) === (state === undefined)) return [];
  const absent = country === undefined ? 'country' : 'state';
  return [missing(`data_processing_options_${absent}`, 'country and state go together')];
};

/** Enough to find the person by; a business message names its partner already. */
const recognisable: Rule = ({ action_source }, userData) => {
  const keys = Object.keys(userData);
  const weak = action_source !== 'business_messaging' && tooWeak.some((set) => keys.every((key) => set.has(key)));
  return weak ? [{ path: 'user_data', reason: 'says too little of the person: Meta refuses this combination' }] : [];
};

const everywhere: readonly Rule[] = [purchase, own, limitedUse, recognisable];

/** Why Meta would refuse an event of the right shape; times are in seconds since 1970. */
export function refusals(event: ConversionEvent, userData: UserData, now: number): readonly Problem[] {
  const found = [...refusedTime(event.event_time, event.action_source, now)];
  for (const rule of everywhere) found.push(...rule(event, userData));
  const local = demands[event.action_source];
  if (local) found.push(...local(event, userData));
  return found;
}

/** Why its time is refused; the place decides how old it may be. */
export function refusedTime(eventTime: number, actionSource: string, now: number): readonly Problem[] {
  const path = 'event_time';
  if (eventTime > now + aheadSeconds) return [{ path, reason: 'lies in the future' }];
  const oldest = oldestSeconds(actionSource);
  return now - eventTime > oldest ? [{ path, reason: `is older than ${oldest / daySeconds} days` }] : [];
}

/** What is taken, but perhaps not meant. */
export function doubts({ event_name, action_source }: ConversionEvent): readonly Problem[] {
  const path = 'event_name';
  if (action_source === 'business_messaging' && !businessMessagingEvents.has(event_name)) {
    return [{ path, reason: 'is none of the names that Meta documents for business messaging' }];
  }
  const meant = lookalikeOf(event_name);
  return meant === undefined ? [] : [{ path, reason: `is a custom event; the standard one is written ${meant}` }];
}
