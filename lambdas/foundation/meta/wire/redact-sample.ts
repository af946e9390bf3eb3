import { isObject } from '../webhook-envelope.ts';

/**
 * The members whose values a sample may show: words of Meta's own vocabulary, counts and times. Everything else shows
 * only what kind of thing stood there, so that a member that Meta adds tomorrow is hidden from its first day.
 */
const shown: ReadonlySet<string> = new Set([
  'account_status',
  'active',
  'code',
  'currency',
  'data_access_expires_at',
  'disable_reason',
  'error_subcode',
  'expires_at',
  'expires_in',
  'fetch_only',
  'fields',
  'grant_type',
  'include_values',
  'is_transient',
  'is_unavailable',
  'is_valid',
  'issued_at',
  'limit',
  'method',
  'metric',
  'object',
  'period',
  'permission',
  'permitted_tasks',
  'platform',
  'platform_type',
  'quality_rating',
  'scope',
  'scopes',
  'set_token_expires_in_60_days',
  'status',
  'subscribed_fields',
  'success',
  'tasks',
  'token_type',
  'type',
  'user_tasks',
]);

/** A word of a vocabulary: in capitals or in small letters, never mixed as tokens and names of people are. */
const vocabulary = /^(?:[A-Z][A-Z0-9_]{0,39}|[a-z][a-z0-9_]{0,39}|[A-Za-z]{1,30}Exception|\d{1,4})?$/;
const between = /[\s,.:(){}[\]"]+/;
const longest = 300;

/** Most members of a list that a sample shows. */
const mostItems = 3;
const deepest = 6;

/** A request's parameters or an answer's JSON as a sample may keep it. */
export function redactSample(value: unknown, name = '', depth = 0): unknown {
  if (depth > deepest) return '[deep]';
  if (Array.isArray(value)) {
    const items = value.slice(0, mostItems).map((item) => redactSample(item, name, depth + 1));
    return value.length > mostItems ? [...items, `[${value.length - mostItems} more]`] : items;
  }
  if (isObject(value)) {
    const members = Object.entries(value).slice(0, 40);
    return Object.fromEntries(members.map(([key, inner]) => [safeName(key), redactSample(inner, key, depth + 1)]));
  }
  return shown.has(name) && mayShow(value) ? value : hidden(value);
}

/** Some of Meta's objects are keyed by ids. */
const safeName = (key: string) => (/^[a-z_]{1,60}$/.test(key) ? key : '[key]');

const mayShow = (value: unknown) =>
  typeof value === 'string'
    ? value.length <= longest && value.split(between).every((word) => vocabulary.test(word))
    : typeof value !== 'number' || Math.abs(value) < 1e11;

const hidden = (value: unknown) => (value === null || typeof value === 'boolean' ? value : `[${typeof value}]`);
