import { describe, expect, it } from '@jest/globals';
import { declareSubscriptions, listSubscriptions } from '../../../lambdas/assets/declare-subscriptions.ts';
import { Declared, SubscriptionDeclaration, SubscriptionList } from '../../../lambdas/assets/routes.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import type { AppSubscription } from '../../../lambdas/foundation/meta/edges/subscription-shapes.ts';
import { assetWorld, connection, none, row, shopApp } from './world.ts';

const us = { workspace: 'shop', subject: 'somebody' };
const callback = 'https://api.example.com/webhooks/meta';
const declaration = (objects: object, assets: object = {}) => SubscriptionDeclaration.parse({ objects, assets });

/** An app at Meta whose subscriptions stand as they were set. */
function metaApp(standing: AppSubscription[] = []) {
  return {
    listAppSubscriptions: async () => ({ data: [...standing], after: null }),
    setAppSubscription: async (_app: unknown, wish: { object: string; callbackUrl: string; fields: string[] }) => {
      const { object, callbackUrl: callback_url, fields } = wish;
      standing.push({ object, callback_url, active: true, fields });
    },
  };
}

async function withConnections(answers: Parameters<typeof assetWorld>[0]) {
  const w = assetWorld(answers);
  for (const id of ['c1', 'c2']) await w.connect(connection(id));
  return w;
}

describe('declaring webhook fields', () => {
  it('keeps the wish, declares the app at our address and wakes every connection', async () => {
    const w = await withConnections(metaApp());
    const declared = Declared.parse(
      await declareSubscriptions(us, declaration({ page: ['messages', 'feed'] }), w.doors),
    );
    expect(declared.wish).toMatchObject({ objects: { page: ['messages', 'feed'], instagram: [], ad_account: [] } });
    expect(declared.apps).toMatchObject([{ appId: shopApp.appId, object: 'page', state: 'subscribed', missing: [] }]);
    const [, set] = w.asked;
    expect(set).toMatchObject({
      call: 'setAppSubscription',
      args: [
        { appId: shopApp.appId },
        { object: 'page', callbackUrl: callback, fields: ['messages', 'feed'], verifyToken: 'fake-verify-token' },
      ],
    });
    expect(w.doors.outbox.items('connectionLinks')).toEqual(
      ['c1', 'c2'].map((connectionId) => ({ workspace: 'shop', connectionId, reason: 'subscriptions' })),
    );
    expect(JSON.stringify([declared, w.doors.audit.lines()])).not.toContain('fake-verify-token');
  });

  it('declares nothing again that stands', async () => {
    const w = await withConnections(metaApp());
    for (const _ of [1, 2]) await declareSubscriptions(us, declaration({ page: ['messages'] }), w.doors);
    expect(w.asked.filter(({ call }) => call === 'setAppSubscription')).toHaveLength(1);
  });

  it('uses Meta’s own name of the object', async () => {
    const w = await withConnections(metaApp());
    await declareSubscriptions(us, declaration({ whatsapp: ['messages'] }), w.doors);
    expect(w.asked.at(-1)?.args[1]).toMatchObject({ object: 'whatsapp_business_account' });
  });

  it('refuses a name of another object, each by its place, before anything is done', async () => {
    const w = await withConnections(metaApp());
    const wrong = declaration(
      { page: ['messages', 'message_edit'], instagram: ['message_echoes'] },
      { 'page:7': ['comments'], 'whatsapp:8': ['messages'], nonsense: [] },
    );
    const refusal = await declareSubscriptions(us, wrong, w.doors).catch((thrown: unknown) => thrown);
    expect(refusal).toMatchObject({ kind: 'invalid-request' });
    expect((refusal as Failure).errors?.map(({ path }) => path)).toEqual([
      'body.objects.page.1',
      'body.objects.instagram.0',
      'body.assets.page:7.0',
      'body.assets.whatsapp:8',
      'body.assets.nonsense',
    ]);
    expect([w.asked, w.doors.outbox.sent, w.doors.audit.lines()]).toEqual([[], [], []]);
    expect((await w.doors.wishes.get('shop')).version).toBe(0);
  });

  it('never takes a field away from an app that serves other workspaces too', async () => {
    const standing = [{ object: 'page', callback_url: callback, active: true, fields: ['leadgen'] }];
    const w = await withConnections(metaApp(standing));
    await declareSubscriptions(us, declaration({ page: ['feed'] }), w.doors);
    expect(w.asked.at(-1)?.args[1]).toMatchObject({ fields: ['leadgen', 'feed'] });
    await declareSubscriptions(us, declaration({ page: [] }), w.doors);
    expect(w.asked.filter(({ call }) => call === 'setAppSubscription')).toHaveLength(1);
  });

  it('says what Meta refused, and keeps the wish', async () => {
    const refuse = async () => {
      throw new Failure('meta-rejected', 'Meta refused setAppSubscription (code 2200)');
    };
    const w = await withConnections({ ...metaApp(), setAppSubscription: refuse });
    const { apps } = await declareSubscriptions(us, declaration({ page: ['feed'] }), w.doors);
    expect(apps).toMatchObject([{ state: 'failed', reason: 'Meta refused setAppSubscription (code 2200)' }]);
    expect((await w.doors.wishes.get('shop')).objects.page).toEqual(['feed']);
    expect(w.doors.outbox.items('connectionLinks')).toHaveLength(2);
  });
});

