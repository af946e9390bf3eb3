import { type ConversionEvent, invalid, isGiven, isRaw } from './event.ts';

/** What names the person in each channel of business messaging (fact sheet §9). */
const CHANNELS: Readonly<Record<string, readonly string[]>> = {
  messenger: ['page_id', 'page_scoped_user_id'],
  whatsapp: ['whatsapp_business_account_id', 'ctwa_clid'],
  instagram: ['instagram_business_account_id', 'ig_sid'],
};

/** What an event needs besides, because of where it happened; throws code 100. */
export function demandSource(event: ConversionEvent): void {
  if (event.source === 'website') demandWebsite(event);
  if (event.source === 'app') demandApp(event);
  if (event.source === 'business_messaging') demandChannel(event);
}

function demandWebsite({ raw, customer }: ConversionEvent): void {
  if (!isGiven(raw.event_source_url)) throw missingFor('website', 'event_source_url');
  if (!isGiven(customer.client_user_agent)) throw missingFor('website', 'user_data.client_user_agent');
}

const isFlag = (value: unknown): boolean => [0, 1, true, false, '0', '1'].some((flag) => flag === value);

function demandApp({ raw: { app_data: app } }: ConversionEvent): void {
  if (!isRaw(app)) throw missingFor('app', 'app_data');
  for (const name of ['advertiser_tracking_enabled', 'application_tracking_enabled']) {
    if (!isFlag(app[name])) throw missingFor('app', `app_data.${name}`);
  }
  const { extinfo } = app;
  if (!Array.isArray(extinfo)) throw missingFor('app', 'app_data.extinfo');
  if (extinfo.length === 16 && (extinfo[0] === 'a2' || extinfo[0] === 'i2')) return;
  throw invalid('Invalid Extended Device Information', 'app_data.extinfo must have 16 values and begin with a2 or i2.');
}

function demandChannel({ raw: { messaging_channel: channel }, customer }: ConversionEvent): void {
  const names = typeof channel === 'string' && Object.hasOwn(CHANNELS, channel) ? CHANNELS[channel] : undefined;
  if (names === undefined) {
    const known = Object.keys(CHANNELS).join(', ');
    throw invalid('Invalid Messaging Channel', `messaging_channel must be one of ${known}.`);
  }
  const lacking = names.find((name) => !isGiven(customer[name]));
  if (lacking !== undefined) throw missingFor(`the channel ${channel}`, `user_data.${lacking}`);
}

const missingFor = (source: string, field: string) =>
  invalid('Missing Required Field', `Your event doesn’t include ${field}, which events of ${source} need.`);
