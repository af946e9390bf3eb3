import { describe, expect, it } from '@jest/globals';
import { examineAsset } from '../../../lambdas/assets/examine-asset.ts';
import { probeRules } from '../../../lambdas/assets/probe-rules.ts';
import { Examination } from '../../../lambdas/assets/routes.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { assetKinds } from '../../../lambdas/foundation/core/ids.ts';
import { wishedByDefault } from '../../../lambdas/foundation/store/subscription-wishes.ts';
import { allScopes, assetWorld, connection, none, row, shopApp, tokenIn } from './world.ts';

const kept = { expiresAt: null, dataAccessExpiresAt: null };
const user = { kind: 'user', subject: 'me', ...kept } as const;

const inspected = (scopes: readonly string[], granularScopes: readonly unknown[] = []) => ({
  appId: shopApp.appId,
  isValid: true,
  issuedAt: null,
  expiresAt: null,
  dataAccessExpiresAt: null,
  scopes,
  granularScopes,
});

/** A Page with which all is well. */
const fine = {
  inspectToken: async () => inspected(allScopes),
  listLeadForms: none,
  listConversations: none,
  readInsights: none,
  listSubscribedApps: async () => ({ data: [{ appId: shopApp.appId, fields: wishedByDefault.page }], after: null }),
};

async function withPage(answers: Parameters<typeof assetWorld>[0] = {}, tasks: readonly string[] = []) {
  const w = assetWorld({ ...fine, ...answers });
  await w.connect(connection('c1', { tokens: [user] }), ['7']);
  await w.put(row({ kind: 'page', id: '7' }, { tasks: [...tasks] }));
  return w;
}

async function examined(w: ReturnType<typeof assetWorld>, id = 'page:7') {
  const found = Examination.parse(await examineAsset('shop', id, w.doors));
  return Object.fromEntries(found.probes.map(({ probe, ...finding }) => [probe, finding]));
}

const well = { ok: true, missing: null, names: [], remedy: null, code: null };
const refused = (kind: Failure['kind'], code: number, subcode?: number) => async () => {
  throw new Failure(kind, `Meta refused (code ${code})`, { meta: { code, subcode } });
};

describe('the doctor of an asset', () => {
  it('finds a Page well, and asks a Page’s edges with the Page’s own token', async () => {
    const w = await withPage();
    expect(await examined(w)).toEqual({
      'read-leads': well,
      'send-messages': well,
      'read-insights': well,
      'receive-webhooks': well,
    });
    const calls = w.asked.filter(({ call }) => call !== 'inspectToken');
    expect(calls.map(tokenIn)).toEqual(calls.map(() => 'c1 page 7'));
    expect(calls).toHaveLength(4);
    expect(w.asked.filter(({ call }) => call === 'inspectToken')).toHaveLength(1);
  });

  it('names the scope that lacks by Meta’s word of now, and does not ask in vain', async () => {
    const scopes = allScopes.filter((scope) => scope !== 'leads_retrieval');
    const w = await withPage({ inspectToken: async () => inspected(scopes) });
    const { 'read-leads': leads, ...others } = await examined(w);
    expect(leads).toMatchObject({ ok: false, missing: 'scope', names: ['leads_retrieval'], code: null });
    expect(leads?.remedy).toContain('POST /v1/connections/authorize');
    expect(Object.values(others)).toEqual([well, well, well]);
    expect(w.asked.map(({ call }) => call)).not.toContain('listLeadForms');
  });

  it('sees a scope that was granted for other assets only', async () => {
    const granular = [{ scope: 'pages_messaging', targetIds: ['8'] }];
    const w = await withPage({ inspectToken: async () => inspected(allScopes, granular) });
    const { 'send-messages': send } = await examined(w);
    expect(send).toMatchObject({ ok: false, missing: 'scope', names: ['pages_messaging'] });
    expect(send?.remedy).toContain('tick this asset');
  });

  it('names the task that lacks when Meta refuses and the person has others', async () => {
    const w = await withPage({ listConversations: refused('permission-missing', 200) }, ['ANALYZE']);
    const { 'send-messages': send, 'read-insights': insights } = await examined(w);
    expect(send).toMatchObject({ ok: false, missing: 'task', names: ['MESSAGING'], code: '200' });
    expect(insights).toEqual(well);
  });

  it('names a setting when scopes and tasks stand and Meta refuses all the same', async () => {
    const w = await withPage({ readInsights: refused('permission-missing', 10) });
    const { 'read-insights': insights } = await examined(w);
    expect(insights).toMatchObject({ ok: false, missing: 'setting', names: ['app'], code: '10' });
  });

  it('says that a token is dead, with Meta’s code', async () => {
    const w = await withPage({ listLeadForms: refused('connection-revoked', 190, 460) });
    const { 'read-leads': leads } = await examined(w);
    expect(leads).toMatchObject({ ok: false, missing: 'setting', names: ['connection'], code: '190/460' });
  });

  it('hides nothing behind a probe that got no answer', async () => {
    const limit = new Failure('rate-limited', 'wait', { retryAt: 1 });
    const w = await withPage({
      readInsights: async () => {
        throw limit;
      },
      listConversations: async () => {
        throw new TypeError('a bug of ours');
      },
    });
    const probes = await examined(w);
    expect(probes['read-insights']).toMatchObject({ ok: null, missing: null });
    expect(probes['send-messages']).toMatchObject({ ok: null, missing: null });
    expect([probes['read-leads'], probes['receive-webhooks']]).toEqual([well, well]);
  });

  it('looks by our own rows when Meta does not tell what the token may do', async () => {
    const w = await withPage({ inspectToken: refused('rate-limited', 4) });
    await w.connect(connection('c1', { tokens: [user], granted: ['pages_messaging'] }), ['7']);
    const probes = await examined(w);
    expect(probes['send-messages']).toEqual(well);
    expect(probes['read-insights']).toMatchObject({ names: ['read_insights', 'pages_read_engagement'] });
  });

  it('sees fields that are wished and not subscribed, an app that is not installed, an asset that is not linked', async () => {
    const fields = wishedByDefault.page.filter((field) => field !== 'leadgen');
    const some = async () => ({ data: [{ appId: shopApp.appId, fields }], after: null });
    const { 'receive-webhooks': lacking } = await examined(await withPage({ listSubscribedApps: some }));
    expect(lacking).toMatchObject({ ok: false, missing: 'setting', names: ['leadgen'] });
    const { 'receive-webhooks': absent } = await examined(await withPage({ listSubscribedApps: none }));
    expect(absent).toMatchObject({ ok: false, names: ['subscription'] });
    const loose = await withPage();
    await loose.put({ ...row({ kind: 'page', id: '7' }), linkedAt: null });
    const { 'receive-webhooks': unlinked } = await examined(loose);
    expect(unlinked).toMatchObject({ ok: false, names: ['link'] });
  });

  it('falls back to the next token when the vault has lost the first', async () => {
    const w = await withPage();
    await w.doors.vault.wipe({ workspace: 'shop', connectionId: 'c1', kind: 'page', subject: '7' });
    expect((await examined(w))['read-leads']).toEqual(well);
    expect(w.asked.filter(({ call }) => call === 'listLeadForms').map(tokenIn)).toEqual(['c1 user me']);
  });

  it('without any living token says so in every probe', async () => {
    const w = await withPage();
    await w.connect(connection('c1', { state: 'needs_reauth' }));
    const probes = Object.values(await examined(w));
    expect(probes.map(({ ok, names }) => [ok, names])).toEqual(probes.map(() => [false, ['connection']]));
    expect(probes).toHaveLength(4);
    expect(w.asked).toEqual([]);
  });

  it('knows another workspace’s asset as little as one that is nowhere', async () => {
    const w = await withPage();
    for (const id of ['page:7', 'page:8', 'nonsense']) {
      await expect(examineAsset('rival', id, w.doors)).rejects.toMatchObject({ kind: 'not-found' });
    }
  });
});

