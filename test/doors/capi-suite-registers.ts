import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../lambdas/foundation/core/clock.ts';
import { aCollector, type CapiMaker } from './capi-under-test.ts';
import { fresh, handClock } from './store-under-test.ts';

const dayMs = 24 * 3600_000;

/** The collectors. */
export function collectorSuite(make: CapiMaker): void {
  const open = () => {
    const process = make(handClock());
    return { process, collectors: process().collectors };
  };

  describe('the collectors', () => {
    it('come back as they were put, to their own workspace, and to everybody by their id', async () => {
      const { collectors, process } = open();
      const collector = aCollector();
      await collectors.put(collector);
      expect(await collectors.get(collector.workspace, collector.id)).toEqual(collector);
      expect(await process().collectors.find(collector.id)).toEqual(collector);
      for (const other of [fresh('x'), '-', `${collector.workspace}#`]) {
        expect(await collectors.get(other, collector.id)).toBeUndefined();
        expect(await collectors.list(other, { limit: 10 })).toEqual({ data: [], after: null });
        expect(await collectors.remove(other, collector.id)).toBe(false);
      }
      const changed = { ...collector, pixels: [], consent: 'assumed' as const, cookieDomain: 'shop.example' };
      await process().collectors.put(changed);
      expect(await collectors.find(collector.id)).toEqual(changed);
      expect(await collectors.find(`${collector.id}-`)).toBeUndefined();
    });

    it('have one owner, whoever comes at the same time', async () => {
      const { process } = open();
      const { id } = aCollector();
      const all = Array.from({ length: 4 }, () => aCollector({ id }));
      // A transaction that meets another may be refused for the moment.
      const attempt = async (one: (typeof all)[number]): Promise<unknown> => {
        const put = process().collectors.put(one);
        return put.catch((error) => (error.kind === 'unavailable' ? attempt(one) : Promise.reject(error)));
      };
      const answers = await Promise.allSettled(all.map(attempt));
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of answers) if (one.status === 'rejected') expect(one.reason).toMatchObject({ kind: 'conflict' });
      const owner = all[answers.findIndex(({ status }) => status === 'fulfilled')];
      expect(await process().collectors.find(id)).toEqual(owner);
      for (const one of all) {
        const mine = await process().collectors.get(one.workspace, id);
        expect(mine).toEqual(one === owner ? owner : undefined);
      }
    });

    it('free their id when they are taken away', async () => {
      const { collectors } = open();
      const collector = aCollector();
      expect(await collectors.remove(collector.workspace, collector.id)).toBe(false);
      await collectors.put(collector);
      expect(await collectors.remove(collector.workspace, collector.id)).toBe(true);
      expect(await collectors.remove(collector.workspace, collector.id)).toBe(false);
      expect(await collectors.find(collector.id)).toBeUndefined();
      expect(await collectors.get(collector.workspace, collector.id)).toBeUndefined();
      const next = aCollector({ id: collector.id });
      await collectors.put(next);
      expect(await collectors.find(collector.id)).toEqual(next);
    });

    it('are listed by id, page by page', async () => {
      const { collectors } = open();
      const workspace = fresh('w');
      const all = Array.from({ length: 7 }, () => aCollector({ workspace })).sort((a, b) => (a.id < b.id ? -1 : 1));
      for (const one of all) await collectors.put(one);
      for (const limit of [1, 3, 7, 100]) {
        const found: unknown[] = [];
        for (let after: string | null | undefined; after !== null; ) {
          expect(found.length).toBeLessThan(all.length);
          const page = await collectors.list(workspace, { limit, ...(after && { after }) });
          expect(page.data.length).toBeLessThanOrEqual(limit);
          found.push(...page.data);
          after = page.after;
        }
        expect(found).toEqual(all);
      }
    });
  });
}

/** The settings of workspaces. */
export function settingsSuite(make: CapiMaker): void {
  const some = (over: Readonly<Record<string, unknown>> = {}) => ({
    workspace: fresh('w'),
    pixels: ['1', '2'],
    country: 'DE',
    dataProcessing: { options: ['LDU'], country: 1, state: 1000 },
    optOut: false,
    updatedAt: '2026-11-21T10:00:00.000Z',
    ...over,
  });

  describe('the settings of a workspace', () => {
    it('are none until something is settled, and its own', async () => {
      const { settings } = make(handClock())();
      const first = some();
      expect(await settings.get(first.workspace)).toBeUndefined();
      expect(await settings.put(first, 0)).toEqual({ ...first, version: 1 });
      expect(await settings.get(first.workspace)).toEqual({ ...first, version: 1 });
      expect(await settings.get(fresh('x'))).toBeUndefined();
    });

    it('are settled by one of two at once, whole', async () => {
      const process = make(handClock());
      const first = some();
      const two = ['DE', 'FR'].map((country) => ({ ...first, country }));
      const answers = await Promise.allSettled(two.map((one) => process().settings.put(one, 0)));
      const won = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(won).toHaveLength(1);
      for (const one of answers) if (one.status === 'rejected') expect(one.reason).toMatchObject({ kind: 'busy' });
      expect(await process().settings.get(first.workspace)).toEqual(won[0]);
      const next = { ...first, country: null, dataProcessing: null, optOut: true, pixels: [] };
      expect(await process().settings.put(next, 1)).toEqual({ ...next, version: 2 });
      expect(await process().settings.put(next, 1)).toEqual({ ...next, version: 2 });
      await expect(process().settings.put(first, 1)).rejects.toMatchObject({ kind: 'busy' });
      await expect(process().settings.put(some(), 1)).rejects.toMatchObject({ kind: 'not-found' });
      expect(await process().settings.get(first.workspace)).toEqual({ ...next, version: 2 });
    });
  });
}

