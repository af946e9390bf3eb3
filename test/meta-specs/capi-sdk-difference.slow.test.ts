import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConversionEvent } from '../../lambdas/capi/conversion-event.ts';
import { CustomData } from '../../lambdas/capi/custom-data.ts';
import { explainEvent } from '../../lambdas/capi/explain-event.ts';
import { hashedKeys } from '../../lambdas/capi/hashed-keys.ts';
import { plainKeys } from '../../lambdas/capi/plain-keys.ts';
import { describeWithShared } from '../shared-material.ts';
import { type Compared, compareJson } from './compare-json.ts';
import { conversion, now } from './random-conversions.ts';
import { asSdkSends, sdkPaths } from './sdk-conversion.ts';
import { differenceTable } from './sdk-differences.ts';

type Event = Readonly<Record<string, unknown>>;

const lines = differenceTable
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [path = '', kind = '', sdk = '', we = '', ...why] = line.split(' | ').map((cell) => cell.trim());
    return { name: `${path}: ${kind}`, path, kind, sdk, we, why: why.join(' | ') };
  });
type Line = (typeof lines)[number];

const text = (test: RegExp) => (value: unknown) => typeof value === 'string' && test.test(value);
const is =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value);
/** The country that counts for the other keys: the first that the event names. */
const countryOf = ({ user_data }: Event) => String([(user_data as Event).country].flat()[0] ?? '').toLowerCase();
const mayBeAmerican = (event: Event) => ['', 'us'].includes(countryOf(event));
/** The calling code of the number is there, but no +: it could be a German one as well. */
const isAmbiguous = (value: unknown, event: Event) => value === '15555550116' && countryOf(event) === 'de';

