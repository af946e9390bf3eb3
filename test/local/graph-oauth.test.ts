import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { describeWithShared } from '../shared-material.ts';
import { CALLBACK, DEMO, dialogUrl, type Json, type MetaSimulator, metaSimulator, SECRET } from './graph-meta.ts';

let sim: MetaSimulator;
beforeAll(async () => {
  sim = await metaSimulator({ instagramAppSecret: 'open-sesame' });
});
afterAll(() => sim.close());
beforeEach(async () => void (await sim.control('POST', 'world', { reset: true })));

const asked = dialogUrl({ scope: 'pages_show_list,ads_read' });
const codeIn = (url: URL) => url.searchParams.get('code') ?? '';
const appToken = `${DEMO.app}|${SECRET}`;
const debug = async (token: string, by = appToken) =>
  (await sim.graph('GET', '/debug_token', by, { input_token: token })).body;

/** Fills in the dialog's form as a browser would. */
async function submit(page: string, ticked: (name: string, value: string) => boolean, answer: 'allow' | 'deny') {
  const form = new URLSearchParams();
  for (const [, type, name = '', value = ''] of page.matchAll(/<input type="(\w+)" name="(\w+)" value="([^"]*)"/g)) {
    if (type === 'hidden' || ticked(name, value)) form.append(name, value.replaceAll('&#38;', '&'));
  }
  form.set('user', /<option value="(\d+)"/.exec(page)?.[1] ?? '');
  form.set('answer', answer);
  const action = /action="([^"]+)"/.exec(page)?.[1] ?? '';
  const sent = await sim.send(action, { method: 'POST', body: form, headers: { origin: sim.url } });
  return { ...sent, location: new URL(sent.headers.get('location') ?? 'about:blank') };
}

describe('the OAuth dialog of Facebook', () => {
  it('is a page without script, with what a browser needs to answer', async () => {
    const page = await sim.send(asked);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const part of [
      'id="user"',
      'id="allow"',
      'id="deny"',
      'name="scope" value="ads_read"',
      `value="${DEMO.page}"`,
    ]) {
      expect(page.text).toContain(part);
    }
    expect(page.text).not.toContain('<script');
  });

  it('sends the browser back with a code and the state', async () => {
    const { status, location } = await submit((await sim.send(asked)).text, () => true, 'allow');
    expect([status, location.origin + location.pathname, location.searchParams.get('state')]).toEqual([
      302,
      CALLBACK,
      'a-state',
    ]);
    const { body } = await sim.exchange({ code: codeIn(location), redirect_uri: CALLBACK });
    expect(body).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 3600 });
  });

  it('sends it back with the reason when the person denies', async () => {
    const { location } = await submit((await sim.send(asked)).text, () => true, 'deny');
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      error: 'access_denied',
      error_reason: 'user_denied',
      error_description: expect.any(String),
      state: 'a-state',
    });
  });

  it('grants what stays ticked, for the assets that stay ticked', async () => {
    const keep = (name: string, value: string) => value !== 'ads_read' && (name !== 'asset' || value === DEMO.page);
    const { location } = await submit((await sim.send(asked)).text, keep, 'allow');
    const { body } = await sim.exchange({ code: codeIn(location), redirect_uri: CALLBACK });
    const { data } = await debug(body.access_token);
    expect(data.scopes).toEqual(['public_profile', 'pages_show_list']);
    expect(data.granular_scopes).toContainEqual({ scope: 'pages_show_list', target_ids: [DEMO.page] });
    const { body: list } = await sim.graph('GET', '/me/accounts', body.access_token);
    expect(list.data.map(({ id }: Json) => id)).toEqual([DEMO.page]);
    const { body: permissions } = await sim.graph('GET', '/me/permissions', body.access_token);
    expect(permissions.data).toContainEqual({ permission: 'ads_read', status: 'declined' });
  });

  it('asks for a declined scope again only with auth_type=rerequest', async () => {
    await sim.consent(asked, { decline: ['ads_read'] });
    const tokenAfter = async (url: string) => {
      const code = codeIn(await sim.consent(url));
      return (await sim.exchange({ code, redirect_uri: CALLBACK })).body.access_token;
    };
    expect((await debug(await tokenAfter(asked))).data.scopes).not.toContain('ads_read');
    const again = dialogUrl({ scope: 'pages_show_list,ads_read', auth_type: 'rerequest' });
    expect((await debug(await tokenAfter(again))).data.scopes).toContain('ads_read');
  });

  it('redirects nowhere but to the addresses of the app', async () => {
    for (const redirect_uri of ['https://evil.invalid/', `${CALLBACK}/`, `${CALLBACK}?a=1`, '']) {
      const page = await sim.send(dialogUrl({ redirect_uri }));
      expect([page.status, page.headers.get('location')]).toEqual([400, null]);
      expect(page.text).toContain('id="trouble"');
    }
    expect((await sim.send(dialogUrl({ client_id: '1' }))).status).toBe(400);
    expect((await sim.send(dialogUrl({ state: '' }))).status).toBe(400);
  });

  it('escapes what the URL brings', async () => {
    const page = await sim.send(dialogUrl({ state: '"><script>alert(1)</script>', scope: '<b>' }));
    expect(page.text).not.toMatch(/<script|<b>/);
  });
});

