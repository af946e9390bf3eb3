import { SHOP } from './assets.ts';
import { PEOPLE, type Person } from './people.ts';

/** One conversion as the shop's own server would hand it in, in Meta's field names. */
export type Conversion = {
  event_name: string;
  event_time: number;
  action_source: string;
  user_data: Record<string, unknown>;
  event_id?: string;
  event_source_url?: string;
  messaging_channel?: string;
  custom_data?: Record<string, unknown>;
};

/** An hour of the shop's conversions. */
export type ShopHour = {
  /** In the order in which they happened, but for the copy, which comes last. */
  events: Conversion[];
  /** Of the purchase that is handed in a second time. */
  twice: string;
  /** Of the purchase that the API refuses, for it names no currency. */
  refused: string;
  /** Of the purchase that only Meta refuses. */
  poison: string;
};

/** Events of one request: few enough that the hour takes several. */
export const MOST_IN_A_REQUEST = 20;

const SECOND_MS = 1000;
/** The hour ends so long before the demo: Meta's clock may be behind ours. */
const LAST_AGO = 5 * 60;
const HOUR = 3600;

const NAMES = { p: 'PageView', v: 'ViewContent', a: 'AddToCart', c: 'InitiateCheckout', b: 'Purchase' } as const;
const PAGES = { p: '', v: 'fern-lamp', a: 'fern-lamp', c: 'checkout', b: 'thanks' } as const;
type Step = keyof typeof NAMES;

/** What each visitor did, step by step: p page, v product, a cart, c checkout, b bought. */
const VISITS = {
  mara: 'pvvpvapcb',
  tomas: 'pvpvva',
  aiko: 'pvvacb',
  noor: 'ppvvp',
  olek: 'pvpvacb',
  leela: 'ppvva',
  finn: 'pvvpvac',
  rosa: 'pvvacb',
} as const satisfies Record<keyof typeof PEOPLE, string>;
type Visitor = keyof typeof VISITS;
const VISITORS = Object.keys(PEOPLE) as Visitor[];

/** Their browser blocks Meta's pixel: it made no event, so the server's has no id to share with it. */
const BLOCKS: Visitor = 'noor';
/** They are signed in from the first page on; others say who they are at the checkout. */
const SIGNED_IN: readonly Visitor[] = ['mara', 'olek', 'rosa'];
/** They came by an advert. */
const CLICKED: readonly Visitor[] = ['finn', 'aiko', 'tomas'];

const BASKET = {
  value: 45.5,
  currency: 'EUR',
  content_type: 'product',
  contents: [
    { id: 'fern-lamp', quantity: 1, item_price: 39 },
    { id: 'cactus-s', quantity: 1, item_price: 6.5 },
  ],
};

/** What the events of one run share. */
type Run = { second: number; at: (minute: number) => number; id: (what: string) => string };

/** The hour that ended a few minutes before `nowMs`; ids carry its second, so that the next run's are new. */
export function shopHour(nowMs: number): ShopHour {
  const second = Math.floor(nowMs / SECOND_MS);
  const begin = second - LAST_AGO - HOUR;
  const run: Run = {
    second,
    at: (minute) => Math.floor(begin + (minute / 60) * HOUR),
    id: (what) => `demo-${second}-${what}`,
  };
  const visits = VISITORS.flatMap((visitor, at) => visit(run, visitor, at * 6));
  const wrong = [badPurchase(run, 'no-currency', { value: 12.9 }), badPurchase(run, 'poison', BASKET)];
  const events = [...visits, ...elsewhere(run), ...wrong].sort((a, b) => a.event_time - b.event_time);
  const twice = run.id('mara-9');
  const copy = events.filter(({ event_id }) => event_id === twice);
  return { events: [...events, ...copy], twice, refused: run.id('no-currency'), poison: run.id('poison') };
}

/** The event of this id. Throws when there is none. */
export function eventOf({ events }: Pick<ShopHour, 'events'>, id: string): Conversion {
  const found = events.find(({ event_id }) => event_id === id);
  if (!found) throw new Error(`The hour has no event ${id}.`);
  return found;
}