describe('assets of other kinds', () => {
  const at = async (kind: (typeof assetKinds)[number], answers: Parameters<typeof assetWorld>[0], parent?: string) => {
    const w = assetWorld({ inspectToken: async () => inspected(allScopes), ...answers });
    await w.connect(connection('c1', { tokens: [user] }), ['7']);
    await w.put(row({ kind, id: '5' }, parent === undefined ? {} : { parent }));
    return examined(w, `${kind}:5`);
  };

  it('an Instagram account that hangs on a Page hears through that Page', async () => {
    const apps = async (_identity: unknown, asset: { kind: string; id: string }) =>
      asset.kind === 'page' && asset.id === '7'
        ? { data: [{ appId: shopApp.appId, fields: [] }], after: null }
        : { data: [], after: null };
    const probes = await at('instagram', { listSubscribedApps: apps, listConversations: none }, 'page:7');
    expect(probes).toEqual({ 'send-messages': well, 'read-insights': well, 'receive-webhooks': well });
  });

  it('a WhatsApp account needs a connected number', async () => {
    const listPhoneNumbers = async () => ({ data: [{ id: '51', status: 'PENDING' }], after: null });
    const installed = async () => ({ data: [{ appId: shopApp.appId, fields: [] }], after: null });
    const probes = await at('whatsapp', { listPhoneNumbers, listSubscribedApps: installed });
    expect(probes['send-messages']).toMatchObject({ ok: false, names: ['registration'] });
    expect(probes['receive-webhooks']).toEqual(well);
    const connected = async () => ({ data: [{ id: '5', status: 'CONNECTED' }, { id: '6' }], after: null });
    expect(await at('phone_number', { listPhoneNumbers: connected }, 'whatsapp:4')).toEqual({ 'send-messages': well });
    const gone = await at('phone_number', { listPhoneNumbers: none }, 'whatsapp:4');
    expect(gone['send-messages']).toMatchObject({ ok: false, names: ['number'] });
  });

  it('a disabled ad account, an unavailable pixel and an unseen catalog are settings', async () => {
    const readAdAccount = async () => ({ id: 'act_5', account_status: 2 });
    const ads = await at('ad_account', { readAdAccount, readInsights: none, listSubscribedApps: none });
    expect(ads['account-active']).toMatchObject({ ok: false, missing: 'setting', names: ['account_status 2'] });
    expect(ads['read-insights']).toEqual(well);
    const pixel = await at('pixel', { readPixel: async () => ({ id: '5', is_unavailable: true }) });
    expect(pixel['send-conversions']).toMatchObject({ ok: false, names: ['pixel'] });
    const failure = new Failure('meta-rejected', 'gone', { meta: { code: 100, subcode: 33 } });
    const catalog = await at('catalog', { readNodes: async () => [{ failure }] });
    expect(catalog['manage-catalog']).toMatchObject({ ok: false, names: ['asset'], code: '100/33' });
  });

  it('every kind has its questions, save a person', () => {
    const without = assetKinds.filter((kind) => probeRules[kind].length === 0);
    expect(without).toEqual(['user']);
  });
});