describe('codes', () => {
  it('work once, for ten minutes, with the redirect_uri of the dialog to the letter', async () => {
    const code = codeIn(await sim.consent(asked));
    const other = await sim.exchange({ code, redirect_uri: `${CALLBACK}/` });
    expect(other.body.error).toMatchObject({ code: 100, type: 'OAuthException' });
    expect((await sim.exchange({ code, redirect_uri: CALLBACK })).status).toBe(200);
    expect((await sim.exchange({ code, redirect_uri: CALLBACK })).body.error).toMatchObject({ code: 100 });
    const late = codeIn(await sim.consent(asked));
    await sim.control('POST', 'clock', { advanceSeconds: 600 });
    expect((await sim.exchange({ code: late, redirect_uri: CALLBACK })).body.error.message).toContain('expired');
  });

  it('of Embedded Signup are exchanged without redirect_uri within 30 s', async () => {
    const order = { app: DEMO.app, user: DEMO.ada, wabaId: DEMO.waba, phoneNumberId: DEMO.number };
    const { body } = await sim.control('POST', 'embedded-signup', order);
    expect((await sim.exchange({ code: body.code, redirect_uri: CALLBACK })).body.error.code).toBe(100);
    const granted = await sim.exchange({ code: body.code });
    expect(granted.body).toEqual({ access_token: expect.any(String), token_type: 'bearer' });
    const { data } = await debug(granted.body.access_token);
    expect(data).toMatchObject({ type: 'SYSTEM_USER', expires_at: 0 });
    expect(data.granular_scopes[0]).toEqual({ scope: 'whatsapp_business_management', target_ids: [DEMO.waba] });
    const late = (await sim.control('POST', 'embedded-signup', order)).body.code;
    await sim.control('POST', 'clock', { advanceSeconds: 30 });
    expect((await sim.exchange({ code: late })).body.error.message).toContain('expired');
  });

  it('need the right secret of the right app', async () => {
    const code = codeIn(await sim.consent(asked));
    const wrong = await sim.exchange({ code, redirect_uri: CALLBACK, client_secret: 'guess' });
    expect(wrong.body.error.code).toBe(1);
    const stranger = { client_id: DEMO.instagramApp, client_secret: 'open-sesame' };
    expect((await sim.exchange({ code, redirect_uri: CALLBACK, ...stranger })).body.error.code).toBe(100);
    expect((await sim.exchange({ code, redirect_uri: CALLBACK })).status).toBe(200);
  });
});

describe('Login for Business', () => {
  const business = dialogUrl({ config_id: '990000000000061' });

  it('grants everything of its configuration, to a token that never ends', async () => {
    const code = codeIn(await sim.consent(business));
    const { body } = await sim.exchange({ code, redirect_uri: CALLBACK });
    expect(body).not.toHaveProperty('expires_in');
    const { data } = await debug(body.access_token);
    expect(data).toMatchObject({ type: 'SYSTEM_USER', expires_at: 0, is_valid: true });
    expect(data.scopes).toContain('pages_manage_metadata');
    const { body: me } = await sim.graph('GET', '/me', body.access_token, { fields: 'client_business_id' });
    expect(me.client_business_id).toBe(DEMO.business);
    const fetched = await sim.graph('POST', `/${DEMO.business}/system_user_access_tokens`, body.access_token, {
      fetch_only: 'true',
    });
    expect(fetched.body).toEqual({ access_token: body.access_token });
  });

  it('grants nothing when one permission is declined', async () => {
    const code = codeIn(await sim.consent(business, { decline: ['ads_read'] }));
    const { body } = await sim.exchange({ code, redirect_uri: CALLBACK });
    expect((await debug(body.access_token)).data.scopes).toEqual([]);
  });
});

