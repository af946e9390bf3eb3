import type { BudgetKey, UsageReading, UseCase } from '../core/usage.ts';
import { budgetName } from '../core/usage.ts';
import { isObject } from './webhook-envelope.ts';

/** Headers with lower-cased names. */
export type HeaderBag = Readonly<Record<string, string | readonly string[] | undefined>>;

/** For whom the call was made: headers about the app, a Page or an ad account do not always name it. */
export interface UsageContext {
  readonly appId: string;
  /** The allowances that the call drew on. */
  readonly keys: readonly BudgetKey[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Members = Readonly<Record<string, unknown>>;

/** Meta's words for its use cases (fact sheet §4) and whose allowance each is. It may have more: those are left out. */
const businessTypes = new Map<string, { readonly scope: BudgetKey['scope']; readonly useCase: UseCase }>([
  ['ads_insights', { scope: 'account', useCase: 'ads_insights' }],
  ['ads_management', { scope: 'account', useCase: 'ads_management' }],
  ['custom_audience', { scope: 'account', useCase: 'custom_audience' }],
  ['instagram', { scope: 'object', useCase: 'instagram' }],
  ['leadgen', { scope: 'object', useCase: 'leadgen' }],
  ['messenger', { scope: 'object', useCase: 'messenger' }],
  ['pages', { scope: 'object', useCase: 'pages' }],
]);

const percentNames = ['call_count', 'total_time', 'total_cputime'] as const;

/**
 * What Meta's usage headers say, one reading a key (the highest, where two headers speak of one). All values are
 * percentages of an allowance, never calls; a header that cannot be read is as good as none.
 */
export function readUsage(headers: HeaderBag, context: UsageContext): readonly UsageReading[] {
  const found: UsageReading[] = [];
  for (const [name, read] of readers) {
    const header = headers[name];
    const members = typeof header === 'string' ? jsonOf(header) : undefined;
    if (members) found.push(...read(members, context));
  }
  return found.length > 1 ? highestOfEach(found) : found;
}

function highestOfEach(found: readonly UsageReading[]): readonly UsageReading[] {
  const highest = new Map<string, UsageReading>();
  for (const reading of found) {
    const name = budgetName(reading.key);
    const other = highest.get(name);
    if (!other || reading.percent > other.percent) highest.set(name, reading);
  }
  return [...highest.values()];
}

type Reader = (members: Members, context: UsageContext) => readonly UsageReading[];

const readers: readonly (readonly [header: string, read: Reader])[] = [
  [
    'x-app-usage',
    (members, context) => one({ scope: 'app', id: context.appId, useCase: 'platform' }, members, context),
  ],
  ['x-page-usage', (members, context) => one(keyOf(context, 'pages'), members, context)],
  ['x-business-use-case-usage', businessReadings],
  ['x-ad-account-usage', adAccountReadings],
  ['x-fb-ads-insights-throttle', insightsReadings],
  // Reach has a throttle of its own; slowing all insights of the account for it errs on the careful side.
  ['x-fb-ads-insights-reach-throttle', insightsReadings],
];

const keyOf = ({ keys }: UsageContext, useCase: UseCase) => keys.find((key) => key.useCase === useCase);
const accountOf = ({ keys }: UsageContext) => keys.find(({ scope }) => scope === 'account')?.id;

function one(key: BudgetKey | undefined, members: Members, { now }: UsageContext): readonly UsageReading[] {
  const percent = highestOf(members);
  return key === undefined || percent === undefined ? [] : [{ key, percent, readAt: now }];
}

/** `{<object id>: [{type, call_count, …, estimated_time_to_regain_access}]}`. */
function businessReadings(members: Members, { now }: UsageContext): readonly UsageReading[] {
  const found: UsageReading[] = [];
  for (const id of Object.keys(members)) {
    const lines = members[id];
    for (const line of Array.isArray(lines) ? lines : []) {
      const reading = isObject(line) && businessReading(id, line, now);
      if (reading) found.push(reading);
    }
  }
  return found;
}

/** The time is in minutes, 0 while open. */
function businessReading(id: string, line: Members, now: number): UsageReading | undefined {
  const kind = businessTypes.get(String(line.type));
  const percent = highestOf(line);
  if (!kind || percent === undefined) return undefined;
  const { scope, useCase } = kind;
  const regain = regainAfter(now, (numberOf(line.estimated_time_to_regain_access) ?? 0) * 60);
  return { key: { scope, useCase, id }, percent, readAt: now, ...regain, ...tierOf(line) };
}

/** `{acc_id_util_pct, reset_time_duration}`; the time is in seconds and always there, so it counts only when full. */
function adAccountReadings(members: Members, context: UsageContext): readonly UsageReading[] {
  const id = accountOf(context);
  const percent = numberOf(members.acc_id_util_pct);
  if (id === undefined || percent === undefined) return [];
  const regain = percent < 100 ? {} : regainAfter(context.now, numberOf(members.reset_time_duration) ?? 0);
  const key = { scope: 'account', id, useCase: 'ads_management' } as const;
  return [{ key, percent, readAt: context.now, ...regain, ...tierOf(members) }];
}

function insightsReadings(members: Members, context: UsageContext): readonly UsageReading[] {
  const account = accountOf(context);
  const ofApp = numberOf(members.app_id_util_pct);
  const ofAccount = numberOf(members.acc_id_util_pct);
  const rest = { readAt: context.now, ...tierOf(members) };
  const app = { scope: 'app', id: context.appId, useCase: 'ads_insights' } as const;
  return [
    ...(ofApp === undefined ? [] : [{ key: app, percent: ofApp, ...rest }]),
    ...(ofAccount === undefined || account === undefined
      ? []
      : [{ key: { scope: 'account', id: account, useCase: 'ads_insights' } as const, percent: ofAccount, ...rest }]),
  ];
}

/** Longest wait that we believe, in seconds: Meta's longest allowance is counted over 24 hours (fact sheet §4). */
const longestWait = 24 * 3600;

const regainAfter = (now: number, seconds: number) =>
  seconds > 0 ? { regainAt: now + Math.round(Math.min(seconds, longestWait) * 1000) } : {};

const tierOf = ({ ads_api_access_tier: tier }: Members) => (typeof tier === 'string' ? { tier } : {});

/** A percentage or a time, also as a string; undefined when it is neither, or negative. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** The highest of a line's percentages: time and calls have one each. */
function highestOf(members: Members): number | undefined {
  let highest: number | undefined;
  for (const name of percentNames) {
    const percent = numberOf(members[name]);
    if (percent !== undefined && percent >= (highest ?? 0)) highest = percent;
  }
  return highest;
}

function jsonOf(header: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(header);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
