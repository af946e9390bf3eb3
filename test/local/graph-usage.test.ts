import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO, type Json, type MetaSimulator, metaSimulator } from './graph-meta.ts';

let sim: MetaSimulator;
let token: string;
beforeAll(async () => {
  sim = await metaSimulator();
  token = await sim.connect();
});
afterAll(() => sim.close());
beforeEach(async () => void (await sim.control('DELETE', 'usage')));

const header = ({ headers }: { headers: Headers }, name: string): Json => JSON.parse(headers.get(name) ?? 'null');
const allow = (allowances: Record<string, number>) => sim.control('POST', 'usage', { allowances });
const advance = (advanceSeconds: number) => sim.control('POST', 'clock', { advanceSeconds });
const system = async () =>
  (
    await sim.control('POST', 'tokens', {
      kind: 'system-user',
      app: DEMO.app,
      person: DEMO.systemUser,
      scopes: ['pages_read_engagement', 'leads_retrieval', 'pages_messaging', 'instagram_basic', 'catalog_management'],
    })
  ).body.token;

describe('usage headers', () => {
  it('say nothing until there is something to say, then climb in percent, and fall after an hour', async () => {
    expect((await sim.graph('GET', '/me', token)).headers.has('x-app-usage')).toBe(false);
    await allow({ app: 10 });
    const usage = async () => header(await sim.graph('GET', '/me', token), 'x-app-usage')?.call_count;
    const first = await usage();
    expect(await usage()).toBe(first + 10);
    await advance(3600);
    expect(await usage()).toBe(10);
  });

  it('name an ad account by its bare id, with minutes in one and seconds in the other', async () => {
    await sim.control('POST', 'usage', {
      allowances: { ads_management: 20 },
      fill: [{ useCase: 'ads_management', object: DEMO.adAccount, percent: 100 }],
    });
    const refused = await sim.graph('GET', `/act_${DEMO.adAccount}`, token);
    expect(refused.body.error.code).toBe(80004);
    const [one] = header(refused, 'x-business-use-case-usage')[DEMO.adAccount];
    expect(one).toMatchObject({ type: 'ads_management', ads_api_access_tier: 'standard_access' });
    expect(one.call_count).toBeGreaterThanOrEqual(100);
    expect(one.estimated_time_to_regain_access).toBe(60);
    const account = header(refused, 'x-ad-account-usage');
    expect(account.reset_time_duration).toBeGreaterThan(3500);
    expect(account.acc_id_util_pct).toBeGreaterThanOrEqual(100);
    expect(refused.headers.has('x-app-usage')).toBe(false);
  });

  it('tell of up to 32 objects, with several types each', async () => {
    const full = (useCase: string, object: string) => ({ useCase, object, percent: 50 });
    const objects = Array.from({ length: 40 }, (_, at) => full('pages', `${700 + at}`));
    await sim.control('POST', 'usage', { fill: [full('leadgen', '700'), ...objects] });
    const usage = header(await sim.graph('GET', '/me', token), 'x-business-use-case-usage');
    expect(Object.keys(usage)).toHaveLength(32);
    expect(usage['700'].map(({ type }: Json) => type)).toEqual(['leadgen', 'pages']);
  });

  it('count insights by themselves', async () => {
    await allow({ ads_insights: 4 });
    const answer = await sim.graph('GET', `/act_${DEMO.adAccount}/insights`, token);
    expect(header(answer, 'x-fb-ads-insights-throttle').acc_id_util_pct).toBe(25);
    expect(header(answer, 'x-business-use-case-usage')[DEMO.adAccount][0].type).toBe('ads_insights');
  });
});

describe('limits', () => {
  const full = async (useCase: string, object: string, path: string, by = token) => {
    await sim.control('POST', 'usage', { fill: [{ useCase, object, percent: 100 }] });
    const { body } = await sim.graph('GET', path, by);
    await sim.control('DELETE', 'usage');
    return body.error?.code;
  };

  it('have a code of their own by use case', async () => {
    const server = await system();
    const seen = {
      app: await full('app', DEMO.app, '/me'),
      user: await full('user', DEMO.ada, '/me'),
      page: await full('page', DEMO.page, `/${DEMO.page}`),
      pages: await full('pages', DEMO.page, `/${DEMO.page}`, server),
      leadgen: await full('leadgen', DEMO.page, `/${DEMO.page}/leadgen_forms`, server),
      messenger: await full('messenger', DEMO.page, `/${DEMO.page}/conversations`, server),
      instagram: await full('instagram', DEMO.instagram, `/${DEMO.instagram}`),
      whatsapp: await full('whatsapp', DEMO.waba, `/${DEMO.waba}`),
      catalog: await full('catalog', DEMO.catalog, `/${DEMO.catalog}`),
      insights: await full('ads_insights', DEMO.adAccount, `/act_${DEMO.adAccount}/insights`),
      mutations: await full('mutations', `${DEMO.app}:${DEMO.adAccount}`, `/act_${DEMO.adAccount}`),
    };
    expect(seen).toEqual({
      app: 4,
      user: 17,
      page: 32,
      pages: 80001,
      leadgen: 80005,
      messenger: 80006,
      instagram: 80002,
      whatsapp: 80008,
      catalog: 80009,
      insights: 80000,
      mutations: undefined,
    });
  });

  it('of writes to an ad account are by the second: 613/5044001', async () => {
    await allow({ mutations: 2 });
    const write = async () => (await sim.graph('POST', `/act_${DEMO.adAccount}/subscribed_apps`, token)).body;
    await advance(5);
    expect([await write(), await write()]).toEqual([{ success: true }, { success: true }]);
    expect((await write()).error).toMatchObject({ code: 613, error_subcode: 5044001 });
    await advance(2);
    expect(await write()).toEqual({ success: true });
  });

  it('let calls through again when the hour has passed, later for those who keep calling', async () => {
    await allow({ user: 3 });
    const me = async () => (await sim.graph('GET', '/me', token)).status;
    expect([await me(), await me(), await me(), await me()]).toEqual([200, 200, 200, 400]);
    await advance(1800);
    expect(await me()).toBe(400);
    await advance(1801);
    expect(await me()).toBe(200);
    const { data } = (await sim.control('GET', 'usage')).body;
    expect(data.find(({ useCase }: Json) => useCase === 'user').percent).toBeCloseTo(66.7, 0);
  });

  it('count every item of a batch', async () => {
    await allow({ user: 3 });
    const batch = JSON.stringify(Array.from({ length: 4 }, () => ({ method: 'GET', relative_url: 'me' })));
    const { body } = await sim.graph('POST', '/v26.0/', token, { batch });
    expect(body.map(({ code }: Json) => code)).toEqual([200, 200, 200, 400]);
  });
});