describe('longer lives and ends', () => {
  const exchangeToken = (token: string, more: Json = {}) =>
    sim.exchange({ grant_type: 'fb_exchange_token', fb_exchange_token: token, ...more });

  it('prolongs a user token to 60 days, unless it is over', async () => {
    const long = await sim.connect();
    const { data } = await debug(long);
    expect(data.expires_at - data.issued_at).toBe(60 * 86_400);
    expect(data.data_access_expires_at - data.issued_at).toBe(90 * 86_400);
    await sim.control('POST', 'clock', { advanceSeconds: 60 * 86_400 });
    expect((await exchangeToken(long)).body.error).toMatchObject({ code: 190, error_subcode: 463 });
  });

  it('refreshes a system user’s token into a new one; the old one lives on', async () => {
    const fields = { kind: 'system-user', app: DEMO.app, person: DEMO.systemUser, expiresInSeconds: 86_400 };
    const { body: old } = await sim.control('POST', 'tokens', fields);
    const fresh = await exchangeToken(old.token, { set_token_expires_in_60_days: 'true' });
    expect(fresh.body.expires_in).toBe(60 * 86_400);
    expect(fresh.body.access_token).not.toBe(old.token);
    expect((await debug(old.token)).data.is_valid).toBe(true);
  });

  it('revokes one token and leaves the others', async () => {
    const [one, two] = [await sim.connect(), await sim.connect()];
    const params = { client_id: DEMO.app, client_secret: SECRET, revoke_token: one };
    expect((await sim.graph('GET', '/oauth/revoke', appToken, params)).body).toEqual({ success: true });
    expect((await sim.graph('GET', '/me', one)).body.error.code).toBe(190);
    expect((await sim.graph('GET', '/me', two)).status).toBe(200);
  });

  it('lets the person remove the app: all its tokens die with 190/458', async () => {
    const token = await sim.connect();
    expect((await sim.graph('DELETE', `/${DEMO.ada}/permissions`, token)).body).toEqual({ success: true });
    expect((await sim.graph('GET', '/me', token)).body.error).toMatchObject({ code: 190, error_subcode: 458 });
  });

  it('gives the app its own token', async () => {
    expect((await sim.exchange({ grant_type: 'client_credentials' })).body.access_token).toBe(appToken);
  });

  it('mints tokens for system users of an installed app, as snapshots', async () => {
    const admin = (
      await sim.control('POST', 'tokens', {
        kind: 'system-user',
        app: DEMO.app,
        person: DEMO.systemUser,
        scopes: ['business_management'],
      })
    ).body.token;
    const mint = (params: Record<string, string>) =>
      sim.graph('POST', `/${DEMO.systemUser}/access_tokens`, admin, params);
    expect((await mint({ business_app: DEMO.instagramApp, scope: 'ads_read' })).body.error.code).toBe(100);
    const order = { business_app: DEMO.app, scope: 'ads_read,pages_show_list', set_token_expires_in_60_days: 'true' };
    const { access_token } = (await mint(order)).body;
    expect((await debug(access_token)).data.scopes).toEqual(['ads_read', 'pages_show_list']);
    const elsewhere = await sim.graph('GET', `/${DEMO.outlet}`, access_token);
    expect(elsewhere.body.error).toMatchObject({ code: 10, error_subcode: 1341012 });
    await sim.graph('DELETE', `/${DEMO.systemUser}/access_tokens`, admin);
    expect((await sim.graph('GET', '/me', access_token)).body.error.code).toBe(190);
  });
});

