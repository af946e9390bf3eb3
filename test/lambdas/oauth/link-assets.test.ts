import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assetName } from '../../../lambdas/foundation/core/ids.ts';
import { linkAssets } from '../../../lambdas/oauth/link-assets.ts';
import type { FeatureName } from '../../../lambdas/oauth/scopes.ts';
import { DEMO, type MetaSimulator, SECRET } from '../../local/graph-meta.ts';
import {
  consent,
  contextOf,
  freshWorld,
  type Going,
  linker,
  type OauthWorld,
  oauthSimulator,
  theConnection,
} from './oauth-world.ts';

const everything: FeatureName[] = [
  'pages',
  'messaging',
  'leads',
  'insights',
  'ads',
  'instagram',
  'instagram-messaging',
  'catalog',
  'conversions',
  'whatsapp',
];

let sim: MetaSimulator;
let w: OauthWorld;
beforeAll(async () => {
  sim = await oauthSimulator();
});
afterAll(() => sim.close());
beforeEach(async () => {
  w = await freshWorld(sim);
});

const connect = async (going: Going = {}) => {
  const { id } = await consent(w, { features: everything, ...going });
  await linker(w)();
  return id;
};
const assets = async (workspace = 'shop') => (await w.doors.assets.list(workspace, { limit: 1000 })).data;
const named = async (name: string) => (await assets()).find(({ asset }) => assetName(asset) === name);
const send = (id: string, reason: 'sync' | 'subscriptions' | 'drift', jobId?: string) =>
  linkAssets({ workspace: 'shop', connectionId: id, reason, jobId }, w.doors, contextOf(w));
const calls = async (path: string) => {
  const { body } = await sim.control('GET', `calls?path=${encodeURIComponent(path)}`);
  return body.data as { method: string; path: string; status: number }[];
};
const subscribedApps = async (id: string) => {
  const { body } = await sim.control('GET', 'calls?path=subscribed_apps');
  return (body.data as { method: string; path: string }[]).filter(
    (one) => one.path.includes(id) && one.method === 'POST',
  );
};

