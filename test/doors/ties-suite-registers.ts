import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../lambdas/foundation/core/clock.ts';
import { fresh, handClock } from './store-under-test.ts';
import { aDeletion, type TiesMaker } from './ties-under-test.ts';

const dayMs = 24 * 3600_000;

/** The sync jobs. */
export function syncJobSuite(make: TiesMaker): void {
  const open = async (total: number) => {
    const clock = handClock();
    const process = make(clock);
    const asked = { workspace: fresh('w'), id: randomUUID(), total, requestedAt: isoTime(clock.now()) };
    const job = await process().syncJobs.create(asked);
    const part = (connectionId: string, outcome: 'done' | 'failed' = 'done') => ({
      connectionId,
      outcome,
      found: 3,
      linked: 2,
      at: isoTime(clock.now() + 5),
    });
    return { clock, process, asked, job, part, syncJobs: process().syncJobs };
  };

  describe('a sync job', () => {
    it('keeps the first of an id, in its workspace', async () => {
      const { syncJobs, asked, job } = await open(2);
      expect(job).toMatchObject({ ...asked, state: 'running', done: 0, failed: 0, found: 0, linked: 0 });
      expect(await syncJobs.create({ ...asked, total: 9 })).toEqual(job);
      expect(await syncJobs.get(fresh('x'), asked.id)).toBeUndefined();
    });

    it('counts each connection once, and is done when all are', async () => {
      const { process, asked, part } = await open(3);
      const count = (who: string, outcome?: 'failed') =>
        process().syncJobs.count(asked.workspace, asked.id, part(who, outcome));
      await Promise.all([count('a'), count('a'), count('b', 'failed'), count('a', 'failed')]);
      const half = await process().syncJobs.get(asked.workspace, asked.id);
      expect((half?.done ?? 0) + (half?.failed ?? 0)).toBe(2);
      expect(half).toMatchObject({ state: 'running', found: 6, linked: 4 });
      expect(await count('c')).toMatchObject({ state: 'done', found: 9, linked: 6, updatedAt: part('c').at });
      expect(await count('c')).toMatchObject({ state: 'done', found: 9 });
    });

    it('over nothing is done at once', async () => {
      const { job } = await open(0);
      expect(job.state).toBe('done');
    });

    it('that is cancelled counts no more; one that is done stays done', async () => {
      const { syncJobs, asked, part, clock } = await open(2);
      const at = isoTime(clock.now() + 9);
      expect(await syncJobs.cancel(asked.workspace, asked.id, at)).toMatchObject({ state: 'cancelled', updatedAt: at });
      expect(await syncJobs.count(asked.workspace, asked.id, part('a'))).toMatchObject({ state: 'cancelled', done: 0 });
      const over = await open(1);
      await over.syncJobs.count(over.asked.workspace, over.asked.id, over.part('a'));
      expect(await over.syncJobs.cancel(over.asked.workspace, over.asked.id, at)).toMatchObject({ state: 'done' });
      expect(await syncJobs.cancel(fresh('x'), asked.id, at)).toBeUndefined();
      expect(await syncJobs.count(fresh('x'), asked.id, part('a'))).toBeUndefined();
    });

    it('is over after 30 days', async () => {
      const { syncJobs, asked, clock, part } = await open(1);
      clock.pass(30 * dayMs);
      expect(await syncJobs.get(asked.workspace, asked.id)).toBeUndefined();
      expect(await syncJobs.count(asked.workspace, asked.id, part('a'))).toBeUndefined();
    });
  });
}