describe('Instagram Login', () => {
  const scope = 'instagram_business_basic,instagram_business_manage_messages';
  const url = `/www.instagram.com/oauth/authorize?${new URLSearchParams({
    client_id: DEMO.instagramApp,
    redirect_uri: CALLBACK,
    response_type: 'code',
    state: 'ig',
    scope,
  })}`;
  const code = async () => codeIn(await sim.consent(url));
  const trade = (params: Record<string, string>) =>
    sim.send('/api.instagram.com/oauth/access_token', {
      method: 'POST',
      body: new URLSearchParams({
        client_id: DEMO.instagramApp,
        client_secret: 'open-sesame',
        grant_type: 'authorization_code',
        redirect_uri: CALLBACK,
        ...params,
      }),
    });

  it('ends its redirect with #_, and errs in a shape of its own', async () => {
    expect((await sim.consent(url)).hash).toBe('#_');
    expect((await trade({ code: await code(), redirect_uri: `${CALLBACK}/` })).body).toMatchObject({
      error_type: 'OAuthException',
      code: 400,
      error_message: expect.stringContaining('redirect_uri'),
    });
  });

  it('goes from an hour to 60 days, and on by refreshing after a day', async () => {
    const short = (await trade({ code: await code() })).body;
    const ask = (path: string, token: string, params: Record<string, string>) =>
      sim.send(`/graph.instagram.com/${path}?${new URLSearchParams({ access_token: token, ...params })}`);
    const secret = { grant_type: 'ig_exchange_token', client_secret: 'open-sesame' };
    const long = (await ask('access_token', short.access_token, secret)).body;
    expect(long.expires_in).toBe(60 * 86_400);
    const refresh = () => ask('refresh_access_token', long.access_token, { grant_type: 'ig_refresh_token' });
    expect((await refresh()).status).toBe(400);
    await sim.control('POST', 'clock', { advanceSeconds: 86_400 });
    expect((await refresh()).body).toMatchObject({ token_type: 'bearer', expires_in: 60 * 86_400 });
    const me = await ask('v26.0/me', long.access_token, { fields: 'user_id,username' });
    expect(me.body).toEqual({ user_id: DEMO.instagram, username: 'lumen.and.leaf', id: '990000000000902' });
    expect(short.user_id).toBe('990000000000902');
    expect((await sim.graph('GET', '/me', long.access_token)).body.error.code).toBe(190);
  });
});

describe('debug_token', () => {
  it('tells a dead token from a living one, and never about another app’s', async () => {
    const token = await sim.connect();
    await sim.control('POST', 'tokens/kill', { person: DEMO.ada, subcode: 460 });
    const { data } = await debug(token);
    expect([data.is_valid, data.error]).toEqual([false, { code: 190, message: expect.any(String), subcode: 460 }]);
    expect((await debug('nonsense')).data).toMatchObject({ is_valid: false, error: { code: 190 } });
    expect((await debug(token, `${DEMO.instagramApp}|open-sesame`)).error.code).toBe(100);
    expect((await debug(token, `${DEMO.app}|guess`)).error.code).toBe(190);
  });
});

describeWithShared('answers have the shapes of Meta’s samples', (shared) => {
  const sample = (name: string): Json => JSON.parse(readFileSync(join(shared, 'meta/samples/oauth', name), 'utf8'));
  /** Members that a sample has and an answer lacks; what a token has only sometimes is left out. */
  const lacking = (wanted: Json, given: Json, sometimes: string[] = []) =>
    Object.keys(wanted).filter((name) => !(name in given) && !sometimes.includes(name));

  it('for debug_token, living, for ever and expired', async () => {
    const long = await sim.connect();
    const { data } = await debug(long);
    expect(lacking(sample('debug_token_user.json'), data)).toEqual([]);
    expect(lacking(sample('debug_token_granular_scopes.json'), data)).toEqual([]);
    const page = (await sim.graph('GET', `/${DEMO.page}`, long, { fields: 'access_token' })).body.access_token;
    const never = await debug(page);
    expect(lacking(sample('debug_token_never_expires.json'), never.data, ['metadata'])).toEqual([]);
    expect(never.data.expires_at).toBe(sample('debug_token_never_expires.json').expires_at);
    await sim.control('POST', 'clock', { advanceSeconds: 61 * 86_400 });
    const expired = (await debug(long)).data;
    const wanted = sample('debug_token_invalid_463.json').data;
    expect(lacking(wanted, expired, ['metadata', 'profile_id'])).toEqual([]);
    expect([expired.error.code, expired.error.subcode]).toEqual([wanted.error.code, wanted.error.subcode]);
  });

  it('for /me/accounts, /me/permissions and Instagram’s exchange', async () => {
    const long = await sim.connect();
    const { body } = await sim.graph('GET', '/me/accounts', long);
    expect(body.data.length).toBeGreaterThan(0);
    expect(lacking(sample('me_accounts_item.json'), body.data[0])).toEqual([]);
    expect(body.data[0].tasks).toEqual(sample('me_accounts_item.json').tasks);
    const permissions = (await sim.graph('GET', '/me/permissions', long)).body.data;
    expect(Object.keys(permissions[0])).toEqual(Object.keys(sample('me_permissions_item.json')));
  });
});
