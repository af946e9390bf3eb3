import { describe, expect, it } from '@jest/globals';
import { Asset } from '../../../lambdas/assets/asset.ts';
import { linkAsset, unlinkAsset } from '../../../lambdas/assets/link-asset.ts';
import { listAssets, showAsset } from '../../../lambdas/assets/list-assets.ts';
import { Sync } from '../../../lambdas/assets/routes.ts';
import { cancelSync, requestSync, showSync } from '../../../lambdas/assets/sync-assets.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { assetWorld, connection, row } from './world.ts';

const us = { workspace: 'shop', subject: 'somebody' };
const rival = { workspace: 'rival', subject: 'stranger' };
const page = { kind: 'page', id: '7' } as const;

describe('the list of assets', () => {
  it('comes page by page, by name, and by kind', async () => {
    const w = assetWorld();
    for (const id of ['1', '2', '3']) await w.put(row({ kind: 'page', id }));
    await w.put(row({ kind: 'pixel', id: '9' }));
    const first = await listAssets('shop', { limit: 2, kind: 'page' }, w.doors);
    const second = await listAssets('shop', { limit: 2, kind: 'page', cursor: first.nextCursor ?? '' }, w.doors);
    expect([first, second].map(({ data }) => data.map(({ id }) => id))).toEqual([['page:1', 'page:2'], ['page:3']]);
    expect(second.nextCursor).toBeNull();
    expect((await listAssets('rival', { limit: 50 }, w.doors)).data).toEqual([]);
  });

  it('shows what an operator linked before anything was discovered', async () => {
    const w = assetWorld();
    await w.put({ workspace: 'shop', asset: page, linkedAt: '2026-11-01T00:00:00.000Z' });
    const shown = Asset.parse(await showAsset('shop', 'page:7', w.doors));
    expect(shown).toMatchObject({ id: 'page:7', assetId: '7', access: null, connections: [], subscription: null });
    await expect(showAsset('rival', 'page:7', w.doors)).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('linking', () => {
  const loose = (workspace: string) => ({ ...row(page), workspace, linkedAt: null });

  it('takes what a connection of ours reaches, and has its webhooks subscribed', async () => {
    const w = assetWorld();
    await w.put(loose('shop'));
    await w.connect(connection('c1'));
    const linked = await linkAsset(us, 'page:7', w.doors);
    expect(linked.linkedAt).not.toBeNull();
    expect(w.doors.outbox.items('connectionLinks')).toEqual([
      { workspace: 'shop', connectionId: 'c1', reason: 'subscriptions' },
    ]);
    expect(w.doors.audit.lines()).toEqual([
      {
        workspace: 'shop',
        at: '2026-11-21T10:00:00.000Z',
        actor: 'somebody',
        action: 'asset.linked',
        target: 'page:7',
      },
    ]);
    await linkAsset(us, 'page:7', w.doors);
    expect(w.doors.audit.lines()).toHaveLength(1);
  });

  it('wakes a connection that lives, not one that waits for its person', async () => {
    const w = assetWorld();
    const { discovery, ...rest } = loose('shop');
    await w.put({ ...rest, ...(discovery && { discovery: { ...discovery, connections: ['c1'] } }) });
    await w.connect(connection('c1', { state: 'needs_reauth' }));
    await linkAsset(us, 'page:7', w.doors);
    expect(w.doors.outbox.items('connectionLinks')).toEqual([]);
    await w.put({ ...rest, ...(discovery && { discovery: { ...discovery, connections: ['c2'] } }) });
    await w.connect(connection('c2'));
    await linkAsset(us, 'page:7', w.doors);
    expect(w.doors.outbox.items('connectionLinks')).toMatchObject([{ connectionId: 'c2' }]);
  });

  it('names nobody when another workspace has it', async () => {
    const w = assetWorld();
    await w.put({ ...row(page), workspace: 'rival' });
    await w.put(loose('shop'));
    const refusal = await linkAsset(us, 'page:7', w.doors).catch((thrown: unknown) => thrown);
    expect(refusal).toMatchObject({ kind: 'conflict' });
    expect(JSON.stringify([refusal, (refusal as Failure).message])).not.toContain('rival');
  });

  it('takes nothing that no connection of ours reaches, so that nobody gets another’s webhooks by an id', async () => {
    const w = assetWorld();
    await expect(linkAsset(us, 'page:7', w.doors)).rejects.toMatchObject({ kind: 'not-found' });
    const unreached = { get: async () => ({ workspace: 'shop', asset: page, linkedAt: null }) };
    const refused = linkAsset(us, 'page:7', { ...w.doors, assets: unreached });
    await expect(refused).rejects.toMatchObject({ kind: 'not-found' });
    expect([w.doors.outbox.sent, await w.doors.registry.list('shop')]).toEqual([[], []]);
  });

  it('leaves what an operator linked as it stands, with nobody to subscribe it', async () => {
    const w = assetWorld();
    await w.put({ workspace: 'shop', asset: page, linkedAt: '2026-11-01T00:00:00.000Z' });
    expect((await linkAsset(us, 'page:7', w.doors)).linkedAt).not.toBeNull();
    expect([w.doors.outbox.sent, w.doors.audit.lines()]).toEqual([[], []]);
  });

  it('lets a Page move: unlinked here, linked there', async () => {
    const w = assetWorld({ unsubscribeAsset: async () => undefined });
    await w.connect(connection('c1'));
    await w.put(row(page));
    await w.put(loose('rival'));
    await unlinkAsset(us, 'page:7', w.doors, w.notes);
    expect((await linkAsset(rival, 'page:7', w.doors)).linkedAt).not.toBeNull();
    expect(w.asked.map(({ call, args }) => [call, args[1]])).toEqual([['unsubscribeAsset', { kind: 'page', id: '7' }]]);
    await unlinkAsset(us, 'page:7', w.doors, w.notes);
    expect(w.asked).toHaveLength(1);
  });

  it('lets it go although Meta does not listen', async () => {
    const down = async () => {
      throw new Failure('meta-unavailable', 'no answer');
    };
    const w = assetWorld({ unsubscribeAsset: down });
    await w.connect(connection('c1'));
    await w.put(row(page));
    await unlinkAsset(us, 'page:7', w.doors, w.notes);
    expect(w.notes.facts).toEqual({ unsubscribed: 'meta-unavailable' });
    expect((await showAsset('shop', 'page:7', w.doors)).linkedAt).toBeNull();
  });
});

describe('a sync', () => {
  const connected = async () => {
    const w = assetWorld();
    for (const id of ['c1', 'c2', 'c3']) await w.connect(connection(id));
    await w.connect(connection('c4', { state: 'needs_reauth' }));
    await w.connect(connection('c5', { workspace: 'rival' }));
    return w;
  };

  it('asks each working connection of the workspace once', async () => {
    const w = await connected();
    const job = Sync.parse(await requestSync('shop', undefined, w.doors));
    expect(job).toMatchObject({ state: 'running', connections: { total: 3, done: 0, failed: 0 } });
    expect(w.doors.outbox.items('connectionLinks')).toEqual(
      ['c1', 'c2', 'c3'].map((connectionId) => ({ workspace: 'shop', connectionId, reason: 'sync', jobId: job.id })),
    );
    expect(w.doors.outbox.sent.map(({ group }) => group)).toEqual(['c1', 'c2', 'c3']);
  });

  it('asked again with its key is the same one, and is sent again while it runs', async () => {
    const w = await connected();
    const [first, second] = [await requestSync('shop', 'k', w.doors), await requestSync('shop', 'k', w.doors)];
    expect(second).toEqual(first);
    expect(w.doors.outbox.items('connectionLinks')).toHaveLength(6);
    await cancelSync('shop', first.id, w.doors);
    await requestSync('shop', 'k', w.doors);
    expect(w.doors.outbox.items('connectionLinks')).toHaveLength(6);
    expect((await requestSync('rival', 'k', w.doors)).id).not.toBe(first.id);
  });

  it('that could not be sent is sent by the next try', async () => {
    const w = await connected();
    w.doors.outbox.refuse();
    await expect(requestSync('shop', 'k', w.doors)).rejects.toMatchObject({ kind: 'unavailable' });
    await requestSync('shop', 'k', w.doors);
    expect(w.doors.outbox.items('connectionLinks')).toHaveLength(3);
  });

  it('is shown and cancelled in its own workspace only; with nobody to ask it is done', async () => {
    const w = await connected();
    const { id } = await requestSync('shop', undefined, w.doors);
    for (const call of [showSync, cancelSync]) {
      await expect(call('rival', id, w.doors)).rejects.toMatchObject({ kind: 'not-found' });
    }
    expect((await cancelSync('shop', id, w.doors)).state).toBe('cancelled');
    expect((await requestSync('nobody-yet', undefined, w.doors)).state).toBe('done');
  });
});