/** The declared webhook fields. */
export function wishSuite(make: TiesMaker): void {
  describe('the declared webhook fields', () => {
    it('are the defaults until something is declared', async () => {
      const { wishes } = make(handClock())();
      const workspace = fresh('w');
      const wish = await wishes.get(workspace);
      expect(wish).toMatchObject({ workspace, version: 0, updatedAt: null, perAsset: {} });
      expect(wish.objects.page).toContain('leadgen');
      expect(wish.objects.instagram).toContain('messaging_seen');
    });

    it('are declared by one of two at once, whole', async () => {
      const process = make(handClock());
      const workspace = fresh('w');
      const declared = (field: string) => ({
        workspace,
        objects: { page: [field] },
        perAsset: { 'page:1': [], 'page:#2': [field] },
        version: 0,
        updatedAt: '2026-11-21T10:00:00.000Z',
      });
      const answers = await Promise.allSettled(['feed', 'leadgen'].map((one) => process().wishes.put(declared(one))));
      const won = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(won).toHaveLength(1);
      expect(await process().wishes.get(workspace)).toEqual(won[0]);
      expect(won[0]?.version).toBe(1);
      const next = { ...declared('feed'), version: 1, objects: {} };
      expect(await process().wishes.put(next)).toEqual({ ...next, version: 2 });
      await expect(process().wishes.put({ ...next, perAsset: {} })).rejects.toMatchObject({ kind: 'busy' });
      expect((await process().wishes.get(fresh('x'))).version).toBe(0);
    });
  });
}

/** The requests to delete a person's data. */
export function deletionSuite(make: TiesMaker): void {
  describe('a deletion request', () => {
    it('is one row however often it comes', async () => {
      const clock = handClock();
      const { deletions } = make(clock)();
      const request = aDeletion(clock);
      expect(await deletions.create(request)).toEqual(request);
      expect(await deletions.create({ ...request, appId: '9' })).toEqual(request);
      expect(await deletions.get(request.code)).toEqual(request);
      expect(await deletions.get(aDeletion(clock).code)).toBeUndefined();
    });

    it('advances for one of two workers', async () => {
      const clock = handClock();
      const process = make(clock);
      const request = aDeletion(clock);
      await process().deletions.create(request);
      const to = (erased: number) => ({ state: 'erasing' as const, counts: { erased }, cursor: `at ${erased}` });
      const answers = await Promise.allSettled(
        [1, 2].map((erased) => process().deletions.advance(request, to(erased))),
      );
      const won = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(won).toHaveLength(1);
      expect(await process().deletions.get(request.code)).toEqual(won[0]);
      const done = { state: 'done' as const, cursor: null, finishedAt: isoTime(clock.now()) };
      expect(await process().deletions.advance(won[0] ?? request, done)).toMatchObject({ ...done, version: 3 });
      await expect(process().deletions.advance(aDeletion(clock), done)).rejects.toMatchObject({ kind: 'not-found' });
    });

    it('is over when its time is', async () => {
      const clock = handClock();
      const { deletions } = make(clock)();
      const request = await deletions.create(aDeletion(clock));
      clock.pass(365 * dayMs);
      expect(await deletions.get(request.code)).toBeUndefined();
    });
  });
}

/** The audit log. */
export function auditSuite(make: TiesMaker): void {
  describe('the audit log', () => {
    it('is read newest first, page by page, by its own workspace', async () => {
      const clock = handClock();
      const { audit } = make(clock)();
      const workspace = fresh('w');
      const lines = Array.from({ length: 7 }, (_, at) => ({
        workspace,
        at: isoTime(clock.now() + Math.floor(at / 2) * 1000),
        actor: 'somebody',
        action: 'connection.created',
        target: String(at),
        ...(at % 2 && { fbtraceId: 'A', fbRev: '1' }),
      }));
      for (const line of lines) await audit.append(line);
      const found: (typeof lines)[number][] = [];
      for (let after: string | null | undefined; after !== null; ) {
        expect(found.length).toBeLessThan(lines.length + 1);
        const page = await audit.list(workspace, 3, after);
        found.push(...page.lines);
        after = page.next;
      }
      expect(found.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).reverse());
      expect(found).toEqual(expect.arrayContaining(lines));
      expect(await audit.list(fresh('x'), 3)).toEqual({ lines: [], next: null });
      clock.pass(401 * dayMs);
      expect((await audit.list(workspace, 10)).lines).toEqual([]);
    });
  });
}
