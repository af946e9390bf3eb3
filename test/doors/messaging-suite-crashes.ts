import { describe, expect, it } from '@jest/globals';
import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import { heldBy } from '../../lambdas/foundation/store/person-ids.ts';
import type { TableCalls } from '../../lambdas/foundation/store/table-calls.ts';
import { killedAt } from '../fakes/killed-at.ts';
import {
  aMessage,
  anOutboundMessage,
  aThread,
  laneDue,
  type MessagingProcess,
  openProcess,
  saidIn,
} from './messaging-under-test.ts';
import { fresh, handClock } from './store-under-test.ts';

/** A table to stand on. */
export interface CrashTable {
  readonly calls: TableCalls;
  readonly tableName: string;
}

const nobody = { name: null, username: null };

/**
 * What stands when a worker is killed at any of its calls to the table, before or after the call took effect, and what
 * the next worker makes of it. For the adapters alone: a fake makes no calls.
 */
export function messagingCrashSuite(name: string, tableOf: () => CrashTable): void {
  const processOf = (clock: Clock, table: CrashTable): MessagingProcess => openProcess({ ...table, clock });

  /** Kills `work` at each of its calls in turn, on rows of its own; `then` looks at what is left. */
  async function killedEverywhere<T>(
    prepare: (whole: MessagingProcess, clock: Clock) => Promise<T>,
    work: (process: MessagingProcess, made: T) => Promise<unknown>,
    then: (whole: MessagingProcess, made: T) => Promise<void>,
  ): Promise<number> {
    for (let at = 1; ; at += 1) {
      let died = false;
      for (const after of [false, true]) {
        const [clock, table] = [handClock(), tableOf()];
        const whole = processOf(clock, table);
        const made = await prepare(whole, clock);
        const { doors } = killedAt({ doors: { calls: table.calls } }, ['doors'], { left: at, after });
        try {
          await work(processOf(clock, { ...table, calls: doors.calls }), made);
        } catch (thrown) {
          expect(thrown).toMatchObject({ message: 'killed' });
          died = true;
        }
        await then(whole, made);
        await work(whole, made);
        await then(whole, made);
      }
      if (!died) return at - 1;
    }
  }

  describe(`${name}, killed at any call`, () => {
    it('show a message in its thread exactly when it stands', async () => {
      const calls = await killedEverywhere(
        async (_, clock) => aMessage(clock),
        ({ messages }, message) => messages.change(message, () => message),
        async ({ messages }, message) => {
          const standing = await messages.get(message);
          const page = await messages.list(message.workspace, message.threadId ?? '', 10);
          expect(saidIn(page.listed)).toEqual(standing ? [message] : []);
        },
      );
      expect(calls).toBe(3);
    });

    it('take a message whole or not at all, and once', async () => {
      const calls = await killedEverywhere(
        async (_, clock) => anOutboundMessage(clock),
        ({ outbound }, message) => outbound.accept(message),
        async ({ outbound, lanes, messages }, message) => {
          const isThere = (await outbound.get(message)) !== undefined;
          const { workspace, lane, seq, id: messageId } = message;
          expect(await lanes.waiting(message, 10)).toEqual(isThere ? [{ workspace, lane, seq, messageId }] : []);
          const { listed } = await messages.list(workspace, message.threadId ?? '', 10);
          expect(listed).toEqual(isThere ? [{ at: message.acceptedAt, outbound: message }] : []);
        },
      );
      expect(calls).toBe(1);
    });

    it('give a private reply its line exactly when its thread is known', async () => {
      const calls = await killedEverywhere(
        async ({ outbound }, clock) => {
          const reply = anOutboundMessage(clock, { threadId: null });
          await outbound.accept(reply);
          return { ...reply, threadId: fresh('t') };
        },
        ({ outbound }, found) => outbound.change(found, () => found),
        async ({ outbound, messages }, found) => {
          const isFound = (await outbound.get(found))?.threadId === found.threadId;
          const { listed } = await messages.list(found.workspace, found.threadId, 10);
          expect(listed).toEqual(isFound ? [{ at: found.acceptedAt, outbound: found }] : []);
        },
      );
      expect(calls).toBe(3);
    });

    it('leave a lane due from its first number on, until it is let go', async () => {
      const minute = (clock: Clock) => isoTime(clock.now() + 60_000);
      const calls = await killedEverywhere(
        async (_, clock) => ({ lane: { workspace: fresh('w'), lane: fresh('t') }, dueAt: minute(clock) }),
        async ({ lanes }, { lane, dueAt }) => {
          const { claim } = await lanes.enter(lane, dueAt, 45_000);
          if (claim) await lanes.release(lane, claim, { dueAt: undefined, notBefore: 0, paceAt: 0 });
        },
        async ({ lanes, due }, { lane, dueAt }) => {
          const isDue = (await laneDue({ due }, lane, dueAt)) !== undefined;
          // Whoever was killed holds it; else this holds it, and the next to come gets a number alone.
          expect(await lanes.claim(lane, 45_000)).toEqual(isDue ? 'held' : expect.objectContaining({ paceAt: 0 }));
        },
      );
      expect(calls).toBe(2);
    });

    it('show a thread once, under the time that it has', async () => {
      const calls = await killedEverywhere(
        async ({ threads }, clock) => {
          const thread = aThread(clock);
          await threads.change(thread, () => thread);
          return { thread, moved: { ...thread, lastAt: isoTime(clock.now() + 1000) } };
        },
        ({ threads }, { moved }) => threads.change(moved, () => moved),
        async ({ threads }, { thread, moved }) => {
          const standing = await threads.get(thread);
          expect([thread, moved]).toContainEqual(standing);
          expect((await threads.list(thread.workspace, {}, 10)).threads).toEqual([standing]);
        },
      );
      expect(calls).toBe(4);
    });

    /** No id leads to anybody who does not hold it, and nobody holds one that does not lead back. */
    const wholePeople = async ({ people }: MessagingProcess, workspace: string, aliases: readonly string[]) => {
      for (const alias of aliases) {
        const person = await people.byAlias(workspace, alias);
        if (person === undefined) continue;
        expect(heldBy(person)).toContain(alias);
        for (const held of heldBy(person)) expect(await people.byAlias(workspace, held)).toEqual(person);
      }
    };

    it('leave no half of a person, and make one in the end', async () => {
      const at = '2026-11-21T10:00:00.000Z';
      const calls = await killedEverywhere(
        async ({ people }) => {
          const [workspace, aliases] = [fresh('w'), [fresh('psid:1'), fresh('wa:2'), fresh('bsuid:3')]];
          await people.identify(workspace, aliases.slice(1, 2), nobody, at);
          return { workspace, aliases };
        },
        ({ people }, { workspace, aliases }) => people.identify(workspace, aliases, nobody, at),
        async (whole, { workspace, aliases }) => {
          await wholePeople(whole, workspace, aliases);
          const counts = (await whole.people.byAlias(workspace, aliases[1] ?? ''))?.aliases.length;
          expect([1, 3]).toContain(counts);
        },
      );
      expect(calls).toBe(3);
    });

    it('move an id or leave it', async () => {
      const [at, later] = ['2026-11-21T10:00:00.000Z', '2026-11-22T10:00:00.000Z'];
      const calls = await killedEverywhere(
        async ({ people }) => {
          const [workspace, from, to] = [fresh('w'), fresh('wa:1'), fresh('wa:2')];
          const { person } = await people.identify(workspace, [from], nobody, at);
          return { workspace, from, to, person };
        },
        ({ people }, { workspace, from, to }) => people.rename(workspace, [from], [to], later),
        async (whole, { workspace, from, to, person }) => {
          await wholePeople(whole, workspace, [from, to]);
          const holders = [await whole.people.byAlias(workspace, from), await whole.people.byAlias(workspace, to)];
          expect(holders.filter((one) => one !== undefined)).toHaveLength(1);
          expect(holders.find((one) => one !== undefined)).toMatchObject({ id: person.id });
        },
      );
      expect(calls).toBe(3);
    });
  });
}
