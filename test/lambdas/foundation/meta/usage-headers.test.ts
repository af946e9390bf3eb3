import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BudgetKey } from '../../../../lambdas/foundation/core/usage.ts';
import { readUsage } from '../../../../lambdas/foundation/meta/usage-headers.ts';
import { describeWithShared } from '../../../shared-material.ts';

const now = Date.parse('2026-11-21T10:00:00.000Z');
const account: BudgetKey = { scope: 'account', id: '66782684', useCase: 'ads_management' };
const page: BudgetKey = { scope: 'object', id: '1000000001', useCase: 'pages' };
const context = { appId: '100200300', keys: [account, page], now };
const read = (headers: Readonly<Record<string, string>>) => readUsage(headers, context);

describeWithShared('the header samples', (shared) => {
  const sample = (name: string) =>
    JSON.parse(readFileSync(join(shared, 'meta', 'samples', 'errors', `headers_${name}.json`), 'utf8'));

  it('say what the app, the ad account and two business objects have used', () => {
    const app = { scope: 'app', id: '100200300' };
    const second = { id: '10153848260347724' };
    expect(read(sample('rate_limit'))).toEqual([
      { key: { ...app, useCase: 'platform' }, percent: 28, readAt: now },
      // The header about use cases says 95, the one about the account 9.67: the higher one holds.
      { key: account, percent: 95, readAt: now, tier: 'development_access' },
      {
        key: { scope: 'account', ...second, useCase: 'ads_insights' },
        percent: 97,
        readAt: now,
        tier: 'development_access',
      },
      { key: { scope: 'object', ...second, useCase: 'pages' }, percent: 97, readAt: now },
      { key: { ...app, useCase: 'ads_insights' }, percent: 100, readAt: now, tier: 'standard_access' },
      { key: { ...account, useCase: 'ads_insights' }, percent: 10, readAt: now, tier: 'standard_access' },
    ]);
  });

  it('say in minutes when a blocked object works again', () => {
    const header = String(sample('buc_blocked')['x-business-use-case-usage']);
    const filled = header.replace('{business-object-id}', '77').replace('{rate-limit-type}', 'messenger');
    expect(read({ 'x-business-use-case-usage': filled })).toEqual([
      {
        key: { scope: 'object', id: '77', useCase: 'messenger' },
        percent: 100,
        readAt: now,
        regainAt: now + 19 * 60_000,
        tier: 'standard_access',
      },
    ]);
  });
});

describe('the usage headers', () => {
  it('of a Page are the Page’s that was called', () => {
    const usage = '{"call_count":12,"total_time":81,"total_cputime":3}';
    expect(read({ 'x-page-usage': usage })).toEqual([{ key: page, percent: 81, readAt: now }]);
    expect(readUsage({ 'x-page-usage': usage }, { ...context, keys: [] })).toEqual([]);
  });

  it('of an ad account have a decimal share, and seconds that count only when it is full', () => {
    const usage = (pct: number) => ({ 'x-ad-account-usage': `{"acc_id_util_pct":${pct},"reset_time_duration":300}` });
    expect(read(usage(9.67))).toEqual([{ key: account, percent: 9.67, readAt: now }]);
    expect(read(usage(100))).toEqual([{ key: account, percent: 100, readAt: now, regainAt: now + 300_000 }]);
  });

  it('of reach slow the account’s insights', () => {
    const usage = '{"app_id_util_pct":"7","acc_id_util_pct":"88.5","ads_api_access_tier":"standard_access"}';
    const readings = read({ 'x-fb-ads-insights-reach-throttle': usage });
    expect(readings.map(({ key, percent }) => [key.scope, key.useCase, percent])).toEqual([
      ['app', 'ads_insights', 7],
      ['account', 'ads_insights', 88.5],
    ]);
  });

  it('may hold 32 objects and types that nobody knows', () => {
    const line = (type: string) => [{ type, call_count: 1, total_cputime: 2, total_time: 3 }];
    const objects = Object.fromEntries(Array.from({ length: 32 }, (_, at) => [`${at + 1}`, line('instagram')]));
    const header = JSON.stringify({ ...objects, '99': line('tomorrow'), '98': line('constructor') });
    const readings = read({ 'x-business-use-case-usage': header });
    expect(readings).toHaveLength(32);
    expect(readings.every(({ percent }) => percent === 3)).toBe(true);
  });

  it('are as good as none when they cannot be read', () => {
    for (const text of ['', 'null', '[]', '7', '{', '{"a":1}', '{"1":"x"}', '{"1":[null,{"type":"pages"}]}']) {
      const headers = { 'x-app-usage': text, 'x-business-use-case-usage': text, 'x-ad-account-usage': text };
      expect(read(headers)).toEqual([]);
    }
    expect(read({})).toEqual([]);
  });

  it('never break a call, nor name a time that is none', () => {
    const value = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom('100', 1e308, -1));
    const members = fc.dictionary(fc.constantFrom('type', 'call_count', 'estimated_time_to_regain_access'), value);
    const lines = fc.dictionary(fc.string(), fc.oneof(fc.array(members), value));
    const any = fc.oneof(lines, members, value, fc.constant({ acc_id_util_pct: 100, reset_time_duration: 1e300 }));
    const names = fc.constantFrom('x-app-usage', 'x-business-use-case-usage', 'x-ad-account-usage');
    fc.assert(
      fc.property(names, any, (name, header) => {
        for (const { percent, regainAt = now } of read({ [name]: JSON.stringify(header) ?? '' })) {
          expect(percent).toBeGreaterThanOrEqual(0);
          expect(new Date(regainAt).getTime()).toBe(regainAt);
          expect(regainAt).toBeLessThanOrEqual(now + 24 * 3600_000);
        }
      }),
    );
  });
});
