import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { declareSubscriptions, listSubscriptions } from '../../../lambdas/assets/declare-subscriptions.ts';
import { examineAsset } from '../../../lambdas/assets/examine-asset.ts';
import { linkAsset, unlinkAsset } from '../../../lambdas/assets/link-asset.ts';
import { listAgencies } from '../../../lambdas/assets/list-agencies.ts';
import { SubscriptionDeclaration } from '../../../lambdas/assets/routes.ts';
import { shareAsset, unshareAsset } from '../../../lambdas/assets/share-asset.ts';
import { AccessToken } from '../../../lambdas/foundation/core/access-token.ts';
import { systemClock } from '../../../lambdas/foundation/core/clock.ts';
import type { AssetRef } from '../../../lambdas/foundation/core/ids.ts';
import { makeGraph } from '../../../lambdas/foundation/meta/make-graph.ts';
import type { ExchangeLine } from '../../../lambdas/foundation/meta/wire/exchange-line.ts';
import { fakeUsageLedger } from '../../fakes/fake-usage-ledger.ts';
import { DEMO, type MetaSimulator, metaSimulator, SCOPES, SECRET } from '../../local/graph-meta.ts';
import { assetWorld, connection, row } from './world.ts';

const app = { appId: DEMO.app, kind: 'facebook', appSecret: SECRET } as const;
const us = { workspace: 'shop', subject: 'somebody' };
const all = [...SCOPES, 'whatsapp_business_messaging'];

let meta: MetaSimulator;
let hook: { readonly url: string; close(): void };
let w: ReturnType<typeof assetWorld>;
let lines: ExchangeLine[];