/** One person's visit of the website, two minutes a step. */
function visit(run: Run, visitor: Visitor, minute: number): Conversion[] {
  const steps = [...VISITS[visitor]] as Step[];
  return steps.map((step, at) => ({
    event_name: NAMES[step],
    event_time: run.at(minute + at * 2),
    ...(visitor === BLOCKS ? {} : { event_id: run.id(`${visitor}-${at + 1}`) }),
    action_source: 'website',
    event_source_url: `https://shop.example/${PAGES[step]}`,
    user_data: { ...(knows(visitor, step) ? customer(PEOPLE[visitor]) : {}), ...browserOf(run, visitor) },
    ...(step === 'p'
      ? {}
      : { custom_data: step === 'b' ? { ...BASKET, order_id: run.id(`order-${visitor}`) } : BASKET }),
  }));
}

const knows = (visitor: Visitor, step: Step): boolean => SIGNED_IN.includes(visitor) || step === 'c' || step === 'b';

/** By what Meta knows a browser. */
function browserOf(run: Run, visitor: Visitor): Record<string, unknown> {
  const at = VISITORS.indexOf(visitor);
  const clicked = CLICKED.includes(visitor) ? { fbc: `fb.1.${run.second}000.DemoClick${at}` } : {};
  return {
    client_ip_address: `192.0.2.${at + 10}`,
    client_user_agent: `FakeBrowser/${at + 1}.0`,
    fbp: `fb.1.${run.second}000.${1_000_000_000 + at}`,
    ...clicked,
  };
}

/** What the shop knows of a customer, as people write it. */
function customer({ name, handle, phone }: Person): Record<string, unknown> {
  const [first = '', last = ''] = name.split(' ');
  const ids = { em: `${handle}@example.com`, ph: `+${phone}`, external_id: `customer-${handle}` };
  return { ...ids, fn: first, ln: last, ct: 'Exampleton', country: 'US' };
}

/** What did not happen on the website: at the counter, on the phone, in the CRM, in a chat. */
function elsewhere(run: Run): Conversion[] {
  const { tomas, leela, finn } = PEOPLE;
  const mail = ({ handle }: Person) => `${handle}@example.com`;
  const basket = (order: string) => ({ ...BASKET, order_id: run.id(order) });
  const sold = (what: string, minute: number) => ({
    event_name: 'Purchase',
    event_time: run.at(minute),
    event_id: run.id(what),
  });
  const chat = { page_id: SHOP.page, page_scoped_user_id: finn.psid };
  const crm = { event_source: 'crm', lead_event_source: 'Shop CRM' };
  return [
    {
      ...sold('counter', 17),
      action_source: 'physical_store',
      user_data: { em: mail(tomas), ph: `+${tomas.phone}` },
      custom_data: basket('order-counter'),
    },
    {
      ...sold('phone', 29),
      action_source: 'phone_call',
      // As somebody wrote it down: the number is Leela's, and the API makes it hers.
      user_data: { ph: '+1 (555) 555-0116', country: 'US' },
      custom_data: basket('order-phone'),
    },
    {
      event_name: 'Qualified',
      event_time: run.at(41),
      event_id: run.id('lead'),
      action_source: 'system_generated',
      user_data: { lead_id: `88${run.second}0001`, em: mail(leela) },
      custom_data: crm,
    },
    {
      ...sold('chat', 52),
      action_source: 'business_messaging',
      messaging_channel: 'messenger',
      user_data: { ...chat, em: mail(finn) },
      custom_data: basket('order-chat'),
    },
  ];
}

/** A purchase at the counter that somebody will refuse. */
const badPurchase = (run: Run, what: string, custom_data: Record<string, unknown>): Conversion => ({
  event_name: 'Purchase',
  event_time: run.at(what === 'poison' ? 23 : 35),
  event_id: run.id(what),
  action_source: 'physical_store',
  user_data: { em: 'nobody@example.com' },
  custom_data,
});
