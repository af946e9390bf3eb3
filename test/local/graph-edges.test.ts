import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO, type Json, type MetaSimulator, metaSimulator, SCOPES } from './graph-meta.ts';

let sim: MetaSimulator;
let token: string;
beforeAll(async () => {
  sim = await metaSimulator();
});
afterAll(() => sim.close());
beforeEach(async () => {
  await sim.control('POST', 'world', { reset: true });
  token = await sim.connect();
});

const read = async (path: string, params: Record<string, string> = {}, by = token) =>
  (await sim.graph('GET', path, by, params)).body;
const ids = ({ data }: Json): string[] => data.map(({ id }: Json) => id);
const codes = ({ body }: { body: Json }) => [body.error?.code, body.error?.error_subcode ?? null];
const pageToken = async (page: string = DEMO.page, by = token): Promise<string> =>
  (await read(`/${page}`, { fields: 'access_token' }, by)).access_token;

describe('what a person sees', () => {
  it('lists Pages, businesses and ad accounts, owned and shared by a partner', async () => {
    expect(ids(await read('/me/accounts'))).toEqual([DEMO.page, DEMO.outlet, DEMO.partnersPage]);
    expect(ids(await read('/me/businesses'))).toEqual([DEMO.business]);
    expect(ids(await read('/me/adaccounts'))).toEqual([`act_${DEMO.adAccount}`, `act_${DEMO.partnersAdAccount}`]);
    const { user_tasks, account_status } = await read(`/act_${DEMO.partnersAdAccount}`, {
      fields: 'user_tasks,account_status',
    });
    expect([user_tasks, account_status]).toEqual([['ANALYZE'], 1]);
  });

  it('lists what a business owns, and what it has from others', async () => {
    const seen: Json = {};
    for (const edge of ['pages', 'ad_accounts', 'pixels', 'product_catalogs', 'whatsapp_business_accounts']) {
      seen[`owned_${edge}`] = ids(await read(`/${DEMO.business}/owned_${edge}`));
      seen[`client_${edge}`] = ids(await read(`/${DEMO.business}/client_${edge}`));
    }
    expect(seen).toEqual({
      owned_pages: [DEMO.page, DEMO.outlet],
      client_pages: [DEMO.partnersPage],
      owned_ad_accounts: [`act_${DEMO.adAccount}`],
      client_ad_accounts: [`act_${DEMO.partnersAdAccount}`],
      owned_pixels: [DEMO.pixel],
      client_pixels: [],
      owned_product_catalogs: [DEMO.catalog],
      client_product_catalogs: [],
      owned_whatsapp_business_accounts: [DEMO.waba],
      client_whatsapp_business_accounts: [],
    });
    expect(ids(await read(`/${DEMO.business}/system_users`))).toEqual([DEMO.systemUser]);
    expect(ids(await read(`/${DEMO.business}/clients`))).toEqual([DEMO.partner]);
    expect(ids(await read(`/${DEMO.business}/instagram_business_accounts`))).toContain(DEMO.instagram);
  });

  it('expands fields into nodes and edges', async () => {
    const me = await read('/me', { fields: 'name,accounts.limit(1){name,instagram_business_account{username}}' });
    expect(me).toMatchObject({ id: DEMO.ada, name: 'Ada Example' });
    expect(me.accounts.data).toEqual([
      {
        id: DEMO.page,
        name: 'Lumen & Leaf',
        instagram_business_account: { username: 'lumen.and.leaf', id: DEMO.instagram },
      },
    ]);
    const failed = await sim.graph('GET', '/me', token, { fields: 'name,shoe_size' });
    expect(codes(failed)).toEqual([100, null]);
    expect(codes(await sim.graph('GET', '/me', token, { fields: 'name{' }))).toEqual([100, null]);
  });

  it('does not tell what is missing from what may not be seen', async () => {
    for (const id of [DEMO.partner, '123', 'nonsense']) {
      expect(codes(await sim.graph('GET', `/${id}`, token))).toEqual([100, 33]);
    }
    expect(codes(await sim.graph('GET', `/${DEMO.page}/no_such_edge`, token))).toEqual([2500, null]);
    expect(codes(await sim.graph('DELETE', `/${DEMO.page}/leadgen_forms`, token))).toEqual([100, 33]);
  });

  it('refuses each edge without its scope', async () => {
    const poor = await sim.connect(['email'], { user: DEMO.ben });
    const refused: [string, number][] = [
      ['/me/accounts', 200],
      ['/me/businesses', 200],
      ['/me/adaccounts', 200],
      [`/${DEMO.page}`, 10],
      [`/${DEMO.page}/leadgen_forms`, 200],
      [`/${DEMO.page}/conversations`, 200],
      [`/${DEMO.business}/owned_pages`, 200],
    ];
    for (const [path, code] of refused)
      expect([path, ...codes(await sim.graph('GET', path, poor))]).toEqual([path, code, null]);
  });

  it('refuses what a task does not allow', async () => {
    const analyst = await sim.connect(SCOPES, { user: DEMO.ben });
    const page = await pageToken(DEMO.page, analyst);
    expect(codes(await sim.graph('GET', `/${DEMO.page}/conversations`, page))).toEqual([200, null]);
    expect(
      codes(await sim.graph('POST', `/${DEMO.page}/subscribed_apps`, page, { subscribed_fields: 'feed' })),
    ).toEqual([200, null]);
    expect((await read(`/${DEMO.page}/insights`, { metric: 'page_media_view' }, page)).data).toHaveLength(1);
  });
});

