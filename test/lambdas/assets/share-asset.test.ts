import { describe, expect, it } from '@jest/globals';
import { listAgencies } from '../../../lambdas/assets/list-agencies.ts';
import { AgencyList, Sharing, SharingAsk } from '../../../lambdas/assets/routes.ts';
import { shareAsset, unshareAsset } from '../../../lambdas/assets/share-asset.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { assetWorld, connection, none, row, tokenIn } from './world.ts';

const us = { workspace: 'shop', subject: 'somebody' };

async function withAssets(answers: Parameters<typeof assetWorld>[0]) {
  const w = assetWorld(answers);
  await w.connect(connection('c1'));
  for (const kind of ['page', 'ad_account', 'instagram', 'catalog', 'pixel'] as const)
    await w.put(row({ kind, id: '7' }));
  await w.put(row({ kind: 'business', id: '11' }));
  return w;
}

const share = { business: '22', tasks: ['ADVERTISE'] };
const ask = { as: '11', tasks: ['ADVERTISE'] };

describe('sharing', () => {
  it('gives another business its tasks on what we own, and writes it down', async () => {
    const w = await withAssets({ shareAsset: async () => undefined });
    const answer = Sharing.parse(await shareAsset(us, 'ad_account:7', SharingAsk.parse(share), w.doors));
    expect(answer).toEqual({ business: '22', state: 'active', steps: [] });
    expect(w.asked.map(({ call, args }) => [call, ...args.slice(1)])).toEqual([
      ['shareAsset', { kind: 'ad-account', id: '7' }, { businessId: '22', tasks: ['ADVERTISE'] }],
    ]);
    expect(w.doors.audit.lines().map(({ action, target }) => [action, target])).toEqual([
      ['asset.shared', 'ad_account:7 22'],
    ]);
  });

  it('refuses tasks that the kind does not have, by their place', async () => {
    const w = await withAssets({});
    const refusal = await shareAsset(us, 'pixel:7', { business: '22', tasks: ['ANALYZE', 'MESSAGING'] }, w.doors).catch(
      (thrown: unknown) => thrown,
    );
    expect(refusal).toMatchObject({ kind: 'invalid-request', errors: [{ path: 'body.tasks.1' }] });
    expect(w.asked).toEqual([]);
  });

  it('tells what people do where Meta has no call, and does nothing', async () => {
    const w = await withAssets({});
    const answer = await shareAsset(us, 'instagram:7', share, w.doors);
    expect(answer.state).toBe('manual');
    expect(answer.steps.length).toBeGreaterThan(1);
    const asked = await shareAsset(us, 'ad_account:99', ask, w.doors);
    expect(asked).toMatchObject({ business: '11', state: 'manual' });
    expect([w.asked, w.doors.audit.lines()]).toEqual([[], []]);
  });

  it('asks a Page’s owner once, with the token of our business', async () => {
    const waiting: { id: string }[] = [];
    const w = await withAssets({
      listBusinessAssets: async () => ({ data: waiting, after: null }),
      requestClientPage: async () => void waiting.push({ id: '99' }),
    });
    for (const _ of [1, 2]) expect((await shareAsset(us, 'page:99', ask, w.doors)).state).toBe('pending');
    expect(w.asked.map(({ call }) => call)).toEqual(['listBusinessAssets', 'requestClientPage', 'listBusinessAssets']);
    expect(w.asked.map(tokenIn)).toEqual(['c1 user me', 'c1 user me', 'c1 user me']);
    const listed = AgencyList.parse(await listAgencies('shop', 'page:99', '11', w.doors));
    expect(listed.data).toEqual([{ business: '11', name: null, state: 'pending' }]);
  });

  it('asks as none but our own businesses', async () => {
    const w = await withAssets({});
    await expect(shareAsset(us, 'page:99', { ...ask, as: '12' }, w.doors)).rejects.toMatchObject({ kind: 'not-found' });
    const rival = { workspace: 'rival', subject: 'stranger' };
    await expect(shareAsset(rival, 'page:7', share, w.doors)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(unshareAsset(rival, 'page:7', '22', w.doors)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(listAgencies('rival', 'page:7', undefined, w.doors)).rejects.toMatchObject({ kind: 'not-found' });
    expect(w.asked).toEqual([]);
  });

  it('passes Meta’s refusal on: only the owner can give', async () => {
    const w = await withAssets({
      shareAsset: async () => {
        throw new Failure('permission-missing', 'Meta refused shareAsset (code 200)', { meta: { code: 200 } });
      },
    });
    await expect(shareAsset(us, 'page:7', share, w.doors)).rejects.toMatchObject({ kind: 'permission-missing' });
    expect(w.doors.audit.lines()).toEqual([]);
  });
});

describe('who shares an asset', () => {
  it('is read over every page of Meta’s list', async () => {
    const pages = [
      { data: [{ id: '21', name: 'One' }], after: 'x' },
      { data: [], after: 'y' },
      { data: [{ id: '22' }], after: null },
    ];
    const w = await withAssets({ listAgencies: async () => pages.shift() });
    const { data, how } = AgencyList.parse(await listAgencies('shop', 'page:7', undefined, w.doors));
    expect(data).toEqual([
      { business: '21', name: 'One', state: 'active' },
      { business: '22', name: null, state: 'active' },
    ]);
    expect([how, w.asked.length]).toEqual(['api', 3]);
  });

  it('is, of a business, its agencies and its clients', async () => {
    const one = (id: string) => async () => ({ data: [{ id }], after: null });
    const w = await withAssets({ listBusinessAgencies: one('21'), listBusinessClients: one('31') });
    const found = AgencyList.parse(await listAgencies('shop', 'business:11', undefined, w.doors));
    expect([found.data[0]?.business, found.clients[0]?.business]).toEqual(['21', '31']);
  });

  it('of an Instagram account stands in Meta’s own pages only', async () => {
    const found = AgencyList.parse(await listAgencies('shop', 'instagram:7', undefined, (await withAssets({})).doors));
    expect([found.how, found.steps.length > 0]).toEqual(['ui', true]);
  });
});

describe('unsharing', () => {
  it('ends what stands, and is no failure when nothing does', async () => {
    const one = async () => ({ data: [{ id: '22' }], after: null });
    const w = await withAssets({ listAgencies: one, unshareAsset: async () => undefined });
    await unshareAsset(us, 'page:7', '22', w.doors);
    expect(w.asked.at(-1)?.args.slice(1)).toEqual([{ kind: 'page', id: '7' }, '22']);
    const gone = await withAssets({ listAgencies: none });
    await unshareAsset(us, 'page:7', '22', gone.doors);
    expect(gone.asked.map(({ call }) => call)).toEqual(['listAgencies']);
    await expect(unshareAsset(us, 'instagram:7', '22', gone.doors)).rejects.toMatchObject({ kind: 'invalid-request' });
  });
});
