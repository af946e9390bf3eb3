import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { authorize, startConnect } from '../../../lambdas/oauth/begin-connect.ts';
import { finishConnect } from '../../../lambdas/oauth/finish-connect.ts';
import { hashOf } from '../../../lambdas/oauth/oauth-state.ts';
import { DEMO, type MetaSimulator } from '../../local/graph-meta.ts';
import {
  app,
  callerOf,
  consent,
  endOf,
  freshWorld,
  type OauthWorld,
  oauthSimulator,
  theConnection,
  upToCallback,
} from './oauth-world.ts';

let sim: MetaSimulator;
let w: OauthWorld;
beforeAll(async () => {
  sim = await oauthSimulator();
});
afterAll(() => sim.close());
beforeEach(async () => {
  w = await freshWorld(sim);
});

const asked = { platform: 'facebook', features: ['pages'], returnTo: `${app}/done` } as const;
const wish = (changes: object = {}) =>
  authorize(callerOf('shop'), { ...asked, features: ['pages'], ...changes }, w.doors);
const finish = (callback: object, jar: Record<string, string>) =>
  finishConnect(callback, jar, w.doors, w.notes).then(endOf);
const nothingKept = () => {
  expect(w.doors.connections.rows()).toEqual([]);
  expect(w.doors.vault.refs()).toEqual([]);
  expect(w.doors.outbox.items('connectionLinks')).toEqual([]);
};

describe('a consent', () => {
  it('ends with a kept token, a connection that is linking, its message, and the person back in the app', async () => {
    const end = await consent(w, { features: ['pages', 'insights'], returnTo: `${app}/done?tab=1` });
    const row = theConnection(w);
    expect(end.redirect).toBe(`${app}/done?tab=1&connection=${row.id}`);
    expect(row).toMatchObject({ state: 'linking', appId: DEMO.app, metaUserId: DEMO.ada, createdBy: 'user-1' });
    expect(row.granted).toEqual(expect.arrayContaining(['pages_show_list', 'pages_read_engagement', 'ads_read']));
    expect(row).toMatchObject({ missing: [], declined: [], features: ['pages', 'insights'] });
    expect(w.doors.vault.refs()).toEqual([{ workspace: 'shop', connectionId: row.id, kind: 'user', subject: 'me' }]);
    expect(w.doors.outbox.items('connectionLinks')).toEqual([
      { workspace: 'shop', connectionId: row.id, reason: 'connected' },
    ]);
    // Long-lived is about 60 days (fact sheet §2).
    const days = (Date.parse(row.tokens[0]?.expiresAt ?? '') - w.clock.now()) / 86_400_000;
    expect(days).toBeGreaterThan(55);
    expect(w.notes.total('Connects', { outcome: 'linking' })).toBe(1);
  });

  it('tells which feature is off when a scope was declined', async () => {
    await consent(w, { features: ['pages', 'insights'], choice: { decline: ['ads_read'] } });
    expect(theConnection(w)).toMatchObject({
      declined: ['ads_read'],
      missing: [{ what: 'feature:insights', why: 'the scope ads_read was declined' }],
    });
  });

  it('denied, connects nothing and says so', async () => {
    expect(await consent(w, { choice: { deny: true } })).toMatchObject({
      error: 'denied',
      redirect: `${app}/done?error=denied`,
    });
    nothingKept();
  });

  it('of the same person renews the connection, keeps its features and does not make a second one', async () => {
    const first = await consent(w, { features: ['pages'] });
    const again = await consent(w, { features: ['insights'] });
    expect(again.id).toBe(first.id);
    expect(theConnection(w)).toMatchObject({ features: ['pages', 'insights'], state: 'linking' });
    expect(w.doors.vault.refs()).toHaveLength(1);
  });

  it('of the same person in another workspace, and of another person, are connections of their own', async () => {
    const ids = [
      await consent(w),
      await consent(w, { workspace: 'other' }),
      await consent(w, { choice: { user: DEMO.ben } }),
    ];
    expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
  });

  it('of Login for Business grants all or nothing and keeps the business’s own token', async () => {
    const going = { platform: 'facebook-business', configId: '990000000000061' } as const;
    const end = await consent(w, { ...going, features: ['pages', 'insights'] });
    expect(end.error).toBeNull();
    expect(theConnection(w).granted).toEqual(expect.arrayContaining(['pages_show_list', 'ads_read']));
    const [kept] = w.doors.vault.refs();
    expect(['user', 'business']).toContain(kept?.kind);
  });

  it('of Instagram Login speaks for the account by Instagram’s own token', async () => {
    const end = await consent(w, {
      platform: 'instagram',
      features: ['instagram-messaging'],
      choice: { user: DEMO.instagram },
    });
    expect(end.error).toBeNull();
    expect(theConnection(w)).toMatchObject({ platform: 'instagram', appId: DEMO.instagramApp, missing: [] });
    expect(w.doors.vault.refs()).toMatchObject([{ kind: 'instagram' }]);
  });
});

