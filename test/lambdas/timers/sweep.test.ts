import { describe, expect, it } from '@jest/globals';
import { queues } from '../../../lambdas/foundation/contract/resources.ts';
import { isoTime } from '../../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { messages } from '../../../lambdas/foundation/core/messages.ts';
import type { DueRow } from '../../../lambdas/foundation/store/due-rows.ts';
import { ConnectionRow } from '../../../lambdas/foundation/store/entities/connection.ts';
import { entities } from '../../../lambdas/foundation/store/entities/index.ts';
import { LaneRow } from '../../../lambdas/foundation/store/entities/lane.ts';
import { QualityPollRow } from '../../../lambdas/foundation/store/entities/quality-poll.ts';
import { ThreadRow } from '../../../lambdas/foundation/store/entities/thread.ts';
import { wakeUps } from '../../../lambdas/timers/wake-ups.ts';
import { wakeWhatIsDue } from '../../../lambdas/timers/wake-what-is-due.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeDueRows } from '../../fakes/fake-due-rows.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';

const hourMs = 3600_000;

/** A sweep over `count` connections that are due since some seconds; it has a minute. */
function world(count: number) {
  const clock = fakeClock();
  const dueRows = fakeDueRows();
  const outbox = fakeOutbox(clock);
  const row = (at: number, agoMs = 1000): DueRow => ({
    entity: 'connection',
    pk: [`w${at % 7}`],
    sk: [`connection-${at}`],
    dueAt: isoTime(clock.now() - agoMs),
  });
  for (let at = 0; at < count; at += 1) dueRows.put(row(at));
  const sweep = async (over: Partial<Parameters<typeof wakeWhatIsDue>[0]> = {}) => {
    const notes = fakeNotes();
    const doors = { dueRows, outbox, clock, deadline: clock.now() + 55_000, ...over };
    const ended = wakeWhatIsDue(doors, notes);
    await ended.catch(() => undefined);
    return { ended, notes };
  };
  const woken = () =>
    outbox.items('connectionCare').map((item) => (item as { wake: { connectionId: string } }).wake.connectionId);
  return { clock, dueRows, outbox, row, sweep, woken };
}

