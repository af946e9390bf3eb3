import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO, type Json, type MetaSimulator, metaSimulator, proofFor } from './graph-meta.ts';

let sim: MetaSimulator;
let token: string;
beforeAll(async () => {
  sim = await metaSimulator();
  token = await sim.connect();
});
afterAll(() => sim.close());
afterEach(async () => void (await sim.control('DELETE', 'faults')));

const script = (...graph: Json[]) => sim.control('POST', 'faults', { graph });
const me = () => sim.graph('GET', '/me', token);

describe('the fault script', () => {
  it('lets some calls pass, then spoils some, then lets all pass', async () => {
    const error = { kind: 'error', code: 613, subcode: 1996, status: 429, isTransient: true, userTitle: 'Slow down' };
    await script({ match: { path: '^/me$' }, after: 2, times: 1, fault: error });
    const answers = [await me(), await me(), await me(), await me()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429, 200]);
    expect(answers[2]?.body.error).toMatchObject({
      code: 613,
      error_subcode: 1996,
      is_transient: true,
      error_user_title: 'Slow down',
    });
  });

  it('meets calls by method, host, path and kind of token', async () => {
    const fault = { kind: 'html500' };
    await script(
      { match: { method: 'POST' }, fault },
      { match: { host: 'graph.instagram.com' }, fault },
      { match: { path: '/accounts$' }, fault },
      { match: { tokenKind: 'app' }, fault },
    );
    const status = async (method: string, path: string, by = token) => (await sim.graph(method, path, by)).status;
    expect(await status('GET', '/me')).toBe(200);
    expect(await status('POST', `/act_${DEMO.adAccount}/subscribed_apps`)).toBe(500);
    expect(await status('GET', '/graph.instagram.com/v26.0/me')).toBe(500);
    expect(await status('GET', '/me/accounts')).toBe(500);
    expect(await status('GET', `/${DEMO.app}`, `${DEMO.app}|sesame`)).toBe(500);
    expect((await sim.control('GET', 'faults')).body.graph.map(({ met }: Json) => met)).toEqual([1, 1, 1, 1]);
  });

  it('answers an HTML page, an error with HTTP 200, a broken and a huge body', async () => {
    await script({ times: 1, fault: { kind: 'html500' } });
    const html = await me();
    expect([html.status, html.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
    await script({ times: 1, fault: { kind: 'error200', code: 1 } });
    const fine = await me();
    expect([fine.status, fine.body.error.code]).toEqual([200, 1]);
    await script({ times: 1, fault: { kind: 'tooBig', bytes: 100_000 } });
    expect((await me()).text.length).toBeGreaterThan(100_000);
    await script({ times: 1, fault: { kind: 'truncated' } });
    await expect(me()).rejects.toThrow();
  });

  it('cuts the connection before the call takes effect, or after', async () => {
    const page = (await sim.graph('GET', `/${DEMO.page}`, token, { fields: 'access_token' })).body.access_token;
    const path = `/${DEMO.page}/subscribed_apps`;
    const fields = async () => (await sim.graph('GET', path, page)).body.data.length;
    const post = () => sim.graph('POST', path, page, { subscribed_fields: 'feed' });
    await script({ match: { method: 'POST' }, times: 1, fault: { kind: 'closeBefore' } });
    await expect(post()).rejects.toThrow();
    expect(await fields()).toBe(0);
    await script({ match: { method: 'POST' }, times: 1, fault: { kind: 'closeAfterCommit' } });
    await expect(post()).rejects.toThrow();
    expect(await fields()).toBe(1);
    const { data } = (await sim.control('GET', 'calls?path=Page/subscribed_apps')).body;
    const faulty = data.filter(({ fault }: Json) => fault);
    expect(faulty.map(({ fault, status }: Json) => [fault, status])).toEqual([
      ['closeBefore', null],
      ['closeAfterCommit', null],
    ]);
  });

  it('is slow', async () => {
    await script({ times: 1, fault: { kind: 'slow', ms: 150 } });
    const begun = performance.now();
    expect((await me()).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(149);
  });

  it('refuses a script that it does not understand', async () => {
    for (const rule of [{ fault: { kind: 'gremlins' } }, { match: { path: '(' }, fault: { kind: 'html500' } }, {}]) {
      expect((await script(rule)).status).toBe(400);
    }
  });
});

describe('versions', () => {
  const at = (version: string, path: string) =>
    sim.send(`/${version}${path}?${new URLSearchParams({ access_token: token, appsecret_proof: proofFor(token) })}`);

  it('are served as asked while they live, and the newest without one', async () => {
    expect((await at('v25.0', '/me')).headers.get('facebook-api-version')).toBe('v25.0');
    const none = await sim.send(
      `/me?${new URLSearchParams({ access_token: token, appsecret_proof: proofFor(token) })}`,
    );
    expect([none.status, none.headers.get('facebook-api-version')]).toEqual([200, 'v26.0']);
    for (const name of ['x-fb-rev', 'x-fb-trace-id', 'x-fb-request-id', 'x-fb-debug'])
      expect(none.headers.get(name)).toBeTruthy();
  });

  it('that do not exist lead nowhere, even without a token; those that do ask for one', async () => {
    const probe = async (version: string) => (await sim.send(`/${version}/me`)).body.error;
    expect(await probe('v27.0')).toMatchObject({ code: 2500, message: 'Unknown path components: /me' });
    expect(await probe('v26.0')).toMatchObject({ code: 2500, message: expect.stringContaining('token') });
  });

  it('that have ended fail with 2635, but Marketing calls are upgraded with a warning while the app allows it', async () => {
    expect((await at('v20.0', '/me')).body.error.code).toBe(2635);
    const upgraded = await at('v24.0', `/act_${DEMO.adAccount}`);
    expect([upgraded.status, upgraded.headers.get('facebook-api-version')]).toEqual([200, 'v26.0']);
    expect(upgraded.headers.get('x-ad-api-version-warning')).toContain('v26.0');
    await sim.control('POST', 'world', { things: [{ kind: 'app', id: DEMO.app, autoUpgrade: false }] });
    expect((await at('v24.0', `/act_${DEMO.adAccount}`)).body.error.code).toBe(2635);
    expect((await at('v24.0', '/me')).status).toBe(200);
  });
});
