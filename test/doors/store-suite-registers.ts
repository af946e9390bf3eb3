import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { ReplayJob } from '../../lambdas/foundation/store/replay-jobs.ts';
import { fresh, freshAsset, handClock, type StoreMaker } from './store-under-test.ts';

const dayMs = 24 * 3600_000;

const aJob = (clock: Clock, over: Partial<ReplayJob> = {}): ReplayJob => ({
  id: randomUUID(),
  workspace: fresh('w'),
  from: '2026-11-20T00:00:00.000Z',
  to: '2026-11-21T00:00:00.000Z',
  dryRun: false,
  force: false,
  state: 'running',
  requestedAt: isoTime(clock.now()),
  updatedAt: isoTime(clock.now()),
  examined: 0,
  selected: 0,
  cursor: null,
  ...over,
});

/** The replay jobs. */
export function jobSuite(make: StoreMaker): void {
  const open = () => {
    const clock = handClock();
    return { clock, store: make(clock), jobs: make(clock).process().jobs };
  };
  const step = (clock: Clock, cursor: string | null, examined: number) => ({
    cursor,
    examined,
    selected: 1,
    state: cursor === null ? ('done' as const) : ('running' as const),
    updatedAt: isoTime(clock.now()),
  });

  describe('the replay jobs', () => {
    it('keep the first of an id', async () => {
      const { clock, store } = open();
      const { jobs } = store.process();
      const job = aJob(clock, { topic: 'feed' });
      expect(await jobs.create(job)).toEqual(job);
      expect(await jobs.create({ ...job, topic: 'messages', examined: 9 })).toEqual(job);
      expect(await jobs.get(job.workspace, job.id)).toEqual(job);
      expect(await jobs.get(fresh('other'), job.id)).toBeUndefined();
    });

    it('advance from exactly where the worker read them, once', async () => {
      const { clock, store } = open();
      const { jobs } = store.process();
      const job = await jobs.create(aJob(clock));
      const first = { ...job, ...step(clock, '{"sk":"1"}', 100) };
      expect(await jobs.advance(job, first)).toBe(true);
      clock.pass(1000);
      expect(await jobs.advance(job, step(clock, '{"sk":"2"}', 200))).toBe(false);
      expect(await jobs.get(job.workspace, job.id)).toEqual(first);
      expect(await jobs.advance(first, step(clock, null, 150))).toBe(true);
      expect(await jobs.advance(first, step(clock, null, 150))).toBe(true);
      expect(await jobs.get(job.workspace, job.id)).toMatchObject({ state: 'done', cursor: null, examined: 150 });
      expect(await jobs.advance(aJob(clock), step(clock, 'x', 1))).toBe(false);
    });

    it('advance for one of two workers', async () => {
      const { clock, store } = open();
      const job = await store.process().jobs.create(aJob(clock));
      const answers = await Promise.all(
        [1, 2, 3, 4].map((at) => store.process().jobs.advance(job, step(clock, String(at), at))),
      );
      expect(answers.sort()).toEqual([false, false, false, true]);
    });

    it('stop for a cancel, which changes nothing that is over', async () => {
      const { clock, store } = open();
      const { jobs } = store.process();
      const job = await jobs.create(aJob(clock));
      const at = isoTime(clock.now() + 7);
      expect(await jobs.cancel(job.workspace, job.id, at)).toEqual({ ...job, state: 'cancelled', updatedAt: at });
      expect(await jobs.advance(job, step(clock, '1', 1))).toBe(false);
      expect(await jobs.cancel(job.workspace, job.id, isoTime(clock.now() + 9))).toMatchObject({ updatedAt: at });
      expect(await jobs.cancel(fresh('other'), job.id, at)).toBeUndefined();
    });

    it('are listed newest first, page by page, until they expire', async () => {
      const { clock, store } = open();
      const { jobs } = store.process();
      const workspace = fresh('w');
      const ids: string[] = [];
      for (let at = 0; at < 7; at += 1) {
        ids.unshift((await jobs.create(aJob(clock, { workspace, requestedAt: isoTime(clock.now() + at * 1000) }))).id);
      }
      const found: string[] = [];
      for (let after: string | null | undefined; after !== null; ) {
        const page = await jobs.list(workspace, 3, after);
        found.push(...page.jobs.map(({ id }) => id));
        after = page.next;
      }
      expect(found).toEqual(ids);
      expect(await jobs.list(fresh('other'), 3)).toEqual({ jobs: [], next: null });
      clock.pass(90 * dayMs + 7000);
      expect((await jobs.list(workspace, 10)).jobs).toEqual([]);
      expect(await jobs.get(workspace, ids[0]!)).toBeUndefined();
      expect(await jobs.cancel(workspace, ids[0]!, isoTime(clock.now()))).toBeUndefined();
    });
  });
}

