import { now } from './payloads.ts';

/** The ten members that go hashed, in the form in which they are hashed. */
export interface PlainPerson {
  readonly em: string;
  readonly ph: string;
  readonly fn: string;
  readonly ln: string;
  readonly ge: string;
  readonly db: string;
  readonly ct: string;
  readonly st: string;
  readonly zp: string;
  readonly country: string;
}

/** An event as a shop sends it, and what a floor that need not look is given of it. */
export interface ShopEvent {
  readonly raw: RawEvent;
  readonly person: PlainPerson;
}

/** An event in Meta's field names, valid as it stands. */
export type RawEvent = ReturnType<typeof rawEvent>;

/** Small steps through long lists, so that neighbours differ and lists are gone through evenly. */
const pick = <T>(list: readonly T[], nth: number, step: number): T => list[(nth * step) % list.length] as T;
const pairs = (starts: string, ends: string): readonly string[] =>
  starts.split(' ').flatMap((start) => ends.split(' ').map((end) => start + end));

const firstNames = pairs(
  'Al Bel Car Dar El Fer Gar Hel Jo Kar Mar Nor Ros Sal Val',
  'a an bert den do en ette ia ina la lie mond nie ric son ton',
);
const lastNames = pairs(
  'Ander Black Carl Davi Evan Fitz Grant Hender John Lind Mac Nichol Peter Rich Steven Wil',
  'berg by dale field ford ham kins ley man more sen smith son ston wood',
);
const towns = pairs(
  'Ash Brook Clear Dover Elm Fair Green Hart Iron Kings Lake Maple North Oak Port Rock Silver Wood',
  'burg dale field ford haven mont port side ton town ville wood',
);
const states = 'AL AZ CA CO CT FL GA IL IN MA MD MI MN MO NC NJ NY OH OR PA TN TX VA WA WI'.split(' ');
const agents = ['Windows NT 10.0; Win64; x64', 'Macintosh; Intel Mac OS X 10_15_7', 'X11; Linux x86_64'];

/** As people and forms write: half of it well, the rest in any case or with blanks around. */
const untidy = (text: string, nth: number) =>
  [text, text, text.toUpperCase(), ` ${text} `, text, text.toLowerCase()][nth % 6] as string;
const padded = (value: number, digits: number) => String(value).padStart(digits, '0');

function rawEvent(nth: number) {
  const bought = (at: number) => ({
    id: `sku-${(nth * 31 + at) % 4_000}`,
    quantity: 1 + (at % 2),
    item_price: 19.9 + at,
  });
  const contents = Array.from({ length: 1 + (nth % 3) }, (_, at) => bought(at));
  const { first, last, town, month, day, year, line, zip, state } = personOf(nth);
  const seconds = Math.floor(now / 1000) - (nth % 3_600);
  return {
    event_name: 'Purchase',
    event_time: seconds,
    event_id: `order-${padded(nth, 9)}`,
    action_source: 'website',
    event_source_url: `https://shop.example.com/checkout/thanks?order=${padded(nth, 9)}`,
    user_data: {
      em: untidy(`${first}.${last}${nth}@Example.com`, nth),
      ph: `+1 (${padded(201 + (nth % 700), 3)}) 555-${padded(line, 4)}`,
      fn: untidy(first, nth + 1),
      ln: untidy(last, nth + 2),
      ge: pick(['F', 'm', 'f', 'Male', 'female', 'M'], nth, 1),
      db: `${year}-${padded(month, 2)}-${padded(day, 2)}`,
      ct: untidy(town, nth + 3),
      st: nth % 2 === 0 ? state : state.toLowerCase(),
      zp: nth % 3 === 0 ? `${zip}-${padded(nth % 10_000, 4)}` : zip,
      country: nth % 4 === 0 ? 'us' : 'US',
      client_ip_address: `203.0.${nth % 250}.${(nth * 7) % 250}`,
      client_user_agent: `Mozilla/5.0 (${pick(agents, nth, 1)}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36`,
      fbp: `fb.1.${now - nth * 1_000}.${1_000_000_000 + nth * 13}`,
      fbc: `fb.1.${now - nth * 500}.IwAR${padded(nth, 9)}fakeclickid-of-an-advert_${padded(nth * 17, 9)}`,
    },
    custom_data: {
      value: Math.round(contents.reduce((sum, { quantity, item_price }) => sum + quantity * item_price, 0) * 100) / 100,
      currency: 'USD',
      content_type: 'product',
      contents,
      num_items: contents.length,
      order_id: `order-${padded(nth, 9)}`,
    },
  };
}

function personOf(nth: number) {
  return {
    first: pick(firstNames, nth, 7),
    last: pick(lastNames, nth, 11),
    town: `${nth % 5 === 0 ? 'New ' : ''}${pick(towns, nth, 5)}`,
    state: pick(states, nth, 3),
    zip: padded(10_000 + ((nth * 37) % 85_000), 5),
    year: 1945 + ((nth * 3) % 62),
    month: 1 + (nth % 12),
    day: 1 + ((nth * 5) % 28),
    line: nth % 10_000,
  };
}

function plainPerson(nth: number): PlainPerson {
  const { first, last, town, month, day, year, line, zip, state } = personOf(nth);
  return {
    em: `${first}.${last}${nth}@example.com`.toLowerCase(),
    ph: `1${padded(201 + (nth % 700), 3)}555${padded(line, 4)}`,
    fn: first.toLowerCase(),
    ln: last.toLowerCase(),
    ge: pick(['f', 'm', 'f', 'm', 'f', 'm'], nth, 1),
    db: `${year}${padded(month, 2)}${padded(day, 2)}`,
    ct: town.toLowerCase().replace(' ', ''),
    st: state.toLowerCase(),
    zp: zip,
    country: 'us',
  };
}

/** Purchases of a shop, all of different people; of any number the same ones. */
export const shopEvents = (count: number, from = 0): readonly ShopEvent[] =>
  Array.from({ length: count }, (_, at) => ({ raw: rawEvent(from + at), person: plainPerson(from + at) }));

/** In batches of so many. */
export const batchesOf = <T>(all: readonly T[], size = 1_000): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