describe('linking', () => {
  it('finds every kind of asset, links it, subscribes what delivers webhooks, and says that all stands', async () => {
    await connect();
    const row = theConnection(w);
    expect(row).toMatchObject({
      state: 'connected',
      reason: null,
      missing: [],
      progress: { phase: 'done', cursor: null, failed: 0 },
    });
    const kinds = new Set((await assets()).map(({ asset }) => asset.kind));
    expect([...kinds].sort()).toEqual(
      ['ad_account', 'business', 'catalog', 'instagram', 'page', 'phone_number', 'pixel', 'user', 'whatsapp'].sort(),
    );
    for (const { asset, linkedAt } of await assets()) {
      expect([assetName(asset), linkedAt !== null]).toEqual([assetName(asset), asset.kind !== 'business']);
    }
    expect(row.progress.linked).toBeGreaterThan(8);
    expect(row.progress.subscribed).toBeGreaterThan(4);
    expect(await w.doors.registry.ownerOf({ kind: 'page', id: DEMO.page })).toBe('shop');
    expect(w.doors.bus.announced).toMatchObject([
      { type: 'connection.connected', workspace: 'shop', detail: { connectionId: row.id } },
    ]);
    expect(w.notes.total('Connections', { outcome: 'connected' })).toBe(1);
  });

  it('records whose an asset is, through whom we reach it, what it hangs on and what we may do', async () => {
    const id = await connect();
    expect(await named(`page:${DEMO.page}`)).toMatchObject({
      discovery: { name: 'Lumen & Leaf', ownerBusiness: DEMO.business, access: 'direct', connections: [id] },
      subscription: { state: 'subscribed', fields: expect.arrayContaining(['messages', 'leadgen']) },
    });
    expect((await named(`page:${DEMO.page}`))?.discovery?.tasks).toContain('MANAGE');
    expect(await named(`page:${DEMO.partnersPage}`)).toMatchObject({
      discovery: { access: 'partner', ownerBusiness: null },
    });
    expect(await named(`instagram:${DEMO.instagram}`)).toMatchObject({
      discovery: { parent: `page:${DEMO.page}` },
      subscription: { state: 'subscribed', reason: `through page:${DEMO.page}` },
    });
    expect(await named(`phone_number:${DEMO.number}`)).toMatchObject({
      discovery: { parent: `whatsapp:${DEMO.waba}` },
    });
    expect(await named(`ad_account:${DEMO.adAccount}`)).toMatchObject({ subscription: { state: 'subscribed' } });
    expect(await named(`whatsapp:${DEMO.waba}`)).toMatchObject({ subscription: { state: 'subscribed' } });
  });

  it('seals each Page’s own token', async () => {
    await connect();
    const pages = w.doors.vault.refs().filter(({ kind }) => kind === 'page');
    expect(pages.map(({ subject }) => subject).sort()).toEqual([DEMO.page, DEMO.outlet, DEMO.partnersPage].sort());
  });

  it('asks for nothing that its scopes do not allow', async () => {
    await sim.control('DELETE', 'calls');
    await connect({ features: ['insights'] });
    expect(theConnection(w)).toMatchObject({ state: 'connected' });
    expect((await assets()).map(({ asset }) => asset.kind)).not.toContain('page');
    expect(await calls('me/accounts')).toEqual([]);
    expect(await calls('me/businesses')).toEqual([]);
    expect((await calls('adaccounts')).length).toBeGreaterThan(0);
  });

  it('of a consent without one Page says so', async () => {
    await connect({ features: ['pages', 'messaging'], choice: { assets: [] } });
    expect(theConnection(w)).toMatchObject({
      state: 'incomplete',
      missing: [{ what: 'asset:page', why: 'no asset of the kind page was shared with us' }],
    });
    expect(w.doors.bus.announced).toMatchObject([
      { type: 'connection.incomplete', detail: { missing: ['asset:page'] } },
    ]);
  });

  it('leaves an asset of another workspace there, and names nobody', async () => {
    w.owners.move({ kind: 'page', id: DEMO.page }, 'other-workspace');
    await connect();
    const row = theConnection(w);
    expect(row).toMatchObject({ state: 'incomplete', missing: [{ what: `asset:page:${DEMO.page}` }] });
    expect(JSON.stringify(row)).not.toContain('other-workspace');
    expect(await w.doors.registry.ownerOf({ kind: 'page', id: DEMO.page })).toBe('other-workspace');
    expect(await named(`page:${DEMO.page}`)).toMatchObject({ linkedAt: null });
    expect(await subscribedApps(DEMO.page)).toEqual([]);
  });

  it('of Instagram Login links and subscribes the account itself', async () => {
    await connect({ platform: 'instagram', features: ['instagram-messaging'], choice: { user: DEMO.instagram } });
    expect(theConnection(w)).toMatchObject({ state: 'connected', missing: [] });
    expect(await named(`instagram:${DEMO.instagram}`)).toMatchObject({
      subscription: { state: 'subscribed', reason: null },
    });
  });

  it('of 300 Pages comes to its end over several messages, each Page once', async () => {
    const things = Array.from({ length: 300 }, (_, at) => ({
      kind: 'page',
      id: String(880000000000000 + at),
      fields: { name: `Page ${at}` },
      owner: DEMO.business,
    }));
    await sim.control('POST', 'world', { things });
    const { id } = await consent(w, { features: ['pages', 'messaging'] });
    // Half a minute goes by with every page that is saved.
    const slow = {
      ...w.doors,
      connections: {
        ...w.doors.connections,
        change: (...args: Parameters<typeof w.doors.connections.change>) => {
          w.clock.skip(30_000);
          return w.doors.connections.change(...args);
        },
      },
    };
    await linker(w, slow)();
    const row = theConnection(w);
    const linkedPages = (await assets()).filter(({ asset, linkedAt }) => asset.kind === 'page' && linkedAt);
    expect(linkedPages.length).toBeGreaterThanOrEqual(300);
    expect(row).toMatchObject({
      id,
      state: 'connected',
      progress: { linked: (await assets()).filter(({ linkedAt, asset }) => linkedAt && asset.kind !== 'user').length },
    });
    expect(row.progress.subscribed).toBeGreaterThanOrEqual(300);
    expect(row.progress.found).toBeGreaterThanOrEqual(300);
    expect(w.doors.outbox.items('connectionLinks').length).toBeGreaterThan(5);
    expect(w.doors.vault.refs().filter(({ kind }) => kind === 'page').length).toBeGreaterThanOrEqual(300);
    expect(w.doors.bus.announced).toHaveLength(1);
  }, 60_000);
});

