import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type AssetRef, assetName } from '../../lambdas/foundation/core/ids.ts';
import { fresh, freshAsset, handClock } from './store-under-test.ts';
import { aFound, type TiesMaker, type TiesProcess } from './ties-under-test.ts';

const subscription = {
  fields: ['feed'],
  state: 'subscribed' as const,
  reason: null,
  checkedAt: '2026-11-21T10:00:00.000Z',
};

async function everyAsset({ assets }: TiesProcess, workspace: string, limit: number, kind?: AssetRef['kind']) {
  const names: string[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    expect(names.length).toBeLessThan(100);
    const page = await assets.list(workspace, { limit, ...(kind && { kind }), ...(after && { after }) });
    expect(page.data.length).toBeLessThanOrEqual(limit);
    names.push(...page.data.map(({ asset }) => assetName(asset)));
    after = page.after;
  }
  return names;
}

/** The list of assets, what discoveries leave in it, and the links beside it. */
export function assetSuite(make: TiesMaker): void {
  describe('the assets', () => {
    it('are born unlinked by a discovery, and belong to one workspace', async () => {
      const { assets, registry } = make(handClock())();
      const [workspace, found] = [fresh('w'), aFound()];
      await assets.discovered(workspace, 'c1', [found]);
      const { asset, ...told } = found;
      const row = await assets.get(workspace, asset);
      const discoveredAt = row?.discovery?.discoveredAt;
      expect(row).toEqual({
        workspace,
        asset,
        linkedAt: null,
        discovery: { ...told, discoveredAt, connections: ['c1'] },
      });
      expect(Date.parse(discoveredAt ?? '')).toBeGreaterThan(0);
      expect(await assets.get(fresh('x'), asset)).toBeUndefined();
      expect(await registry.list(workspace)).toEqual([]);
      expect(await registry.ownerOf(asset)).toBeUndefined();
    });

    it('keep link and subscription through a discovery, and what Meta said through a link', async () => {
      const process = make(handClock());
      const [workspace, found] = [fresh('w'), aFound()];
      const { assets, registry } = process();
      await assets.discovered(workspace, 'c1', [found]);
      expect(await registry.link(found.asset, workspace)).toBe('linked');
      await assets.subscribed(workspace, found.asset, subscription);
      await assets.discovered(workspace, 'c2', [{ ...found, name: 'Renamed' }]);
      const row = await process().assets.get(workspace, found.asset);
      expect(row).toMatchObject({ subscription, discovery: { name: 'Renamed', connections: ['c1', 'c2'] } });
      expect(typeof row?.linkedAt).toBe('string');
      expect(await registry.list(workspace)).toEqual([found.asset]);
    });

    it('lose nothing to a list of Meta’s that knows less', async () => {
      const { assets } = make(handClock())();
      const [workspace, found] = [fresh('w'), aFound({ parent: '9' })];
      await assets.discovered(workspace, 'c', [found]);
      const poorer = { ...found, name: null, ownerBusiness: null, parent: null, tasks: [], access: 'partner' as const };
      await assets.discovered(workspace, 'c', [poorer]);
      const row = await assets.get(workspace, found.asset);
      const { name, ownerBusiness, parent, tasks } = found;
      const kept = { name, ownerBusiness, parent, tasks, access: 'partner', connections: ['c'] };
      expect(row?.discovery).toMatchObject(kept);
    });

    it('count every connection of several that find them at once', async () => {
      const process = make(handClock());
      const [workspace, found] = [fresh('w'), aFound()];
      await Promise.all(['a', 'b', 'c'].map((id) => process().assets.discovered(workspace, id, [found])));
      const row = await process().assets.get(workspace, found.asset);
      expect([...(row?.discovery?.connections ?? [])].sort()).toEqual(['a', 'b', 'c']);
    });

    it('are listed by name, page by page, by kind or not', async () => {
      const store = make(handClock())();
      const workspace = fresh('w');
      const kinds = ['page', 'instagram', 'pixel'] as const;
      const found = Array.from({ length: 24 }, (_, at) =>
        aFound({ asset: { kind: kinds[at % 3] ?? 'page', id: `${'~!%'[at % 3]}${at}` } }),
      );
      await store.assets.discovered(workspace, 'c', found);
      const byHand = freshAsset();
      await store.registry.link(byHand, workspace);
      const names = [...found.map(({ asset }) => asset), byHand].map(assetName).sort();
      for (const limit of [1, 5, 25, 100]) {
        expect((await everyAsset(store, workspace, limit)).sort()).toEqual(names);
        const pages = names.filter((name) => name.startsWith('page:'));
        expect((await everyAsset(store, workspace, limit, 'page')).sort()).toEqual(pages);
      }
      expect(await everyAsset(store, workspace, 10, 'catalog')).toEqual([]);
    });

    it('cannot be subscribed when they are gone', async () => {
      const { assets } = make(handClock())();
      const [workspace, asset] = [fresh('w'), freshAsset()];
      await assets.subscribed(workspace, asset, subscription);
      expect(await assets.get(workspace, asset)).toBeUndefined();
    });

    it('that only one connection reached are gone with it, and nobody’s any more', async () => {
      const process = make(handClock());
      const { assets, registry } = process();
      const workspace = fresh('w');
      const [alone, both, unlinked] = [aFound(), aFound(), aFound()];
      await assets.discovered(workspace, 'c1', [alone, both, unlinked]);
      await assets.discovered(workspace, 'c2', [both]);
      for (const { asset } of [alone, both]) await registry.link(asset, workspace);
      const gone = await assets.forget(workspace, 'c1');
      expect(gone.map(assetName)).toEqual([alone, unlinked].map(({ asset }) => assetName(asset)).sort());
      expect(await assets.forget(workspace, 'c1')).toEqual([]);
      expect(await process().assets.get(workspace, alone.asset)).toBeUndefined();
      expect(await process().registry.ownerOf(alone.asset)).toBeUndefined();
      expect(await process().registry.list(workspace)).toEqual([both.asset]);
      expect(await assets.get(workspace, both.asset)).toMatchObject({ discovery: { connections: ['c2'] } });
      expect(await process().registry.link(alone.asset, fresh('next'))).toBe('linked');
    });

    it('are found, linked and forgotten by hundreds', async () => {
      const { assets } = make(handClock())();
      const workspace = fresh('w');
      const found = Array.from({ length: 300 }, (_, at) => aFound({ asset: { kind: 'page', id: `${at}` } }));
      await assets.discovered(workspace, 'c', found);
      expect((await assets.list(workspace, { limit: 100 })).data).toHaveLength(100);
      expect(await assets.forget(workspace, 'c')).toHaveLength(300);
      expect(await assets.list(workspace, { limit: 100 })).toEqual({ data: [], after: null });
    }, 60_000);
  });

  describe('unlinking an asset', () => {
    it('frees it for another workspace, and keeps what was discovered', async () => {
      const process = make(handClock());
      const { assets, registry } = process();
      const [first, second, found] = [fresh('first'), fresh('second'), aFound()];
      await assets.discovered(first, 'c', [found]);
      await registry.link(found.asset, first);
      await registry.unlink(found.asset, first);
      await registry.unlink(found.asset, first);
      expect(await assets.get(first, found.asset)).toMatchObject({
        ...{ linkedAt: null, letGo: true },
        discovery: { name: 'A page' },
      });
      expect(await registry.list(first)).toEqual([]);
      expect(await registry.ownerOf(found.asset)).toBeUndefined();
      expect(await process().registry.link(found.asset, second)).toBe('linked');
      expect(await process().registry.list(second)).toEqual([found.asset]);
      await process().registry.unlink(found.asset, second);
      expect(await process().registry.link(found.asset, first)).toBe('linked');
      expect(await assets.get(first, found.asset)).not.toHaveProperty('letGo');
    });

    it('is not for others: a foreign asset stays as it is', async () => {
      const process = make(handClock());
      const [asset, owner] = [freshAsset(), fresh('owner')];
      await process().registry.link(asset, owner);
      await process().registry.unlink(asset, fresh('stranger'));
      await process().registry.unlink({ kind: 'page', id: randomUUID() }, owner);
      expect(await process().registry.ownerOf(asset)).toBe(owner);
      expect(await process().registry.list(owner)).toEqual([asset]);
    });

    it('takes one that was linked by hand out of the list', async () => {
      const { assets, registry } = make(handClock())();
      const [asset, owner] = [freshAsset(), fresh('owner')];
      await registry.link(asset, owner);
      await registry.unlink(asset, owner);
      expect(await assets.get(owner, asset)).toBeUndefined();
      expect(await registry.link(asset, owner)).toBe('linked');
    });
  });
}
