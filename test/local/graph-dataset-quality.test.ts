import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithShared } from '../shared-material.ts';
import { DEMO, type Json, type MetaSimulator, metaSimulator } from './graph-meta.ts';

let sim: MetaSimulator;
let token: string;
beforeAll(async () => {
  sim = await metaSimulator();
  token = await sim.connect();
});
afterAll(() => sim.close());
afterEach(async () => {
  await sim.control('DELETE', 'conversions');
  await sim.control('POST', 'dataset-quality', { pixel: DEMO.pixel, web: null });
});

const hash = createHash('sha256').update('x').digest('hex');
const event = (more: Json = {}, person: Json = {}): Json => ({
  event_name: 'Lead',
  event_time: Math.floor(Date.now() / 1000) - 10,
  action_source: 'website',
  event_source_url: 'https://shop.invalid/',
  user_data: { client_user_agent: 'test', external_id: 'raw', ...person },
  ...more,
});
const send = (...events: Json[]) => sim.graph('POST', `/${DEMO.pixel}/events`, token, { data: JSON.stringify(events) });
const ask = (fields?: string, more: Record<string, string> = {}, by = token) =>
  sim.graph('GET', '/dataset_quality', by, { dataset_id: DEMO.pixel, ...(fields ? { fields } : {}), ...more });
const codesOf = ({ body }: { body: Json }) => [body.error?.code, body.error?.error_subcode ?? null];

const EMQ = 'event_match_quality';
const ALL =
  `web{event_name,${EMQ}{composite_score,match_key_feedback{identifier,coverage{percentage},potential_aly_acr_increase` +
  '{percentage,description}},diagnostics{name,description,solution,percentage,affected_event_count,total_event_count}},' +
  'event_coverage{percentage,goal_percentage,description},dedupe_key_feedback{dedupe_key,browser_events_with_dedupe_key' +
  '{percentage},server_events_with_dedupe_key{percentage},overall_browser_coverage_from_dedupe_key{percentage}},' +
  'data_freshness{upload_frequency,description},event_potential_aly_acr_increase{percentage},acr}';