describe('a link in trouble', () => {
  it.each(['me/accounts', 'adspixels', 'phone_numbers', 'owned_pages', 'subscribed_apps'])(
    'waits when Meta is down at %s, and goes on where it stood',
    async (path) => {
      await consent(w, { features: everything });
      await sim.control('POST', 'faults', { graph: [{ match: { path }, times: 100, fault: { kind: 'html500' } }] });
      const go = linker(w);
      await expect(go()).rejects.toMatchObject({ kind: 'meta-unavailable' });
      expect(theConnection(w).state).toBe('linking');
      await sim.control('POST', 'faults', { graph: [] });
      const [item] = w.doors.outbox.items('connectionLinks');
      await linkAssets(item as { workspace: string; connectionId: string; reason: 'connected' }, w.doors, contextOf(w));
      expect(theConnection(w)).toMatchObject({ state: 'connected', missing: [] });
    },
  );

  it('passes over a list that Meta refuses, and tells it', async () => {
    const fault = { kind: 'error', code: 200, status: 403 };
    await sim.control('POST', 'faults', { graph: [{ match: { path: 'owned_product_catalogs' }, times: 9, fault }] });
    await connect();
    const row = theConnection(w);
    expect(row).toMatchObject({ state: 'incomplete' });
    expect(row.missing.map(({ what }) => what)).toEqual(
      expect.arrayContaining([`discovery:business:${DEMO.business}`]),
    );
    expect((await assets()).map(({ asset }) => asset.kind)).toContain('whatsapp');
  });

  it.each([458, 460, 463, 467, 492, 459, 464])(
    'ends at 190/%d with the word what the person must do',
    async (subcode) => {
      await consent(w, { features: everything });
      await sim.control('POST', 'tokens/kill', { person: DEMO.ada, code: 190, subcode });
      await linker(w)();
      const row = theConnection(w);
      expect(row).toMatchObject({ state: 'needs_reauth', reason: expect.stringContaining(`190/${subcode}`) });
      expect(row.careDueAt !== undefined).toBe(subcode === 459 || subcode === 464);
      expect(w.doors.bus.announced).toMatchObject([
        { type: 'connection.needs-reauth', detail: { code: 190, subcode } },
      ]);
    },
  );

  it('ends at 102 as at a dead token', async () => {
    await consent(w, { features: everything });
    await sim.control('POST', 'tokens/kill', { person: DEMO.ada, code: 102 });
    await linker(w)();
    expect(theConnection(w)).toMatchObject({ state: 'needs_reauth', reason: expect.stringContaining('(102)') });
  });

  it.each([10, 200])('does not take %d for a dead token: a permission lacks, and is told', async (code) => {
    await consent(w, { features: everything });
    const fault = { kind: 'error', code, status: 403 };
    await sim.control('POST', 'faults', { graph: [{ match: { path: 'me/accounts' }, times: 99, fault }] });
    await linker(w)();
    const row = theConnection(w);
    expect(row.state).toBe('incomplete');
    expect(row.missing.map(({ what }) => what)).toContain('discovery:pages');
    expect(row.tokens.length).toBeGreaterThan(0);
  });

  it('asks for no field whose scope was not granted: Meta would refuse the whole list for it', async () => {
    await connect({ features: ['leads'] });
    const posted = (await calls('subscribed_apps')).filter(({ method }) => method === 'POST');
    expect(posted.length).toBeGreaterThan(0);
    const subscription = (await named(`page:${DEMO.page}`))?.subscription;
    expect(subscription).toMatchObject({ state: 'subscribed', reason: expect.stringContaining('without messages') });
    expect(subscription?.fields).toContain('leadgen');
    expect(subscription?.fields.filter((field) => field.startsWith('messag'))).toEqual([]);
  });

  it('leaves nothing behind when the connection is deleted while it links', async () => {
    const { id } = await consent(w, { features: everything });
    const discovered = async (...args: Parameters<typeof w.doors.assets.discovered>) => {
      await w.doors.assets.discovered(...args);
      await w.doors.connections.remove('shop', id);
    };
    await linker(w, { ...w.doors, assets: { ...w.doors.assets, discovered } })();
    expect(w.doors.vault.refs()).toEqual([]);
    expect(await assets()).toEqual([]);
  });

  it('tells one Page that refuses to be subscribed, and subscribes the others', async () => {
    const fault = { kind: 'error', code: 210, status: 403 };
    const match = { method: 'POST', path: `${DEMO.outlet}/subscribed_apps` };
    await sim.control('POST', 'faults', { graph: [{ match, times: 9, fault }] });
    await connect();
    expect(theConnection(w)).toMatchObject({
      state: 'incomplete',
      missing: [{ what: `subscription:page:${DEMO.outlet}` }],
      progress: { failed: 1 },
    });
    expect(await named(`page:${DEMO.outlet}`)).toMatchObject({ subscription: { state: 'failed' } });
    expect(await named(`page:${DEMO.page}`)).toMatchObject({ subscription: { state: 'subscribed' } });
  });

  it('reads a Page’s token anew when the kept one is dead', async () => {
    const id = await connect();
    await sim.control('POST', 'tokens/kill', { kind: 'page', code: 190, subcode: 460 });
    await send(id, 'subscriptions');
    expect(theConnection(w)).toMatchObject({ state: 'connected', missing: [] });
  });

  it('killed between its announcement and its end announces again with the same id', async () => {
    await consent(w, { features: everything });
    const bus = {
      announce: async (event: Parameters<typeof w.doors.bus.announce>[0]) => {
        await w.doors.bus.announce(event);
        throw new Error('killed');
      },
    };
    await expect(linker(w, { ...w.doors, bus: { ...w.doors.bus, ...bus } })()).rejects.toThrow('killed');
    w.clock.skip(5000);
    await linker(w)();
    expect(theConnection(w).state).toBe('connected');
    const ids = w.doors.bus.announced.map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  it('leaves alone what is gone, taken off, or waits for a person', async () => {
    await send('con_unknown', 'sync');
    const id = await connect();
    const row = theConnection(w);
    for (const state of ['needs_reauth', 'disconnected'] as const) {
      const now = await w.doors.connections.change(theConnection(w), { state });
      await w.doors.jobs.create({ workspace: 'shop', id: `job-${state}`, total: 1, requestedAt: row.updatedAt });
      await send(id, 'sync', `job-${state}`);
      expect(theConnection(w).version).toBe(now.version);
      expect(await w.doors.jobs.get('shop', `job-${state}`)).toMatchObject({ failed: 1, state: 'done' });
    }
  });
});

describe('a link again', () => {
  it('by a wish discovers anew and counts the job once', async () => {
    const id = await connect();
    await sim.control('POST', 'world', {
      things: [{ kind: 'page', id: '880000000000001', fields: { name: 'New' }, owner: DEMO.business }],
    });
    await w.doors.jobs.create({ workspace: 'shop', id: 'job', total: 1, requestedAt: theConnection(w).updatedAt });
    await send(id, 'sync', 'job');
    await send(id, 'sync', 'job');
    expect(await w.doors.jobs.get('shop', 'job')).toMatchObject({ done: 1, failed: 0, state: 'done' });
    expect(await named('page:880000000000001')).toMatchObject({ subscription: { state: 'subscribed' } });
    expect(w.doors.bus.announced).toHaveLength(1);
  });

  it('links nothing that was taken off, whatever is discovered anew, until it is asked for', async () => {
    const id = await connect();
    const outlet = { kind: 'page', id: DEMO.outlet } as const;
    await w.doors.registry.unlink(outlet, 'shop');
    await send(id, 'sync');
    expect(await named(assetName(outlet))).toMatchObject({ linkedAt: null, letGo: true });
    expect(await w.doors.registry.ownerOf(outlet)).toBeUndefined();
    await w.doors.registry.link(outlet, 'shop');
    await send(id, 'subscriptions');
    expect(await named(assetName(outlet))).toMatchObject({ subscription: { state: 'subscribed' } });
  });

  it('for drift mends what Meta forgot, tells Meta nothing else, and links nothing that was taken off', async () => {
    const id = await connect();
    await w.doors.registry.unlink({ kind: 'page', id: DEMO.outlet }, 'shop');
    const ref = { workspace: 'shop', connectionId: id, kind: 'page', subject: DEMO.page } as const;
    const identity = {
      app: { appId: DEMO.app, kind: 'facebook', appSecret: SECRET },
      token: await w.doors.vault.open(ref),
    } as const;
    await w.doors.graph.unsubscribeAsset(identity, { kind: 'page', id: DEMO.page });
    await sim.control('DELETE', 'calls');
    await send(id, 'drift');
    const told = (await calls('subscribed_apps')).filter(({ method }) => method === 'POST');
    expect(told).toHaveLength(1);
    expect(w.notes.total('AssetSubscriptions', { outcome: 'mended' })).toBe(1);
    expect(await w.doors.registry.ownerOf({ kind: 'page', id: DEMO.outlet })).toBeUndefined();
    expect(theConnection(w).state).toBe('connected');
  });

  it('after a change of wishes asks for just those fields', async () => {
    const id = await connect();
    const { version, ...wish } = await w.doors.wishes.get('shop');
    const objects = { ...wish.objects, page: ['messages'] };
    const perAsset = { [`page:${DEMO.outlet}`]: ['leadgen', 'feed'] };
    await w.doors.wishes.put({ ...wish, version, objects, perAsset, updatedAt: theConnection(w).updatedAt });
    await send(id, 'subscriptions');
    expect(await named(`page:${DEMO.page}`)).toMatchObject({ subscription: { fields: ['messages'] } });
    expect(await named(`page:${DEMO.outlet}`)).toMatchObject({ subscription: { fields: ['leadgen', 'feed'] } });
  });

  it('is busy when two workers meet, and neither loses the other’s pages', async () => {
    await consent(w, { features: everything });
    const [item] = w.doors.outbox.items('connectionLinks');
    const go = () =>
      linkAssets(item as { workspace: string; connectionId: string; reason: 'connected' }, w.doors, contextOf(w));
    const ends = await Promise.allSettled([go(), go()]);
    const kinds = ends.map((end) => (end.status === 'rejected' ? end.reason.kind : 'done'));
    expect(kinds).toContain('busy');
    await go();
    expect(theConnection(w)).toMatchObject({ state: 'connected', missing: [] });
  });
});
