import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { harness } from './graph-harness.ts';
import { DEMO, dialogUrl, type Json, type MetaSimulator, metaSimulator, SECRET } from './graph-meta.ts';

describe('the journal of Graph calls', () => {
  let sim: MetaSimulator;
  let token: string;
  beforeAll(async () => {
    sim = await metaSimulator();
    token = await sim.connect();
  });
  afterAll(() => sim.close());
  beforeEach(async () => void (await sim.control('DELETE', 'calls')));
  const calls = async (query = ''): Promise<Json[]> => (await sim.control('GET', `calls${query}`)).body.data;

  it('names node and edge as Meta’s specs do, with parameters and what came of it', async () => {
    await sim.graph('GET', '/me/accounts', token, { fields: 'id,name', limit: '5' });
    await sim.graph('GET', `/act_${DEMO.adAccount}/no_such_edge`, token);
    await sim.graph('GET', '/v26.0/999', token);
    expect(await calls()).toMatchObject([
      {
        host: 'graph.facebook.com',
        method: 'GET',
        version: 'v26.0',
        node: 'User',
        edge: 'accounts',
        path: 'User/accounts',
        params: { fields: 'id,name', limit: '5', appsecret_proof: '…' },
        tokenKind: 'user',
        tokenPlace: 'header',
        proof: 'ok',
        status: 200,
        code: null,
      },
      { path: 'AdAccount/no_such_edge', status: 400, code: 2500 },
      { path: '999', node: '999', edge: null, status: 400, code: 100, subcode: 33 },
    ]);
  });

  it('names the node of a dead token too', async () => {
    const dead = await sim.connect(['email'], { user: DEMO.ben });
    await sim.control('POST', 'tokens/kill', { person: DEMO.ben, subcode: 460 });
    await sim.graph('GET', '/me/accounts', dead);
    expect((await calls()).at(-1)).toMatchObject({ path: 'User/accounts', tokenKind: 'user', code: 190, subcode: 460 });
  });

  it('keeps no secret, token, code or PIN', async () => {
    const secrets = { client_secret: SECRET, code: 'AQfake-canary', fb_exchange_token: token, pin: '424242' };
    await sim.exchange({ ...secrets, grant_type: 'fb_exchange_token' });
    await sim.graph('POST', `/${DEMO.number}/register`, token, { messaging_product: 'whatsapp', pin: '424242' });
    await sim.graph('GET', '/debug_token', `${DEMO.app}|${SECRET}`, { input_token: token });
    const text = JSON.stringify(await calls());
    expect((await calls()).length).toBe(3);
    for (const secret of [SECRET, token, 'AQfake-canary', '424242']) expect(text).not.toContain(secret);
    expect(Object.keys((await calls())[0]?.params)).toContain('client_secret');
  });

  it('is read from a call or a time on, by path, and forgotten', async () => {
    await sim.graph('GET', '/me', token);
    const [first] = await calls();
    await sim.control('POST', 'clock', { advanceSeconds: 60 });
    await sim.graph('GET', '/me/accounts', token);
    const paths = async (query: string) => (await calls(query)).map(({ path }) => path);
    expect(await paths(`?since=${first?.id}`)).toEqual(['User/accounts']);
    expect(await paths(`?since=${new Date(Date.parse(first?.at) + 1000).toISOString()}`)).toEqual(['User/accounts']);
    expect(await paths('?path=accounts')).toEqual(['User/accounts']);
    expect((await sim.control('GET', 'calls?since=yesterday')).status).toBe(400);
    await sim.control('DELETE', 'calls');
    expect(await calls()).toEqual([]);
  });
});

describe('the operator’s page', () => {
  it('shows world, tokens, faults, limits and calls, escaped', async () => {
    const sim = await metaSimulator();
    const token = await sim.connect();
    await sim.control('POST', 'faults', { graph: [{ match: { path: '<b>' }, fault: { kind: 'html500' } }] });
    await sim.control('POST', 'usage', { fill: [{ useCase: 'app', object: DEMO.app, percent: 42 }] });
    await sim.send(`/v26.0/${encodeURIComponent('<script>alert(1)</script>')}`);
    await sim.graph('GET', '/me', token);
    const { text } = await sim.send('/');
    expect(text).not.toMatch(/<script|<b>/);
    for (const part of ['User', 'html500', '42', 'instagram', '&#60;script&#62;']) expect(text).toContain(part);
    await sim.close();
  });
});