describe('what stands beside what is wished', () => {
  const subscribed = (fields: string[]) => ({
    fields,
    state: 'subscribed' as const,
    reason: null,
    checkedAt: '2026-11-20T00:00:00.000Z',
  });

  it('shows the drift of apps and of assets', async () => {
    const standing = [
      { object: 'page', callback_url: 'https://other.example.com/hook', active: true, fields: ['messages'] },
    ];
    const w = await withConnections(metaApp(standing));
    const objects = { page: ['messages', 'leadgen'], instagram: ['messages'], whatsapp: ['messages'], ad_account: [] };
    const wished = { workspace: 'shop', objects, perAsset: {}, version: 0, updatedAt: '2026-11-20T00:00:00.000Z' };
    await w.doors.wishes.put(wished);
    await w.put({ ...row({ kind: 'page', id: '1' }), subscription: subscribed(['messages', 'leadgen']) });
    await w.put({ ...row({ kind: 'page', id: '2' }), subscription: subscribed(['messages', 'feed']) });
    await w.put(row({ kind: 'page', id: '3' }));
    await w.put({ ...row({ kind: 'page', id: '4' }), linkedAt: null });
    await w.put({ ...row({ kind: 'whatsapp', id: '5' }), subscription: subscribed([]) });
    await w.put(row({ kind: 'pixel', id: '6' }));
    const { wish, apps, data } = SubscriptionList.parse(await listSubscriptions('shop', { limit: 50 }, w.doors));
    expect(wish.updatedAt).toBe('2026-11-20T00:00:00.000Z');
    expect(apps.map(({ object, state }) => [object, state])).toEqual([
      ['page', 'drifted'],
      ['instagram', 'drifted'],
      ['whatsapp', 'drifted'],
    ]);
    expect(apps[0]).toMatchObject({ missing: ['leadgen'], reason: expect.stringContaining('another callback') });
    expect(data.map(({ asset, drifted, missing, extra }) => [asset, drifted, missing, extra])).toEqual([
      ['page:1', false, [], []],
      ['page:2', true, ['leadgen'], ['feed']],
      ['page:3', true, ['messages', 'leadgen'], []],
      ['whatsapp:5', false, [], []],
    ]);
    expect(w.asked.map(({ call }) => call)).toEqual(['listAppSubscriptions']);
  });

  it('holds a single asset to its own list, which the app needs too', async () => {
    const w = await withConnections(metaApp());
    const lists = declaration({ page: ['messages'] }, { 'page:2': ['feed'] });
    await declareSubscriptions(us, lists, w.doors);
    await w.put({ ...row({ kind: 'page', id: '2' }), subscription: subscribed(['feed']) });
    const { apps, data } = await listSubscriptions('shop', { limit: 50 }, w.doors);
    expect(apps).toMatchObject([{ object: 'page', state: 'subscribed', wished: ['messages', 'feed'] }]);
    expect(data).toMatchObject([{ asset: 'page:2', drifted: false, wished: ['feed'] }]);
  });

  it('says that it does not know when Meta does not answer', async () => {
    const down = async () => {
      throw new Failure('meta-unavailable', 'no answer from Meta');
    };
    const { doors } = await withConnections({ listAppSubscriptions: down });
    const { apps, wish } = await listSubscriptions('shop', { limit: 50 }, doors);
    expect(apps.map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(wish.updatedAt).toBeNull();
  });

  it('without an app at all has nothing to tell of apps', async () => {
    const w = await withConnections({ listAppSubscriptions: none });
    w.doors.secrets.change({ apps: [] });
    await w.doors.secrets.metaApps({ fresh: true });
    expect((await listSubscriptions('shop', { limit: 50 }, w.doors)).apps).toEqual([]);
  });
});