describe('a sweep', () => {
  it('wakes what is due, each once, in its workspace’s group, and puts it off by an hour', async () => {
    const { clock, dueRows, outbox, row, sweep, woken } = world(20);
    dueRows.put({ ...row(99), dueAt: isoTime(clock.now() + 1) });
    const { ended, notes } = await sweep();
    await ended;
    expect(woken().sort()).toEqual(Array.from({ length: 20 }, (_, at) => `connection-${at}`).sort());
    expect(outbox.sent.find(({ body }) => body.includes('"connection-3"'))).toMatchObject({ group: 'w3' });
    expect(outbox.items('connectionCare')).toContainEqual({ wake: { workspace: 'w3', connectionId: 'connection-3' } });
    const times = dueRows.rows().map(({ dueAt }) => Date.parse(dueAt) - clock.now());
    expect(times.filter((ms) => ms === hourMs)).toHaveLength(20);
    expect(notes.facts).toEqual({ woken: 20 });
    expect(notes.total('DueAge')).toBe(1);
  });

  it('tells an age of nothing when nothing is due', async () => {
    const { sweep, woken } = world(0);
    const { ended, notes } = await sweep();
    await ended;
    expect(woken()).toEqual([]);
    expect(notes.counts).toEqual([{ metric: 'DueAge', value: 0, tags: {} }]);
  });

  it('wakes ten thousand in one beat, page by page, in few messages', async () => {
    const { dueRows, outbox, sweep, woken } = world(10_000);
    await (await sweep()).ended;
    expect(new Set(woken()).size).toBe(10_000);
    expect(woken()).toHaveLength(10_000);
    expect(outbox.sent.length).toBeLessThanOrEqual(10_000);
    await (await sweep()).ended;
    expect(woken()).toHaveLength(10_000);
    expect(dueRows.rows()).toHaveLength(10_000);
  });

  it('ends in time, and the next beat goes on where it ended', async () => {
    const { clock, dueRows, sweep, woken } = world(5000);
    const slow = {
      ...dueRows,
      due: (...asked: Parameters<typeof dueRows.due>) => {
        clock.advance(3000);
        return dueRows.due(...asked);
      },
    };
    const { ended, notes } = await sweep({ dueRows: slow });
    await ended;
    expect(notes.facts.left).toBeGreaterThan(0);
    expect(woken().length).toBeLessThan(5000);
    for (let beat = 0; beat < 10 && woken().length < 5000; beat += 1) await (await sweep({ dueRows: slow })).ended;
    expect(new Set(woken()).size).toBe(5000);
    expect(woken()).toHaveLength(5000);
  });

  it.each(['send', 'put off'] as const)(
    'killed at a %s loses nothing: what it had not put off is woken again',
    async (what) => {
      for (let killedAt = 0; killedAt < 12; killedAt += 1) {
        const { dueRows, outbox, sweep, woken } = world(60);
        let steps = 0;
        const orKilled = () => {
          steps += 1;
          if (steps > killedAt) throw new Error('killed');
        };
        const dying =
          what === 'send'
            ? {
                outbox: {
                  sendGroups: async (...sent: Parameters<typeof outbox.sendGroups>) => {
                    orKilled();
                    return outbox.sendGroups(...sent);
                  },
                },
              }
            : {
                dueRows: {
                  ...dueRows,
                  putOff: async (...put: Parameters<typeof dueRows.putOff>) => {
                    orKilled();
                    return dueRows.putOff(...put);
                  },
                },
              };
        const { ended } = await sweep(dying);
        await ended.catch(() => undefined);
        await (await sweep()).ended;
        expect(new Set(woken()).size).toBe(60);
        expect(dueRows.rows().filter(({ dueAt }) => dueAt < '2026-11-21T10:59')).toEqual([]);
      }
    },
  );

  it('lets every shard have its turn before it fails, and wakes nothing that was not sent', async () => {
    const { clock, dueRows, outbox, sweep, woken } = world(200);
    outbox.refuse();
    const { ended, notes } = await sweep();
    await expect(ended).rejects.toMatchObject({ kind: 'unavailable' });
    expect(woken().length).toBeGreaterThan(100);
    expect(woken().length).toBeLessThan(200);
    expect(notes.total('DueAge')).toBe(1);
    const still = dueRows.rows().filter(({ dueAt }) => dueAt <= isoTime(clock.now()));
    expect(still).toHaveLength(200 - woken().length);
  });

  it('fails with the table: a throttled index is unavailable', async () => {
    const { dueRows, sweep } = world(1);
    const due = async () => {
      throw new Failure('unavailable', 'dynamodb Query: ThrottlingException');
    };
    await expect((await sweep({ dueRows: { ...dueRows, due } })).ended).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('leaves due what no code of today knows how to wake, and says since when', async () => {
    const { dueRows, row, sweep, woken } = world(3);
    const stranger = { ...row(1, 2 * hourMs), entity: 'elephant' };
    dueRows.put(stranger);
    const { ended, notes } = await sweep();
    await ended;
    expect(woken()).toHaveLength(3);
    expect(dueRows.rows()).toContainEqual(stranger);
    expect(notes.facts).toEqual({ woken: 3, unknown: 1 });
    expect(notes.total('DueAge')).toBe(7200);
  });
});

/** Rows that are woken, as their own entities key them: the queue, the message, and after how many minutes again. */
const woken = [
  {
    entity: 'connection',
    parts: ConnectionRow.parts({ workspace: 'shop', id: 'c1' }),
    queue: 'connectionCare',
    message: { wake: { workspace: 'shop', connectionId: 'c1' } },
    minutes: 60,
  },
  {
    entity: 'qualityPoll',
    parts: QualityPollRow.parts({ workspace: 'shop', pixel: 'p1' }),
    queue: 'qualityPolls',
    message: { workspace: 'shop', pixel: 'p1' },
    minutes: 60,
  },
  {
    entity: 'lane',
    parts: LaneRow.parts({ workspace: 'shop', lane: 't_1' }),
    queue: 'threadWork',
    message: { workspace: 'shop', lane: 't_1' },
    minutes: 2,
  },
  {
    entity: 'thread',
    parts: ThreadRow.parts({ workspace: 'shop', id: 't_1' }),
    queue: 'threadWork',
    message: { workspace: 'shop', closing: 't_1' },
    minutes: 10,
  },
] as const;

describe('the table of wake-ups', () => {
  it('knows every entity that names a due time, and no other name', () => {
    const due = entities.filter((entity) => entity.due !== undefined).map(({ name }) => name);
    expect(due.length).toBeGreaterThanOrEqual(3);
    expect([...wakeUps.keys()]).toEqual(expect.arrayContaining(due));
    expect([...wakeUps.keys()].sort()).toEqual(woken.map(({ entity }) => entity).sort());
  });

  it.each(woken)('wakes a $entity by the parts of its key, again after $minutes minutes', (row) => {
    const wakeUp = wakeUps.get(row.entity);
    const sent = wakeUp?.message({ entity: row.entity, ...row.parts, dueAt: '2026-11-21T10:00:00.000Z' });
    expect({ queue: wakeUp?.queue, message: sent }).toEqual({ queue: row.queue, message: row.message });
    expect(messages[row.queue]().parse(sent)).toEqual(row.message);
    expect(wakeUp?.againAfterMs).toBe(row.minutes * 60_000);
  });

  it('does not wake a lane again while its worker may be at work', () => {
    expect(wakeUps.get('lane')?.againAfterMs).toBeGreaterThan(queues.threadWork.leaseSeconds * 1000);
  });

  it('knows no row whose key is not its entity’s', () => {
    expect(wakeUps.size).toBeGreaterThan(0);
    for (const { message } of wakeUps.values()) {
      expect(message({ entity: 'connection', pk: [], sk: [], dueAt: '' })).toBeUndefined();
    }
  });
});
