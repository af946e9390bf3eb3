import { createRequire } from 'node:module';

type Part = Record<string, unknown> & { normalize(): unknown };
type Maker = new (...values: unknown[]) => Part;

/** What of Meta's own SDK makes conversions; it is CommonJS without types. */
interface BusinessSdk {
  readonly ServerEvent: Maker;
  readonly UserData: Maker;
  readonly CustomData: Maker;
  readonly Content: Maker;
  readonly AppData: Maker;
  readonly ExtendedDeviceInfo: Maker;
}

const sdk: BusinessSdk = createRequire(import.meta.url)('facebook-nodejs-business-sdk');

type Members = Readonly<Record<string, unknown>>;

/** Our names for the SDK's setters that take a list. */
const lists: Readonly<Record<string, string>> = {
  em: 'emails',
  ph: 'phones',
  ge: 'genders',
  db: 'dates_of_birth',
  ln: 'last_names',
  fn: 'first_names',
  ct: 'cities',
  st: 'states',
  zp: 'zips',
  country: 'countries',
  external_id: 'external_ids',
};

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const settersOf = (maker: Maker): readonly string[] =>
  Object.entries(Object.getOwnPropertyDescriptors(maker.prototype)).flatMap(([name, { set }]) => (set ? [name] : []));

/** The object with every member that it has a setter for; what it cannot say is left out, as a caller of it must. */
function filled(maker: Maker, members: Members): Part {
  const setters = new Set(settersOf(maker));
  return Object.assign(new maker(), Object.fromEntries(Object.entries(members).filter(([name]) => setters.has(name))));
}

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null;

function userData(members: Members): Part {
  const named = Object.entries(members).map(([key, value]): [string, unknown] => {
    const list = lists[key];
    return list === undefined ? [key, value] : [list, listOf(value)];
  });
  return filled(sdk.UserData, Object.fromEntries(named));
}

/** What CustomData has no setter for goes where the SDK wants it: among its custom properties. */
function customData(members: Members): Part {
  const setters = new Set(settersOf(sdk.CustomData));
  const contents = members.contents && {
    contents: listOf(members.contents).map((one) => filled(sdk.Content, isMembers(one) ? one : {})),
  };
  const own = Object.entries(members).filter(([name]) => !setters.has(name));
  return filled(sdk.CustomData, {
    ...members,
    ...(contents || {}),
    ...(own.length > 0 ? { custom_properties: Object.fromEntries(own) } : {}),
  });
}

const appData = (members: Members): Part =>
  filled(sdk.AppData, { ...members, extinfo: new sdk.ExtendedDeviceInfo(...listOf(members.extinfo)) });

const parts: Readonly<Record<string, (members: Members) => Part>> = {
  user_data: userData,
  custom_data: customData,
  app_data: appData,
};

/** The event as Meta's SDK sends it, through JSON as its request does. Throws what the SDK throws. */
export function asSdkSends(event: Members): Members {
  const members = Object.entries(event).map(([name, value]): [string, unknown] => {
    const part = parts[name];
    return [name, part && isMembers(value) ? part(value) : value];
  });
  return JSON.parse(JSON.stringify(filled(sdk.ServerEvent, Object.fromEntries(members)).normalize()));
}

const namedSingly: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(lists).map(([key, list]) => [list, key]),
);
/** Second names of the list setters, and the door for members of one's own. */
const aliases = new Set(
  'email phone gender date_of_birth last_name first_name city zip state external_id custom_properties'.split(' '),
);

/** Everything that the SDK can say, as paths of the event that goes out. */
export function sdkPaths(): readonly string[] {
  const under = (prefix: string, maker: Maker) =>
    settersOf(maker)
      .filter((name) => !aliases.has(name))
      .map((name) => `${prefix}${namedSingly[name] ?? name}`);
  return [
    ...under('', sdk.ServerEvent),
    ...under('user_data.', sdk.UserData),
    ...under('custom_data.', sdk.CustomData),
    ...under('custom_data.contents[].', sdk.Content),
    ...under('app_data.', sdk.AppData),
  ];
}