/** The quality of datasets. */
export function qualitySuite(make: CapiMaker): void {
  const open = () => {
    const clock = handClock();
    const today = isoTime(clock.now()).slice(0, 10);
    const dayBefore = (days: number) => isoTime(Date.parse(today) - days * dayMs).slice(0, 10);
    const web = [{ event_name: 'Purchase', event_match_quality: { composite_score: 6.1, ß: [null] } }];
    const quality = { workspace: fresh('w'), pixel: fresh('1'), day: today, readAt: isoTime(clock.now()), web };
    return { clock, quality, dayBefore, ...make(clock)() };
  };

  describe('the quality of a dataset', () => {
    it('is listed from a day on, oldest first, by its own workspace and pixel', async () => {
      const { qualities, quality, dayBefore } = open();
      const all = [4, 2, 1, 0].map((before) => ({ ...quality, day: dayBefore(before), web: [before] }));
      for (const one of [...all].reverse()) await qualities.put(one);
      expect(await qualities.list(quality.workspace, quality.pixel, dayBefore(3))).toEqual(all.slice(1));
      expect(await qualities.list(quality.workspace, quality.pixel, dayBefore(4))).toEqual(all);
      expect(await qualities.list(fresh('x'), quality.pixel, dayBefore(9))).toEqual([]);
      expect(await qualities.list(quality.workspace, '1', dayBefore(9))).toEqual([]);
    });

    it('is the newest reading of a day', async () => {
      const { qualities, quality, clock } = open();
      const read = (seconds: number, web: readonly unknown[]) =>
        qualities.put({ ...quality, readAt: isoTime(clock.now() + seconds * 1000), web });
      await read(5, quality.web);
      await read(4, ['older']);
      const listed = () => qualities.list(quality.workspace, quality.pixel, quality.day);
      expect(await listed()).toEqual([{ ...quality, readAt: isoTime(clock.now() + 5000) }]);
      await read(6, []);
      expect(await listed()).toEqual([{ ...quality, readAt: isoTime(clock.now() + 6000), web: [] }]);
    });

    it('is over 400 days after its day', async () => {
      const { qualities, quality, clock } = open();
      await qualities.put(quality);
      clock.pass(399 * dayMs);
      expect(await qualities.list(quality.workspace, quality.pixel, quality.day)).toHaveLength(1);
      clock.pass(dayMs);
      expect(await qualities.list(quality.workspace, quality.pixel, quality.day)).toEqual([]);
    });
  });

  describe('the poll of a dataset’s quality', () => {
    const dueAt = '2026-11-22T10:00:00.000Z';
    const result = { dueAt: '2026-11-23T10:00:00.000Z', lastReadAt: dueAt, failures: 2, reason: 'why' };

    it('is made once', async () => {
      const process = make(handClock());
      const workspace = fresh('w');
      const answers = await Promise.all([1, 2, 3].map(() => process().polls.ensure(workspace, 'p#', dueAt)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      const poll = { workspace, pixel: 'p#', dueAt, lastReadAt: null, failures: 0, reason: null };
      expect(await process().polls.get(workspace, 'p#')).toEqual(poll);
      await process().polls.settle({ ...poll, ...result });
      expect(await process().polls.ensure(workspace, 'p#', dueAt)).toBe(false);
      expect(await process().polls.get(workspace, 'p#')).toEqual({ ...poll, ...result });
      expect(await process().polls.get(fresh('x'), 'p#')).toBeUndefined();
      expect(await process().polls.get(workspace, 'p')).toBeUndefined();
    });

    it('that was taken away stays away, until it is made again', async () => {
      const { polls } = make(handClock())();
      const workspace = fresh('w');
      await polls.ensure(workspace, 'p', dueAt);
      await polls.remove(fresh('x'), 'p');
      expect(await polls.get(workspace, 'p')).toBeDefined();
      await polls.remove(workspace, 'p');
      await polls.remove(workspace, 'p');
      await polls.settle({ workspace, pixel: 'p', ...result });
      expect(await polls.get(workspace, 'p')).toBeUndefined();
      expect(await polls.ensure(workspace, 'p', dueAt)).toBe(true);
    });
  });
}
