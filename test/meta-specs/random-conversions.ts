import fc from 'fast-check';
import { actionSources } from '../../lambdas/capi/conversion-event.ts';

/** The moment at which the generated events are sent, milliseconds since 1970. */
export const now = Date.parse('2026-11-21T12:00:00Z');
const seconds = now / 1000;

/** A value, or a list of some, as `user_data` takes them; of `rare` ones few, since the SDK throws at them. */
const some = (values: readonly string[], rare: readonly string[] = values) => {
  const usual = fc.constantFrom(...values);
  const one = fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...rare) });
  return fc.oneof(one, one, fc.array(one, { minLength: 1, maxLength: 3 }));
};
const from = fc.constantFrom;
const optional = <T extends Record<string, fc.Arbitrary<unknown>>>(members: T) =>
  fc.record(members, { requiredKeys: [] });
const word = fc.stringMatching(/^[a-z]{1,12}$/);
const wordsOf = (names: string) => Object.fromEntries(names.split(' ').map((name) => [name, word]));
/** Latin letters in any case: what both sides hash alike. */
const name = fc.stringMatching(/^[A-Za-z]{1,12}$/);
const sha256 = 'AB'.repeat(32);
const md5 = 'cd'.repeat(16);

const plainUserData = {
  client_ip_address: from('192.0.2.7', '2001:db8::7', '192.0.2.7, 192.0.2.8'),
  fbc: from('fb.1.1795262400000.AbC_d', 'fb.1.1795262400000.AbC_d.AQ', 'AbC_d'),
  fbp: from('fb.1.1795262400000.1234567890', ' fb.1.1795262400000.1234567890 '),
  subscription_id: word,
  fb_login_id: from(990000000000005, '990000000000005'),
  lead_id: from(990000000000071, '990000000000071', '71'),
  anon_id: word,
  madid: from('00000000-0000-4000-8000-000000000007'),
  page_id: from('990000000000001', 990000000000001),
  page_scoped_user_id: from('9910000000000011'),
  ctwa_clid: word,
  ig_account_id: from('990000000000002'),
  ig_sid: from('9920000000000011'),
  instagram_business_account_id: from('990000000000002'),
  whatsapp_business_account_id: from('990000000000003'),
};

const hashedUserData = {
  em: some(['ada@example.com', ' Ada@Example.COM ', sha256, md5], ['not an address']),
  ph: some(
    [
      ...['+1 (555) 555-0116', '15555550116', '+49 30 5550100', '0049 30 5550100', '+1.555.555.0116'],
      ...['+49 (0)30 5550100', '030 5550100', sha256],
    ],
    ['123'],
  ),
  fn: fc.oneof(name, some(['Anne-Marie', ' ADA ', '見本', 'Zoë', 'Zoe\u0308', '!', sha256, `${sha256}.AQABAAAA`])),
  ln: fc.oneof(name, some(["O'Neill", 'De la Cruz', 'Quill', ' '])),
  ge: some(['f', 'Female', 'm', 'Male', 'mother', 'x']),
  db: some(['19900131', '1990-01-31', '31/01/1990', '18000101']),
  ct: fc.oneof(name, some(['Exampleton', 'St. Gallen', "L'Aquila", 'München', '29 Palms', 'Area 51', '東京'])),
  st: some(['CA', 'ca', 'California', 'Île-de-France', 'New South Wales', "Hawai'i"]),
  zp: some(['94025', '94025-1234', '940251234', 'SW1A 1AA', '1234-567', '1']),
  country: some(['US', 'us', 'de', 'GB', 'pt'], ['Germany', 'uk']),
  external_id: some(['customer-1', ' Customer 1 ', sha256, sha256.toLowerCase()]),
};

/** Members that only the SDK knows. */
const foreignUserData = {
  f5first: word,
  f5last: word,
  fi: word,
  dobd: from('31'),
  dobm: from('1'),
  doby: from('1990'),
  app_user_id: word,
};

const amount = from<string | number>(12.5, 0, 7, '12.90');
const content = fc.record(
  {
    id: from<string | number>('fern-lamp', 'cactus-s', 7),
    quantity: fc.nat(3),
    item_price: amount,
    delivery_category: from('in_store', 'curbside', 'home_delivery'),
  },
  { requiredKeys: ['id'] },
);
const foreignContent = wordsOf('title description brand category');
const customDataOf = {
  value: amount,
  currency: from(...Array(9).fill('EUR'), 'usd', 'Jpy', 'XQQ'),
  content_ids: fc.array(from<string | number>('fern-lamp', 'cactus-s', 7), { maxLength: 3 }),
  contents: fc.array(content, { maxLength: 3 }),
  content_type: from('product', 'product_group'),
  content_name: word,
  content_category: word,
  order_id: from<string | number>('order-1', 7),
  num_items: fc.nat(3),
  search_string: word,
  status: from<string | boolean>('done', true, false),
  predicted_ltv: amount,
  net_revenue: amount,
  lead_event_source: word,
  event_source: from('crm'),
  item_number: from<string | number>('item-1', 7),
  customer_segmentation: from('new_customer'),
};