describe('odd requests', () => {
  it('are refused in Meta’s words and end nothing', async () => {
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' };
    expect(codes(await sim.send('/v26.0/me', json))).toEqual([100, null]);
    for (const path of ['//', '//evil.invalid/x', '/v26.0/%E0%A4%A', '/v26.0/', '/?x=1', '/graph.facebook.com']) {
      expect([path, (await sim.send(path)).status]).toEqual([path, 400]);
    }
    for (const field of ['constructor', '__proto__', 'toString']) {
      expect(codes(await sim.graph('GET', '/me', token, { fields: field }))).toEqual([100, null]);
      expect((await sim.graph('GET', `/${field}`, token)).status).toBe(400);
      expect((await sim.graph('GET', `/me/${field}`, token)).status).toBe(400);
    }
    expect((await sim.send('/v26.0/me', { method: 'PUT' })).status).toBe(405);
    expect((await read('/me')).id).toBe(DEMO.ada);
  });
});

describe('paging', () => {
  it('goes through 300 Pages, by cursors and by the next URL, which holds the token as Meta’s does', async () => {
    const pages = Array.from({ length: 300 }, (_, at) => `8800000000${String(at).padStart(5, '0')}`);
    const things = pages.map((id) => ({ kind: 'page', id, fields: { name: `Shop ${id}` }, owner: DEMO.business }));
    const tasks = Object.fromEntries(pages.map((id) => [id, ['MANAGE']]));
    await sim.control('POST', 'world', { things: [...things, { kind: 'user', id: DEMO.ada, tasks }] });
    const first = await read('/me/accounts', { limit: '100' });
    expect(first.data).toHaveLength(100);
    expect(first.paging).not.toHaveProperty('previous');
    expect(first.paging.next).toContain(token);
    const found = [...ids(first)];
    let { paging } = first;
    while (paging?.next) {
      const after = await read('/me/accounts', { limit: '100', after: paging.cursors.after });
      const followed = await sim.send(paging.next.slice(sim.url.length));
      expect(ids(followed.body)).toEqual(ids(after));
      found.push(...ids(after));
      ({ paging } = after);
    }
    expect(new Set(found).size).toBe(303);
    expect(found).toHaveLength(303);
    expect((await read('/me/accounts')).data).toHaveLength(25);
    expect((await read('/me/accounts', { limit: '5000' })).data).toHaveLength(100);
    const back = await read('/me/accounts', { limit: '2', before: Buffer.from(found[4] ?? '').toString('base64url') });
    expect(ids(back)).toEqual(found.slice(2, 4));
  });

  it('refuses a cursor that leads nowhere, and ids', async () => {
    expect(codes(await sim.graph('GET', '/me/accounts', token, { after: 'xyz' }))).toEqual([2642, null]);
    expect(codes(await sim.graph('GET', '/me/accounts', token, { limit: 'many' }))).toEqual([100, null]);
    const ids = await sim.graph('GET', '/', token, { ids: `${DEMO.page},${DEMO.outlet}` });
    expect([...codes(ids), ids.body.error.message]).toEqual([
      100,
      null,
      expect.stringContaining('deprecated in v26.0'),
    ]);
  });
});