/** By which value (one of several, if it is a list) a difference is explained; a line without a rule always is. */
const rules: Readonly<Record<string, (value: unknown, event: Event) => boolean>> = {
  'event_time: value': (value) => typeof value === 'string' || Number(value) > 1e11,
  'event_id: only ours': is(undefined),
  'opt_out: only ours': is(false),
  'user_data.em: SDK throws': text(/^[^@]*$/),
  'user_data.ph: value': (value, event) => text(/\.|\(0\)|^0[^0]/)(value) || isAmbiguous(value, event),
  'user_data.ph: SDK throws': is('123'),
  'user_data.fn: value': text(/[-!]|\u0308|\.AQABAAAA$/),
  'user_data.fn: only SDK': is('!'),
  'user_data.ln: value': text(/[' ]/),
  'user_data.ln: null': text(/^\s*$/),
  'user_data.ge: null': is('mother', 'x'),
  'user_data.ge: value': is('mother'),
  'user_data.db: value': text(/\D|^1800/),
  'user_data.db: only SDK': is('18000101'),
  'user_data.ct: value': text(/['\d]/),
  'user_data.ct: only SDK': text(/^\d/),
  'user_data.st: value': (value, event) => text(/'/)(value) || (text(/^[A-Za-z ]{3,}$/)(value) && mayBeAmerican(event)),
  'user_data.zp: value': text(/-|^\d{9}$|^SW/),
  'user_data.zp: null': is('1'),
  'user_data.country: SDK throws': is('Germany', 'uk'),
  'user_data.external_id: value': (value) => !text(/^[0-9a-f]{64}$/)(value),
  'user_data.client_ip_address: only SDK': text(/,/),
  'user_data.fbc: only SDK': (value) => !text(/^fb\./)(value),
  'user_data.fbp: value': text(/^ | $/),
  'user_data.lead_id: only SDK': is('71'),
  'user_data.page_id: value': (value) => typeof value === 'number',
  'custom_data.currency: value': text(/[a-z]/),
  'custom_data.currency: SDK throws': is('XQQ'),
  'custom_data.predicted_ltv: only ours': is(0),
  'custom_data.predicted_ltv: value': (value) => typeof value === 'string',
  'custom_data.num_items: only ours': is(0),
  'custom_data.status: only ours': is(false),
  'custom_data.contents[].quantity: only ours': is(0),
  'custom_data.contents[].item_price: only ours': is(0),
  'custom_data.contents[].item_price: value': (value) => typeof value === 'string',
};

/** What stands at a path: one value, those of a list, or undefined. */
function valuesAt(event: unknown, path: string): readonly unknown[] {
  const values = path
    .split('.')
    .map((step) => step.replace('[]', ''))
    .reduce<readonly unknown[]>((at, step) => at.flatMap((one) => (one as Event | undefined)?.[step]), [event]);
  return values.length === 0 ? [undefined] : values;
}

/** The line that explains a difference of this event. */
function lineOf(event: Event, path: string, kind: string): Line | undefined {
  const exact = lines.find((line) => line.name === `${path}: ${kind}`);
  const isHashed = path.startsWith('user_data.') && hashedKeys.has(path.slice('user_data.'.length));
  const line = exact ?? lines.find(({ name }) => isHashed && name === `user_data.*: ${kind}`);
  const rule = line && rules[line.name];
  return rule === undefined || valuesAt(event, path).some((value) => rule(value, event)) ? line : undefined;
}

/** The keys at which the SDK throws, by the beginning of what it says. */
const throwing: Readonly<Record<string, string>> = {
  'Invalid email format': 'user_data.em',
  'Invalid phone number format': 'user_data.ph',
  'Invalid country code': 'user_data.country',
  'Invalid format for currency': 'custom_data.currency',
};

function sdkSide(event: Event): { sent: Event } | { thrown: string } {
  try {
    return { sent: asSdkSends(event) };
  } catch (thrown) {
    const message = String((thrown as Error).message);
    return { thrown: Object.entries(throwing).find(([words]) => message.startsWith(words))?.[1] ?? message };
  }
}

/** Both sides of one event, compared where both make one. */
function compare(event: Event) {
  const { ready, problems } = explainEvent(event, { now });
  const sdk = sdkSide(event);
  const thrown = 'thrown' in sdk ? [{ path: sdk.thrown, kind: 'SDK throws' }] : [];
  const unknown = problems.filter(({ reason }) => /^is (no member|not a key)/.test(reason));
  const refused = unknown.map(({ path }) => ({ path: path.replace(/\.\d+/g, '[]'), kind: 'we refuse' }));
  if (!ready && refused.length === 0) throw new Error(`The generator made what we refuse: ${JSON.stringify(problems)}`);
  const none: Compared = { differences: [], members: [] };
  const compared = ready && 'sent' in sdk ? compareJson(sdk.sent, JSON.parse(ready.json)) : none;
  return { event, members: compared.members, found: [...thrown, ...refused, ...compared.differences] };
}

const compared = fc.sample(conversion, { numRuns: 2000, seed: 20_261_121 }).map(compare);
const found = compared.flatMap(({ event, found: all }) => all.map(({ path, kind }) => ({ event, path, kind })));
const members = compared.flatMap((one) => one.members);

describe('what we send beside what Meta’s SDK sends', () => {
  it('differs in nothing that the table does not explain', () => {
    const explained = found.map((one) => ({ ...one, line: lineOf(one.event, one.path, one.kind) }));
    const strange = explained
      .filter(({ line }) => line === undefined)
      .map(({ event, path, kind }) => `${path}: ${kind} ${JSON.stringify(valuesAt(event, path))}`);
    expect([...new Set(strange)]).toEqual([]);
    const idle = lines.filter((line) => !explained.some((one) => one.line === line));
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  it('was compared by many events and every key', () => {
    expect(compared.filter((one) => one.members.length > 0).length).toBeGreaterThanOrEqual(1400);
    expect(members.length).toBeGreaterThanOrEqual(70_000);
    const seen = new Set([...members, ...found.map(({ path }) => path)]);
    const isSeen = (path: string) =>
      [...seen].some((one) => one === path || one.startsWith(`${path}.`) || one.startsWith(`${path}[`));
    const ours = [
      ...Object.keys(ConversionEvent.def.shape),
      ...[...hashedKeys.keys(), ...plainKeys.keys()].map((key) => `user_data.${key}`),
      ...Object.keys(CustomData.def.shape).map((key) => `custom_data.${key}`),
    ];
    expect([...sdkPaths(), ...ours].filter((path) => !isSeen(path))).toEqual([]);
  });

  it('is the same to the letter where both hash, and nowhere has an appendix of the SDK’s', () => {
    const same = ['em', 'ph', 'fn', 'ln', 'ge', 'db', 'ct', 'st', 'zp', 'country'].map((key) => {
      const path = `user_data.${key}`;
      const different = found.filter((one) => one.path === path && one.kind === 'value').length;
      return [key, members.filter((one) => one === path).length - different > 50];
    });
    expect(same.filter(([, often]) => !often)).toEqual([]);
    const event = { event_name: 'Lead', user_data: { em: 'ada@example.com', fn: 'Ada' } };
    expect(asSdkSends(event).user_data).toEqual({
      em: [expect.stringMatching(/^[0-9a-f]{64}$/)],
      fn: [expect.stringMatching(/^[0-9a-f]{64}$/)],
    });
  });
});

describe('the table', () => {
  it('has a line once, rules for its own lines only, and words in every cell', () => {
    const names = lines.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(Object.keys(rules).filter((name) => !names.includes(name))).toEqual([]);
    expect(lines.filter(({ sdk, we, why }) => sdk === '' || we === '' || why === '')).toEqual([]);
  });
});

describeWithShared('the table’s quotations', (folder) => {
  it('stand in the fact sheet to the letter', () => {
    const sheet = readFileSync(join(folder, 'meta', 'meta-platform.md'), 'utf8');
    const chapter = sheet.slice(sheet.indexOf('## 9. '), sheet.indexOf('## 10. '));
    const quoted = lines.flatMap(({ why }) => [...why.matchAll(/"([^"]+)"/g)].map(([, words = '']) => words));
    expect(quoted.length).toBeGreaterThan(30);
    expect(quoted.filter((words) => !chapter.includes(words))).toEqual([]);
  });
});