describe('a flow under attack', () => {
  it('works once: the same address again is a page, and changes nothing', async () => {
    const { callback, jar } = await upToCallback(w);
    const first = await finish(callback, jar);
    expect(first.id).not.toBe('');
    expect((await finish(callback, jar)).page).toBe('unknown');
    expect(w.doors.outbox.items('connectionLinks')).toHaveLength(1);
  });

  it('works once when two callbacks come at the same moment', async () => {
    const { callback, jar } = await upToCallback(w);
    const ends = await Promise.all([finish(callback, jar), finish(callback, jar)]);
    expect(ends.map(({ page }) => page ?? 'back').sort()).toEqual(['back', 'unknown']);
    expect(w.doors.connections.rows()).toHaveLength(1);
  });

  it('is the same connection when two flows of one person end at the same moment', async () => {
    const [one, two] = [await upToCallback(w), await upToCallback(w)];
    const ends = await Promise.all([finish(one.callback, one.jar), finish(two.callback, two.jar)]);
    const ids = ends.filter(({ id }) => id).map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set([theConnection(w).id]));
    expect(w.doors.vault.refs()).toHaveLength(1);
  });

  it.each([
    ['no cookie', () => ({})],
    [
      'another flow’s cookie',
      (jar: object) => Object.fromEntries(Object.keys(jar).map((name) => [name, 'x'.repeat(43)])),
    ],
    ['its cookie under another name', (jar: object) => ({ '__Host-metaport-0000000000000000': Object.values(jar)[0] })],
  ])('does not end in a browser with %s, and is not used up by it', async (_what, change) => {
    const { callback, jar } = await upToCallback(w);
    expect((await finish(callback, change(jar) as Record<string, string>)).page).toBe('other-browser');
    nothingKept();
    expect((await finish(callback, jar)).error).toBeNull();
  });

  it('is over after ten minutes', async () => {
    const { callback, jar } = await upToCallback(w);
    w.clock.skip(10 * 60_000 + 1000);
    expect((await finish(callback, jar)).page).toBe('unknown');
    nothingKept();
  });

  it.each([
    [{}],
    [{ state: '' }],
    [{ state: 'x'.repeat(43), code: 'c' }],
    [{ state: '<script>', code: 'c' }],
    [{ error: 'access_denied' }],
  ])('does not begin at the callback: %j', async (callback) => {
    expect(await finish(callback, {})).toMatchObject({ page: 'unknown', redirect: '' });
    nothingKept();
  });

  it('binds one browser only, which may come again', async () => {
    const { url } = await wish();
    const start = new URL(url).searchParams.get('start') ?? '';
    const first = await startConnect(start, {}, w.doors, w.notes);
    if (!('redirect' in first) || !first.cookie) throw new Error('not bound');
    expect(first.cookie).toMatchObject({ name: expect.stringMatching(/^__Host-/), maxAgeSeconds: 600 });
    expect(endOf(await startConnect(start, {}, w.doors, w.notes)).page).toBe('other-browser');
    const again = await startConnect(start, { [first.cookie.name]: first.cookie.value }, w.doors, w.notes);
    expect(again).toEqual({ redirect: first.redirect });
  });

  it('keeps of state and cookie only hashes, and tells Meta no start word', async () => {
    const { url, dialog } = await upToCallback(w);
    const start = new URL(url).searchParams.get('start') ?? '';
    const state = new URL(dialog).searchParams.get('state') ?? '';
    expect(dialog).not.toContain(start);
    const kept = JSON.stringify(await w.doors.states.peek(hashOf(state)));
    expect(kept).toContain(hashOf(state));
    for (const secret of [start, state]) expect(kept).not.toContain(secret);
  });

  it.each(['', 'nonsense', 'x'.repeat(43)])('does not start with %j', async (start) => {
    expect(endOf(await startConnect(start, {}, w.doors, w.notes)).page).toBe('unknown');
  });
});