/** Who owns which asset. */
export function registrySuite(make: StoreMaker): void {
  describe('the asset registry', () => {
    it('gives an asset to one workspace at a time, and names nobody to the second', async () => {
      const store = make(handClock());
      const [asset, first, second] = [freshAsset(), fresh('first'), fresh('second')];
      const { registry } = store.process();
      expect(await registry.ownerOf(asset)).toBeUndefined();
      expect(await registry.link(asset, first)).toBe('linked');
      expect(await registry.link(asset, first)).toBe('already');
      const refused = await store
        .process()
        .registry.link(asset, second)
        .catch((thrown: Error) => thrown);
      expect(refused).toMatchObject({ kind: 'conflict' });
      expect(String(refused)).not.toContain(first);
      expect(await store.process().registry.ownerOf(asset)).toBe(first);
      expect(await registry.list(first)).toEqual([asset]);
      expect(await registry.list(second)).toEqual([]);
    });

    it('lets one of two links at once win', async () => {
      const store = make(handClock());
      const asset = freshAsset();
      const workspaces = [fresh('a'), fresh('b'), fresh('c')];
      const answers = await Promise.allSettled(workspaces.map((one) => store.process().registry.link(asset, one)));
      const won = answers.filter(({ status }) => status === 'fulfilled');
      expect(won).toHaveLength(1);
      const owner = await store.process().registry.ownerOf(asset);
      expect(owner).toBe(workspaces[answers.findIndex(({ status }) => status === 'fulfilled')]);
    });

    it('sees a link of another process at once, and the same id of another kind as another asset', async () => {
      const store = make(handClock());
      const { registry } = store.process();
      const asset = freshAsset();
      expect(await registry.ownerOf(asset)).toBeUndefined();
      await store.process().registry.link(asset, 'w');
      expect(await registry.ownerOf(asset)).toBe('w');
      expect(await registry.ownerOf({ ...asset, kind: 'instagram' })).toBeUndefined();
    });

    it('lists the assets of a workspace by name', async () => {
      const { registry } = make(handClock()).process();
      const [workspace, word] = [fresh('w'), randomUUID()];
      const assets = [
        { kind: 'whatsapp', id: `${word}1` },
        { kind: 'page', id: `${word}2` },
        { kind: 'page', id: `${word}10` },
      ] as const;
      for (const asset of assets) await registry.link(asset, workspace);
      expect(await registry.list(workspace)).toEqual([assets[2], assets[1], assets[0]]);
    });
  });
}

/** What is dropped because nobody owns it. */
export function unknownAssetSuite(make: StoreMaker): void {
  describe('the count of unknown assets', () => {
    it('adds up over processes, and shows the most recent first', async () => {
      const clock = handClock();
      const store = make(clock);
      const [often, once] = [freshAsset(), freshAsset()];
      const begin = clock.now();
      await Promise.all(Array.from({ length: 20 }, () => store.process().unknownAssets.count(often, begin)));
      await store.process().unknownAssets.count(once, begin + 1000);
      await store.process().unknownAssets.count(often, begin + 2000);
      const listed = await store.process().unknownAssets.list();
      const ours = listed.filter(({ asset }) => [often.id, once.id].includes(asset.id));
      expect(ours).toEqual([
        { asset: often, count: 21, firstSeenAt: isoTime(begin), lastSeenAt: isoTime(begin + 2000) },
        { asset: once, count: 1, firstSeenAt: isoTime(begin + 1000), lastSeenAt: isoTime(begin + 1000) },
      ]);
    });

    it('forgets an asset 30 days after its last item, and counts anew', async () => {
      const clock = handClock();
      const { unknownAssets } = make({ now: clock.now, chance: () => 0 }).process();
      const asset = { ...freshAsset(), id: fresh('-') };
      const ours = async () => (await unknownAssets.list()).filter((one) => one.asset.id === asset.id);
      await unknownAssets.count(asset, clock.now());
      clock.pass(30 * dayMs - 1000);
      expect(await ours()).toMatchObject([{ count: 1 }]);
      clock.pass(1000);
      expect(await ours()).toEqual([]);
      clock.pass(5000);
      await unknownAssets.count(asset, clock.now());
      expect(await ours()).toEqual([
        { asset, count: 1, firstSeenAt: isoTime(clock.now()), lastSeenAt: isoTime(clock.now()) },
      ]);
    });
  });
}
