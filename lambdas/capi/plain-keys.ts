import { isIP } from 'node:net';

/** How a key is made ready that Meta wants as it is. */
export interface PlainKey {
  /** Undefined: there is no such form. */
  readonly normal: (value: unknown) => string | number | undefined;
  readonly reason: string;
  /** Whether a number may stand for its text. */
  readonly numbers: boolean;
}

const longestId = 512;
/** An IPv6 address with an IPv4 one at its end. */
const longestAddress = 45;

const trimmed = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function address(value: unknown): string | undefined {
  const text = trimmed(value);
  // An IPv6 zone ("fe80::1%eth0") means something on one machine only.
  return text.length <= longestAddress && isIP(text) !== 0 && !text.includes('%') ? text : undefined;
}

/** What documentation shows where a value belongs: `<PAGE_ID>`, `$CLIENT_USER_AGENT`, `{{ip}}`. */
const placeholder = /^(?:<[^<>]*>|\$\{?[A-Z_]+\}?|\{\{.*\}\})$/;
const longestAgent = 1_000;

/** Never trimmed or cut: Meta compares it with the browser's. */
function userAgent(value: unknown): string | undefined {
  const text = trimmed(value);
  return text !== '' && text.length <= longestAgent && !placeholder.test(text) ? String(value) : undefined;
}

/** `fb.{subdomain index}.{milliseconds}.{payload}`, then perhaps a language token of 2 characters or an appendix of 8. */
const cookie = /^fb\.\d+\.\d+\.[^.\s]+(?:\.(?:AQ|Ag|Aw|BA|BQ|Bg|[^.\s]{8}))?$/;
const longestCookie = 2_000;

function browserCookie(value: unknown): string | undefined {
  const text = trimmed(value);
  return text.length <= longestCookie && cookie.test(text) ? text : undefined;
}

function id(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  const text = trimmed(value);
  return text !== '' && text.length <= longestId && !placeholder.test(text) ? text : undefined;
}

/** Ids that Meta gives out: digits, in number or text. */
function metaId(value: unknown): string | undefined {
  const text = id(value);
  return text !== undefined && /^\d{1,32}$/.test(text) ? text : undefined;
}

/** Digits in number or text; longer ones than a number of JSON's keeps come as text. */
const integer = (digits: RegExp) => (value: unknown) => {
  if (typeof value === 'number') return Number.isSafeInteger(value) && digits.test(String(value)) ? value : undefined;
  const text = trimmed(value);
  return digits.test(text) ? text : undefined;
};

const inexact = 'is not a number that JSON keeps exactly; send it as text';
const cookieKey: PlainKey = {
  normal: browserCookie,
  reason: 'is not of the form fb.<index>.<milliseconds>.<payload>',
  numbers: false,
};
const idKey: PlainKey = { normal: id, reason: `is not text of 1 to ${longestId} characters`, numbers: true };
const metaIdKey: PlainKey = { normal: metaId, reason: 'is not an id of Meta: digits', numbers: true };
const ids = 'subscription_id anon_id madid ctwa_clid';
const metaIds =
  'page_id page_scoped_user_id ig_account_id ig_sid instagram_business_account_id whatsapp_business_account_id';

/** The keys of `user_data` that are never hashed (fact sheet §9). */
export const plainKeys: ReadonlyMap<string, PlainKey> = new Map<string, PlainKey>([
  ['client_ip_address', { normal: address, reason: 'is not one IPv4 or IPv6 address', numbers: false }],
  [
    'client_user_agent',
    { normal: userAgent, reason: 'is not text of 1 to 1,000 characters, or a placeholder', numbers: false },
  ],
  ['fbc', cookieKey],
  ['fbp', cookieKey],
  ['fb_login_id', { normal: integer(/^\d{1,20}$/), reason: 'is not a whole number', numbers: true }],
  ['lead_id', { normal: integer(/^\d{15,17}$/), reason: 'is not a whole number of 15 to 17 digits', numbers: true }],
  ...ids.split(' ').map((key): [string, PlainKey] => [key, idKey]),
  ...metaIds.split(' ').map((key): [string, PlainKey] => [key, metaIdKey]),
]);

/** Why a value has no form in which Meta takes it. */
export const whyNotPlain = (key: PlainKey, value: unknown): string =>
  key.numbers && typeof value === 'number' && !Number.isSafeInteger(value) ? inexact : key.reason;