describe('asking for a connection', () => {
  it.each([
    [{ features: ['leads'], platform: 'instagram' }, 'body.features.0'],
    [{ returnTo: 'https://evil.example.net/' }, 'body.returnTo'],
    [{ platform: 'facebook-business' }, 'body.configId'],
    [{ platform: 'whatsapp', features: ['whatsapp'] }, 'body.configId'],
    [{ configId: '1' }, 'body.configId'],
  ])('names what is wrong: %j', async (changes, path) => {
    await expect(wish(changes)).rejects.toMatchObject({ kind: 'invalid-request', errors: [{ path }] });
  });

  it('needs an app', async () => {
    w.doors.secrets.change({ apps: [] });
    await w.doors.secrets.metaApps({ fresh: true });
    await expect(wish()).rejects.toMatchObject({ kind: 'misconfigured' });
  });
});

describe('when Meta or we are in trouble', () => {
  const calls = ['oauth/access_token', 'debug_token', 'me/permissions', 'me$'];

  it.each(calls.flatMap((path) => (['html500', 'closeBefore'] as const).map((kind) => [path, kind] as const)))(
    '%s: %s leaves nothing half-connected, and beginning again works',
    async (path, kind) => {
      const going = { features: ['pages'] as const };
      const { callback, jar } = await upToCallback(w, { ...going, features: ['pages'] });
      await sim.control('POST', 'faults', { graph: [{ match: { path }, times: 50, fault: { kind } }] });
      expect((await finish(callback, jar)).error).toBe('temporary');
      nothingKept();
      await sim.control('POST', 'faults', { graph: [] });
      expect((await consent(w)).error).toBeNull();
    },
  );

  it('a code that was used is refused', async () => {
    const { callback, jar } = await upToCallback(w);
    await sim.exchange({ code: String(callback.code), redirect_uri: 'https://api.example.org/oauth/callback' });
    expect((await finish(callback, jar)).error).toBe('refused');
    nothingKept();
  });

  it('an app secret that was reset in the middle is read again', async () => {
    const { callback, jar } = await upToCallback(w);
    const [facebook, instagram] = await w.doors.secrets.metaApps();
    if (!facebook || !instagram) throw new Error('no apps');
    await sim.control('PUT', 'settings', { appSecret: 'sesame-the-second' });
    w.doors.secrets.change({ apps: [{ ...facebook, appSecret: 'sesame-the-second' }, instagram] });
    try {
      expect((await finish(callback, jar)).error).toBeNull();
    } finally {
      await sim.control('PUT', 'settings', { appSecret: 'sesame' });
    }
  });

  it('a return address that is allowed no more is not gone to', async () => {
    const { callback, jar } = await upToCallback(w);
    const end = await finishConnect(callback, jar, { ...w.doors, returnOrigins: [] }, w.notes);
    expect(endOf(end)).toMatchObject({ page: 'unknown', redirect: '' });
    nothingKept();
  });

  it('a vault that is throttled keeps no token and sends no work; beginning again works', async () => {
    const { callback, jar } = await upToCallback(w);
    const seal = () => Promise.reject(new Failure('unavailable', 'kms GenerateDataKey: ThrottlingException'));
    const end = endOf(await finishConnect(callback, jar, { ...w.doors, vault: { ...w.doors.vault, seal } }, w.notes));
    expect(end.error).toBe('temporary');
    expect(theConnection(w)).toMatchObject({ state: 'linking', tokens: [] });
    expect(w.doors.vault.refs()).toEqual([]);
    expect(w.doors.outbox.items('connectionLinks')).toEqual([]);
    expect((await consent(w)).error).toBeNull();
    expect(theConnection(w).tokens).toHaveLength(1);
  });

  it('a table that refuses is a page with 503, and nothing thrown', async () => {
    const { callback, jar } = await upToCallback(w);
    const states = { ...w.doors.states, peek: () => Promise.reject(new Error('canary')) };
    const end = await finishConnect(callback, jar, { ...w.doors, states }, w.notes);
    expect(end).toMatchObject({ status: 503, page: expect.not.stringContaining('canary') });
    const start = await startConnect('x'.repeat(43), {}, { ...w.doors, states }, w.notes);
    expect(start).toMatchObject({ status: 503, page: expect.not.stringContaining('canary') });
    expect(w.notes.total('Connects', { outcome: 'later' })).toBe(2);
  });
});
