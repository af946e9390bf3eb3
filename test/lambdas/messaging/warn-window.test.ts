import { describe, expect, it } from '@jest/globals';
import type { Thread } from '../../../lambdas/foundation/store/threads.ts';
import { mergeThread } from '../../../lambdas/messaging/thread-facts.ts';
import { warnWindow } from '../../../lambdas/messaging/warn-window.ts';
import { fakeBus } from '../../fakes/fake-bus.ts';
import { fakeDueRows } from '../../fakes/fake-due-rows.ts';
import { fakeThreads } from '../../fakes/fake-threads.ts';
import { aThread } from './rows.ts';

const hourMs = 3600_000;
const openedAt = '2026-11-20T10:00:00.000Z';
const opened = Date.parse(openedAt);
const at = (ms: number) => new Date(ms).toISOString();
const inHours = (count: number) => at(opened + count * hourMs);

/** A thread that a message opened, as `over` says besides, and the world some milliseconds later. */
async function world(afterMs: number, over: Partial<Thread> = {}) {
  const clock = { now: () => opened + afterMs, chance: () => 0.5 };
  const [bus, due] = [fakeBus(), fakeDueRows()];
  const threads = fakeThreads(clock, 90, due);
  const thread = aThread({ openedAt, windowDueAt: inHours(23), ...over });
  await threads.change(thread, () => thread);
  const warn = (doors = {}) =>
    warnWindow({ workspace: thread.workspace, threadId: thread.id }, { threads, bus, clock, ...doors });
  const row = async () => threads.get(thread);
  return { threads, thread, bus, due, warn, row };
}

describe('a window that closes', () => {
  it('is told once, an hour before its end, with what a colleague wants to know', async () => {
    const w = await world(23 * hourMs, { channel: 'whatsapp', asset: 'whatsapp:1', phoneNumberId: '2' });
    await w.warn();
    const { workspace, id: threadId, personId } = w.thread;
    const until = inHours(24);
    expect(w.bus.announced).toEqual([
      {
        ...{ id: `${threadId}/thread.window-closing/${until}`, workspace, type: 'thread.window-closing' },
        time: inHours(23),
        detail: {
          ...{ version: 1, threadId, personId, channel: 'whatsapp', asset: 'whatsapp:1', until },
          ...{ lastDirection: 'in', answered: false, at: inHours(23) },
        },
      },
    ]);
    expect((await w.row())?.windowDueAt).toBeNull();
    expect(w.due.rows()).toEqual([]);
    await w.warn();
    expect(w.bus.announced).toHaveLength(1);
  });

  it.each([
    ['in', false],
    ['out', true],
  ] as const)('says whether the business wrote last: %s', async (lastDirection, answered) => {
    const w = await world(23.5 * hourMs, { lastDirection });
    await w.warn();
    expect(w.bus.announced.map(({ detail }) => [detail.lastDirection, detail.answered])).toEqual([
      [lastDirection, answered],
    ]);
  });

  it.each([
    ['a moment before the hour', 23 * hourMs - 1, inHours(23)],
    ['at the end', 24 * hourMs, null],
    ['long after', 300 * hourMs, null],
  ] as const)('is not told %s', async (_when, afterMs, windowDueAt) => {
    const w = await world(afterMs);
    await w.warn();
    expect(w.bus.announced).toEqual([]);
    expect((await w.row())?.windowDueAt).toBe(windowDueAt);
  });

  it('is told to the last millisecond', async () => {
    const w = await world(24 * hourMs - 1);
    await w.warn();
    expect(w.bus.announced).toHaveLength(1);
  });

  it('that was opened again meanwhile is looked at when that one closes', async () => {
    const w = await world(23 * hourMs, { openedAt: inHours(5) });
    await w.warn();
    expect(w.bus.announced).toEqual([]);
    expect((await w.row())?.windowDueAt).toBe(inHours(28));
    expect(w.due.rows().map(({ dueAt }) => dueAt)).toEqual([inHours(28)]);
  });

  it.each([
    ['now', 23.5, 46.5],
    ['by a message that came late: its end is near too', 0.2, 23.2],
  ])('that is opened again while it is told keeps its next look: %s', async (_how, reopened, due) => {
    const w = await world(23.5 * hourMs);
    const opener = { opened: { by: 'message', at: inHours(reopened) } } as const;
    const announce = async () => {
      await w.threads.change(w.thread, (standing) => standing && mergeThread(standing, standing, opener));
    };
    await w.warn({ bus: { announce } });
    expect(await w.row()).toMatchObject({ openedAt: inHours(reopened), windowDueAt: inHours(due) });
  });

  it('is told again under the same id after a kill between telling and writing', async () => {
    const w = await world(23 * hourMs);
    const killed = { get: w.threads.get, change: () => Promise.reject(new Error('killed')) };
    await expect(w.warn({ threads: killed })).rejects.toThrow('killed');
    await w.warn();
    const ids = w.bus.announced.map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  it('is nobody’s question where no thread is, or nobody asked', async () => {
    const w = await world(23 * hourMs, { windowDueAt: null });
    await w.warn();
    await w.warn({ threads: { get: async () => undefined, change: w.threads.change } });
    expect(w.bus.announced).toEqual([]);
  });
});