const appData = fc.record(
  {
    advertiser_tracking_enabled: from<boolean | number>(true, false, 0, 1),
    application_tracking_enabled: from<boolean | number>(true, false, 0, 1),
    extinfo: from('a2', 'i2').map((version) => [
      version,
      ...'example.app 1 1.2 16 Fake en_US CET none'.split(' '),
      ...[320, 568, '2', 2, 13, 8, 'CET'],
    ]),
    ...wordsOf('campaign_ids install_referrer installer_package receipt_data url_schemes windows_attribution_id'),
    consider_views: fc.boolean(),
    include_dwell_data: fc.boolean(),
    include_video_data: fc.boolean(),
  },
  { requiredKeys: ['advertiser_tracking_enabled', 'application_tracking_enabled', 'extinfo'] },
);

const limitedUse = from(
  {},
  { data_processing_options: [] },
  { data_processing_options: ['LDU'], data_processing_options_country: 0, data_processing_options_state: 0 },
  { data_processing_options: ['LDU'], data_processing_options_country: 1, data_processing_options_state: 1000 },
);
const channels = {
  messenger: { page_id: '990000000000001', page_scoped_user_id: '9910000000000011' },
  whatsapp: { whatsapp_business_account_id: '990000000000003', ctwa_clid: 'DemoClick' },
  instagram: { instagram_business_account_id: '990000000000002', ig_sid: '9920000000000011' },
} as const;

const rest = optional({
  event_id: word,
  event_source_url: from('https://shop.example/thanks'),
  opt_out: fc.boolean(),
  referrer_url: from('https://search.example/'),
  customer_segmentation: from('new_customer'),
  original_event_data: fc.record({ event_name: word, event_time: fc.constant(seconds - 90) }),
  attribution_data: fc.record({ attribution_share: from(0.5, 0), ad_id: from('990000000000099') }),
  advanced_measurement_table: word,
  app_data: appData,
});

/** Few events have what only the SDK knows: we refuse those. */
const rarely = (members: Record<string, fc.Arbitrary<unknown>>) =>
  fc.oneof({ weight: 19, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: optional(members) });

/** An event by its parts, with what its place and its name demand. */
export const conversion: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    name: from('Purchase', 'PageView', 'Lead', 'Demo Shown'),
    time: from<string | number>(seconds - 60, String(seconds - 60), now - 60_000),
    source: from(...actionSources),
    channel: from('messenger', 'whatsapp', 'instagram'),
    agent: fc.option(from('FakeBrowser/1.0')),
    hashed: optional(hashedUserData),
    plain: optional(plainUserData),
    foreign: rarely(foreignUserData),
    custom: fc.option(optional(customDataOf)),
    own: fc.option(fc.record({ my_own: fc.oneof(word, fc.integer()) })),
    foreignContent: rarely(foreignContent),
    delivery: rarely({ delivery_category: from('in_store') }),
    app: appData,
    limitedUse,
    rest,
    atEvent: rarely({ advertiser_tracking_enabled: fc.boolean() }),
  })
  .map(({ name: event_name, time: event_time, source: action_source, channel, ...parts }) => {
    const chat = action_source === 'business_messaging';
    const website = action_source === 'website';
    const buys = event_name === 'Purchase' ? { value: 12.5, currency: 'EUR' } : {};
    const mine = event_name === 'Demo Shown' ? parts.own : {};
    const custom = { ...buys, ...parts.custom, ...mine, ...parts.delivery };
    const foreign = Object.keys(parts.foreignContent).length > 0;
    const contents = foreign ? { contents: [{ id: 'fern-lamp', ...parts.foreignContent }] } : {};
    return {
      ...parts.rest,
      ...parts.limitedUse,
      ...parts.atEvent,
      ...(website ? { event_source_url: 'https://shop.example/' } : {}),
      ...(action_source === 'app' ? { app_data: parts.app } : {}),
      ...(chat ? { messaging_channel: channel } : {}),
      event_name,
      event_time,
      action_source,
      user_data: {
        // Somebody to be found by, whatever else is there.
        anon_id: 'visitor-1',
        ...(website || parts.agent ? { client_user_agent: 'FakeBrowser/1.0' } : {}),
        ...parts.plain,
        ...parts.hashed,
        ...parts.foreign,
        ...(chat ? channels[channel] : {}),
      },
      ...(Object.keys(custom).length > 0 || parts.custom || foreign ? { custom_data: { ...custom, ...contents } } : {}),
    };
  });