/** What Meta's challenge gets from our webhook route. */
async function challenged() {
  const server = createServer((asked, answer) => {
    const query = new URL(asked.url ?? '', 'http://here').searchParams;
    answer.end(query.get('hub.verify_token') === 'fake-verify-token' ? query.get('hub.challenge') : 'no');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

beforeAll(async () => {
  hook = await challenged();
});
afterAll(() => hook.close());

beforeEach(async () => {
  await meta?.close();
  meta = await metaSimulator();
  lines = [];
  w = assetWorld();
  w.doors.secrets.change({ apps: [app] });
  await w.doors.secrets.metaApps({ fresh: true });
});
afterAll(() => meta.close());

const graph = () =>
  makeGraph({
    origin: meta.url,
    ledger: fakeUsageLedger(systemClock),
    clock: systemClock,
    audit: (line) => void lines.push(line),
    priority: 'rule-action',
  });
const doors = () => ({ ...w.doors, graph: graph(), publicUrl: hook.url });

/** A person connected with these scopes: their token and those of their Pages sealed, the Pages found with their tasks. */
async function connected(scopes: readonly string[] = all, choice: object = {}) {
  const token = new AccessToken(await meta.connect(scopes, choice));
  await w.connect(connection('c1', { appId: app.appId, granted: [...scopes], businessId: DEMO.business }));
  const pages = await graph().listPages({ app, token });
  const ref = { workspace: 'shop', connectionId: 'c1' } as const;
  await w.doors.vault.seal({ ...ref, kind: 'user', subject: 'me' }, token);
  for (const { id, access_token: own, tasks } of pages.data) {
    if (own) await w.doors.vault.seal({ ...ref, kind: 'page', subject: id }, own);
    await w.put(row({ kind: 'page', id }, { tasks: tasks ?? [] }));
  }
  return token;
}

const page = `page:${DEMO.page}`;

async function probes(id: string) {
  const { probes: found } = await examineAsset('shop', id, doors());
  return Object.fromEntries(found.map(({ probe, ok, missing, names, code }) => [probe, { ok, missing, names, code }]));
}
const well = { ok: true, missing: null, names: [], code: null };

describe('the doctor, asking the simulator', () => {
  it('finds a Page well once it is subscribed, and says so before it is', async () => {
    await connected();
    const before = await probes(page);
    expect(before).toMatchObject({ 'read-leads': well, 'send-messages': well, 'read-insights': well });
    expect(before['receive-webhooks']).toMatchObject({ ok: false, missing: 'setting', names: ['subscription'] });
    const { objects } = await w.doors.wishes.get('shop');
    const token = await w.doors.vault.open({ workspace: 'shop', connectionId: 'c1', kind: 'page', subject: DEMO.page });
    await graph().subscribeAsset({ app, token, holder: 'page' }, { kind: 'page', id: DEMO.page }, objects.page ?? []);
    expect((await probes(page))['receive-webhooks']).toEqual(well);
  });

  it('names the scope that the person did not give', async () => {
    await connected(all.filter((scope) => scope !== 'pages_messaging'));
    const { 'send-messages': send, 'read-insights': insights } = await probes(page);
    expect(send).toEqual({ ok: false, missing: 'scope', names: ['pages_messaging'], code: null });
    expect(insights).toEqual(well);
  });

  it('names the task that the person lacks', async () => {
    await connected(all, { user: DEMO.ben });
    const { 'send-messages': send, 'read-insights': insights } = await probes(page);
    expect(send).toMatchObject({ ok: false, missing: 'task', names: ['MESSAGING'] });
    expect(insights).toEqual(well);
  });

  it('says that the token is dead, by Meta’s own code', async () => {
    await connected();
    await meta.control('POST', 'tokens/kill', { person: DEMO.ada, code: 190, subcode: 460 });
    const found = Object.values(await probes(page));
    expect(found).toHaveLength(4);
    for (const one of found) expect(one).toMatchObject({ ok: false, names: ['connection'], code: '190/460' });
  });

  it('hides nothing when Meta is down for one question', async () => {
    await connected();
    const fault = { match: { path: 'leadgen_forms' }, times: 5, fault: { kind: 'html500' } };
    await meta.control('POST', 'faults', { graph: [fault] });
    const { 'read-leads': leads, 'send-messages': send } = await probes(page);
    expect([leads?.ok, send?.ok]).toEqual([null, true]);
  });

  it.each<[AssetRef, string | null, readonly string[]]>([
    [{ kind: 'ad_account', id: DEMO.adAccount }, null, ['account-active', 'read-insights']],
    [{ kind: 'pixel', id: DEMO.pixel }, null, ['send-conversions']],
    [{ kind: 'catalog', id: DEMO.catalog }, null, ['manage-catalog']],
    [{ kind: 'business', id: DEMO.business }, null, ['manage-business']],
    [{ kind: 'whatsapp', id: DEMO.waba }, null, ['send-messages']],
    [{ kind: 'phone_number', id: DEMO.number }, `whatsapp:${DEMO.waba}`, ['send-messages']],
  ])('asks %o what it is for', async (asset, parent, works) => {
    await connected();
    await meta.control('POST', 'world', { things: [{ kind: 'phone_number', id: DEMO.number, registered: true }] });
    await w.put(row(asset, { parent }));
    const found = await probes(`${asset.kind}:${asset.id}`);
    expect(Object.entries(found).flatMap(([name, { ok }]) => (ok ? [name] : []))).toEqual(works);
  });

  it('tells no token in what it answers or writes down', async () => {
    const token = AccessToken.textOf(await connected());
    const answer = await examineAsset('shop', page, doors());
    expect(lines.length).toBeGreaterThan(4);
    expect(JSON.stringify([answer, lines])).not.toContain(token);
  });
});

describe('sharing, at the simulator', () => {
  it('gives a Page to the partner and takes it back', async () => {
    await connected();
    const ask = { business: DEMO.partner, tasks: ['ADVERTISE', 'ANALYZE'] };
    expect((await shareAsset(us, page, ask, doors())).state).toBe('active');
    const { data } = await listAgencies('shop', page, undefined, doors());
    expect(data).toEqual([{ business: DEMO.partner, name: 'Northlight Partners', state: 'active' }]);
    await unshareAsset(us, page, DEMO.partner, doors());
    expect((await listAgencies('shop', page, undefined, doors())).data).toEqual([]);
  });

  it('refuses what is the partner’s to give', async () => {
    await connected();
    const ask = { business: DEMO.partner, tasks: ['ANALYZE'] };
    const refusal = await shareAsset(us, `page:${DEMO.partnersPage}`, ask, doors()).catch((thrown: unknown) => thrown);
    expect(['permission-missing', 'meta-rejected']).toContain((refusal as { kind: string }).kind);
  });

  it('asks the owner of a stranger’s Page, and sees that it waits', async () => {
    await connected();
    await w.put(row({ kind: 'business', id: DEMO.business }));
    const things = [{ kind: 'page', id: '990000000000777', owner: DEMO.partner, fields: { name: 'Another' } }];
    await meta.control('POST', 'world', { things });
    const ask = { as: DEMO.business, tasks: ['ANALYZE'] };
    for (const _ of [1, 2]) expect((await shareAsset(us, 'page:990000000000777', ask, doors())).state).toBe('pending');
    const { data } = await listAgencies('shop', 'page:990000000000777', DEMO.business, doors());
    expect(data).toEqual([{ business: DEMO.business, name: null, state: 'pending' }]);
    expect(lines.filter(({ call }) => call === 'requestClientPage')).toHaveLength(1);
  });
});

describe('webhook subscriptions, at the simulator', () => {
  it('declares the app, whose URL Meta asks at once, and then sees it stand', async () => {
    await connected();
    const declared = SubscriptionDeclaration.parse({ objects: { page: ['messages', 'feed'], whatsapp: ['messages'] } });
    const { apps } = await declareSubscriptions(us, declared, doors());
    expect(apps.map(({ object, state }) => [object, state])).toEqual([
      ['page', 'subscribed'],
      ['whatsapp', 'subscribed'],
    ]);
    const seen = await listSubscriptions('shop', { limit: 50 }, doors());
    expect(seen.apps.map(({ state, missing }) => [state, missing])).toEqual([
      ['subscribed', []],
      ['subscribed', []],
    ]);
  });

  it('says when our URL does not answer as Meta wants it', async () => {
    await connected();
    w.doors.secrets.change({ token: 'fake-other-token' });
    await w.doors.secrets.verifyToken({ fresh: true });
    const declared = SubscriptionDeclaration.parse({ objects: { page: ['messages'] } });
    const { apps } = await declareSubscriptions(us, declared, doors());
    expect(apps.map(({ state }) => state)).toEqual(['failed']);
  });

  it('lets a Page go: Meta sends no more for it', async () => {
    await connected();
    const token = await w.doors.vault.open({ workspace: 'shop', connectionId: 'c1', kind: 'page', subject: DEMO.page });
    const at = { kind: 'page', id: DEMO.page } as const;
    const identity = { app, token, holder: 'page' } as const;
    await graph().subscribeAsset(identity, at, ['messages']);
    await unlinkAsset(us, page, doors(), w.notes);
    expect(w.notes.facts).toEqual({ unsubscribed: 'yes' });
    expect((await graph().listSubscribedApps(identity, at)).data).toEqual([]);
    expect((await linkAsset(us, page, doors())).linkedAt).not.toBeNull();
  });
});