describe('sharing', () => {
  const share = (params: Record<string, string>, method = 'POST') =>
    sim.graph(method, `/${DEMO.page}/agencies`, token, params);

  it('is given and taken back by the owner, and seen by the other side', async () => {
    expect((await share({ business: DEMO.partner, permitted_tasks: '["ANALYZE"]' })).body).toEqual({ success: true });
    expect(ids(await read(`/${DEMO.page}/agencies`))).toEqual([DEMO.partner]);
    expect(ids(await read(`/${DEMO.business}/agencies`))).toEqual([DEMO.partner]);
    expect((await share({ business: DEMO.partner }, 'DELETE')).body).toEqual({ success: true });
    expect(ids(await read(`/${DEMO.page}/agencies`))).toEqual([]);
  });

  it('is refused for what is not ours, unknown tasks and unknown businesses', async () => {
    const stranger = await sim.graph('POST', `/${DEMO.partnersPage}/agencies`, token, {
      business: DEMO.business,
      permitted_tasks: 'ANALYZE',
    });
    expect(codes(stranger)).toEqual([200, null]);
    expect(codes(await share({ business: DEMO.partner, permitted_tasks: 'DANCE' }))).toEqual([100, null]);
    expect(codes(await share({ business: '1', permitted_tasks: 'ANALYZE' }))).toEqual([100, null]);
    expect(codes(await share({ business: DEMO.partner }, 'DELETE'))).toEqual([100, null]);
  });

  it('is asked for by an agency, pending until the owner accepts', async () => {
    await sim.control('POST', 'world', {
      things: [{ kind: 'page', id: '77', owner: DEMO.partner, fields: { name: 'Far' } }],
    });
    const asked = await sim.graph('POST', `/${DEMO.business}/client_pages`, token, {
      page_id: '77',
      permitted_tasks: 'ANALYZE',
    });
    expect(asked.body).toEqual({ access_status: 'PENDING' });
    const pending = await read(`/${DEMO.business}/pending_client_pages`);
    expect(pending.data.map(({ page }: Json) => page)).toEqual([{ id: '77', name: 'Far' }]);
    const accept = {
      kind: 'page',
      id: '77',
      agencies: { [DEMO.business]: ['ANALYZE'] },
      pendingAgencies: { [DEMO.business]: null },
    };
    await sim.control('POST', 'world', { things: [accept] });
    expect(ids(await read(`/${DEMO.business}/client_pages`))).toContain('77');
    expect((await read(`/${DEMO.business}/pending_client_pages`)).data).toEqual([]);
  });

  it('ends between two businesses as a whole', async () => {
    await sim.graph('DELETE', `/${DEMO.business}/clients`, token, { business: DEMO.partner });
    expect(ids(await read(`/${DEMO.business}/client_pages`))).toEqual([]);
    expect(ids(await read(`/${DEMO.business}/clients`))).toEqual([]);
  });

  it('assigns people, system users too', async () => {
    const params = { user: DEMO.ben, tasks: 'ADVERTISE' };
    expect((await sim.graph('POST', `/act_${DEMO.adAccount}/assigned_users`, token, params)).body).toEqual({
      success: true,
    });
    const { data } = await read(`/act_${DEMO.adAccount}/assigned_users`, { business: DEMO.business });
    expect(data).toContainEqual({ id: DEMO.ben, name: 'Ben Example', tasks: ['ADVERTISE'] });
    expect(ids(await read(`/${DEMO.systemUser}/assigned_pages`))).toEqual([DEMO.page]);
  });
});

describe('WhatsApp, pixels and probes', () => {
  it('lists numbers and registers one with a PIN of six digits', async () => {
    expect(ids(await read(`/${DEMO.waba}/phone_numbers`))).toEqual([DEMO.number, '990000000000016']);
    const register = (pin: string) =>
      sim.graph('POST', `/${DEMO.number}/register`, token, { messaging_product: 'whatsapp', pin });
    expect(codes(await register('12345'))).toEqual([100, null]);
    expect((await register('123456')).body).toEqual({ success: true });
    expect((await read(`/${DEMO.number}`, { fields: 'status' })).status).toBe('CONNECTED');
  });

  it('answers the probes of a doctor', async () => {
    expect(ids(await read(`/act_${DEMO.adAccount}/adspixels`))).toEqual([DEMO.pixel]);
    expect((await read(`/${DEMO.pixel}`, { fields: 'name,last_fired_time' })).name).toBe('Shop pixel');
    expect((await read(`/${DEMO.page}/leadgen_forms`)).data).toHaveLength(1);
    expect((await read(`/${DEMO.page}/conversations`, { platform: 'messenger' })).data).toHaveLength(1);
    expect(codes(await sim.graph('GET', `/${DEMO.page}/conversations`, token, { platform: 'instagram' }))).toEqual([
      200,
      null,
    ]);
    const { data } = await read(`/act_${DEMO.adAccount}/insights`, { fields: 'spend' });
    expect(data).toEqual([{ spend: '12.34', date_start: expect.any(String), date_stop: expect.any(String) }]);
    expect(codes(await sim.graph('GET', `/act_${DEMO.adAccount}/insights`, token, { fields: 'roas' }))).toEqual([
      100,
      null,
    ]);
    const page = await pageToken();
    expect(codes(await sim.graph('GET', `/${DEMO.page}/insights`, page, { metric: 'page_impressions' }))).toEqual([
      100,
      null,
    ]);
  });
});