describe('the world API', () => {
  it('adds, changes, removes, resets, and names what does not fit', async () => {
    const sim = await metaSimulator();
    const world = (body: unknown) => sim.control('POST', 'world', body);
    const page = async (id: string) =>
      (await sim.control('GET', 'world?kind=page')).body.data.find((one: Json) => one.id === id);
    await world({ things: [{ kind: 'page', id: '5', fields: { name: 'New', about: 'x' } }] });
    await world({ things: [{ kind: 'page', id: '5', fields: { name: 'Newer' } }] });
    expect((await page('5')).fields).toEqual({ name: 'Newer', about: 'x' });
    await world({ remove: [DEMO.outlet] });
    expect(await page(DEMO.outlet)).toBeUndefined();
    await world({ reset: true });
    expect([await page('5'), (await page(DEMO.outlet)).kind]).toEqual([undefined, 'page']);
    for (const thing of [
      { kind: 'shoe', id: '1' },
      { kind: 'page', id: 'x' },
      { kind: 'page', id: '1', fans: 1 },
    ]) {
      expect((await world({ things: [thing] })).status).toBe(400);
    }
    await sim.close();
  });
});

const Payload = z.object({ algorithm: z.string(), issued_at: z.number(), user_id: z.string() });

describe('the callbacks of leaving', () => {
  let up: Awaited<ReturnType<typeof harness>>;
  afterEach(() => up.close());
  const start = async () => {
    up = await harness(({ url }) => ({
      status: 200,
      text: url.includes('deletion') ? '{"url":"https://app.invalid/s","confirmation_code":"abc"}' : '',
    }));
    const { webhookUrl } = z.object({ webhookUrl: z.string() }).parse((await up.call('GET', '/_sim/settings')).json());
    const base = webhookUrl.replace('/webhooks/meta', '/compliance');
    await up.call('PUT', '/_sim/settings', { deauthorizeUrl: `${base}/deauthorize`, deletionUrl: `${base}/deletion` });
    return base;
  };
  const sent = () => {
    const last = up.seen.at(-1);
    if (!last) throw new Error('nothing arrived');
    const [signature = '', payload = ''] = (new URLSearchParams(last.body).get('signed_request') ?? '').split('.');
    return {
      last,
      signature,
      payload,
      decoded: Payload.parse(JSON.parse(Buffer.from(payload, 'base64url').toString())),
    };
  };

  it('posts a signed_request when a person removes the app, whose tokens are dead then', async () => {
    await start();
    const { token } = z
      .object({ token: z.string() })
      .parse((await up.call('POST', '/_sim/tokens', { kind: 'user', app: DEMO.app, person: DEMO.ada })).json());
    expect((await up.call('POST', '/_sim/deauthorize', { userId: DEMO.ada })).json()).toMatchObject({ status: 200 });
    const { last, decoded } = sent();
    expect(last.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(decoded).toMatchObject({ algorithm: 'HMAC-SHA256', user_id: DEMO.ada });
    expect(Math.abs(decoded.issued_at - Date.now() / 1000)).toBeLessThan(5);
    const me = await up.raw('GET', '/v26.0/me', { authorization: `Bearer ${token}` }, '');
    expect(JSON.parse(me.text).error).toMatchObject({ code: 190, error_subcode: 458 });
  });

  it('gives back what the deletion callback answered, and can forge', async () => {
    await start();
    const answered = (await up.call('POST', '/_sim/delete-data', { userId: DEMO.ada })).json();
    expect(answered).toMatchObject({ status: 200, text: expect.stringContaining('confirmation_code') });
    const right = sent().signature;
    const forged = { userId: DEMO.ada, signWith: 'wrong', algorithm: 'HMAC-SHA1', issuedAt: 1, padded: true };
    await up.call('POST', '/_sim/delete-data', forged);
    expect(sent().signature).not.toBe(right);
    expect(sent().decoded).toEqual({ algorithm: 'HMAC-SHA1', issued_at: 1, user_id: DEMO.ada });
    await up.call('PUT', '/_sim/settings', { deletionUrl: null });
    expect((await up.call('POST', '/_sim/delete-data', { userId: DEMO.ada })).status).toBe(409);
  });
});

describe('the consent of the control API', () => {
  it('takes the URL as Meta’s own or the simulator’s, and refuses what is no dialog', async () => {
    const sim = await metaSimulator();
    const path = dialogUrl({ scope: 'email' });
    const urls = [path, `${sim.url}${path}`, `https:/${path}`];
    for (const url of urls) expect((await sim.consent(url)).searchParams.get('state')).toBe('a-state');
    expect((await sim.consent(path, { deny: true })).searchParams.get('error')).toBe('access_denied');
    expect((await sim.control('POST', 'consent', { url: 'https://example.com/' })).status).toBe(400);
    expect((await sim.control('POST', 'consent', { url: path, user: '1' })).status).toBe(409);
    await sim.close();
  });
});