describe('the quality of a dataset', () => {
  it('is empty without events of a website', async () => {
    await send(event({ action_source: 'chat', user_data: { em: hash } }));
    expect((await ask(ALL)).body).toEqual({ web: [] });
  });

  it('is counted from what was committed and kept', async () => {
    await send(
      event({ event_id: 'e1' }, { em: hash }),
      event({ event_id: 'e1' }),
      event(),
      event({ event_name: 'Buy' }),
    );
    await send(event({}, { em: 'raw' }));
    const { web } = (await ask(ALL)).body;
    expect(web.map((row: Json) => row.event_name)).toEqual(['Lead', 'Buy']);
    const [lead, buy] = web;
    const coverage = (row: Json) =>
      Object.fromEntries(row[EMQ].match_key_feedback.map((one: Json) => [one.identifier, one.coverage.percentage]));
    expect(coverage(lead)).toMatchObject({ email: 50, user_agent: 100, external_id: 100, ip_address: 0 });
    expect(lead[EMQ].composite_score).toBeGreaterThan(buy[EMQ].composite_score);
    expect(lead[EMQ].diagnostics).toMatchObject([{ percentage: 100, affected_event_count: 2, total_event_count: 2 }]);
    expect(lead.acr.percentage).toBeGreaterThan(buy.acr.percentage);
    expect(lead.event_coverage).toMatchObject({ goal_percentage: 75 });
    const keys = lead.dedupe_key_feedback.map((one: Json) => [
      one.dedupe_key,
      one.server_events_with_dedupe_key.percentage,
    ]);
    expect(keys).toEqual([
      ['event_id', 50],
      ['external_id', 100],
      ['fbp', 0],
    ]);
    expect(lead.data_freshness.upload_frequency).toBe('real_time');
  });

  it('tells by the delay how often events are uploaded', async () => {
    const late = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;
    await send(event({ event_time: late(7200) }), event({ event_name: 'Buy', event_time: late(3 * 86_400) }));
    const { web } = (await ask('web{data_freshness{upload_frequency}}')).body;
    expect(web.map((row: Json) => row.data_freshness.upload_frequency)).toEqual(['hourly', 'daily']);
  });

  it('has only the fields that were asked for', async () => {
    await send(event({}, { client_ip_address: '192.0.2.1' }));
    expect((await ask(`web{${EMQ}{composite_score},event_name}`)).body).toEqual({
      web: [{ [EMQ]: { composite_score: expect.any(Number) }, event_name: 'Lead' }],
    });
    expect((await ask(`web{${EMQ}{diagnostics}}`)).body).toEqual({ web: [{ [EMQ]: { diagnostics: [] } }] });
    expect((await ask('web')).body).toEqual({ web: [{ event_name: 'Lead' }] });
    expect((await ask()).body).toEqual({ web: [{ event_name: 'Lead' }] });
    for (const wrong of ['app{event_name}', 'web{emq}', 'web{dedup_key_feedback}', 'web{event_name{x}}', 'web{']) {
      expect(codesOf(await ask(wrong))).toEqual([100, null]);
    }
  });

  it('needs two scopes, a dataset, and GET', async () => {
    const by = async (...scopes: string[]) => {
      const order = { kind: 'user', app: DEMO.app, person: DEMO.ada, scopes };
      return (await sim.control('POST', 'tokens', order)).body.token;
    };
    expect(codesOf(await ask(ALL, {}, await by('ads_read')))).toEqual([200, null]);
    expect(codesOf(await ask(ALL, {}, await by('ads_management')))).toEqual([200, null]);
    expect((await ask(ALL, {}, await by('ads_read', 'business_management'))).status).toBe(200);
    expect((await ask(ALL, {}, await by('ads_read', 'ads_management'))).status).toBe(200);
    expect(codesOf(await ask(ALL, { dataset_id: '' }))).toEqual([100, null]);
    expect(codesOf(await ask(ALL, { dataset_id: DEMO.adAccount }))).toEqual([100, 33]);
    const unseen = { kind: 'user', app: DEMO.app, person: DEMO.ben, scopes: ['ads_read', 'ads_management'] };
    expect(codesOf(await ask(ALL, {}, (await sim.control('POST', 'tokens', unseen)).body.token))).toEqual([100, 33]);
    expect(codesOf(await sim.graph('POST', '/dataset_quality', token, { dataset_id: DEMO.pixel }))).toEqual([100, 33]);
    expect(codesOf(await sim.graph('GET', `/${DEMO.pixel}/dataset_quality`, token))).toEqual([2500, null]);
  });

  it('is upgraded with a warning on an ended version, as a Marketing call', async () => {
    const { status, headers } = await sim.graph('GET', '/v24.0/dataset_quality', token, { dataset_id: DEMO.pixel });
    expect([status, headers.get('facebook-api-version')]).toEqual([200, 'v26.0']);
    expect(headers.get('x-ad-api-version-warning')).toBeTruthy();
    const { data } = (await sim.control('GET', 'calls?path=dataset_quality')).body;
    expect(data.at(-1)).toMatchObject({ node: 'dataset_quality', edge: null, params: { dataset_id: DEMO.pixel } });
  });

  it('can be set by hand, and let go', async () => {
    const web = [{ event_name: 'Buy', [EMQ]: { composite_score: 3.1 }, event_coverage: { percentage: 12 } }];
    await sim.control('POST', 'dataset-quality', { pixel: DEMO.pixel, web });
    expect((await ask(`web{event_name,${EMQ}{composite_score},acr}`)).body).toEqual({
      web: [{ event_name: 'Buy', [EMQ]: { composite_score: 3.1 } }],
    });
    await sim.control('POST', 'dataset-quality', { pixel: DEMO.pixel, web: null });
    expect((await ask(ALL)).body).toEqual({ web: [] });
    expect((await sim.control('POST', 'dataset-quality', { pixel: '1', web })).status).toBe(409);
    expect((await sim.control('POST', 'dataset-quality', { pixel: DEMO.pixel, web: [{}] })).status).toBe(400);
  });
});

describeWithShared('Meta’s samples of dataset quality', (folder) => {
  /** Every path of a value, lists left out. */
  const pathsOf = (value: Json, at = ''): string[] => {
    if (Array.isArray(value)) return [...new Set(value.flatMap((one) => pathsOf(one, at)))];
    if (typeof value !== 'object' || value === null) return [`${at} ${typeof value}`];
    return [...new Set(Object.entries(value).flatMap(([name, one]) => pathsOf(one, `${at}/${name}`)))];
  };
  const whole = `web{event_name,${EMQ},event_coverage,dedupe_key_feedback,data_freshness,event_potential_aly_acr_increase,acr}`;

  it.each(['acr_per_key', 'data_freshness', 'dedupe_key_feedback', 'diagnostics', 'emq', 'event_coverage'])(
    'have no member that is not answered here: %s',
    async (name) => {
      await send(event(), event({}, { em: hash }));
      const text = readFileSync(join(folder, 'meta/samples/capi', `dataset_quality_${name}.json`), 'utf8');
      const answered = pathsOf((await ask(whole)).body);
      expect(pathsOf(JSON.parse(text)).filter((path) => !answered.includes(path))).toEqual([]);
    },
  );
});
