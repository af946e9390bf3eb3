import { describe, expect, it } from '@jest/globals';
import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import { openMessages } from '../../lambdas/foundation/store/dynamo-messages.ts';
import { openPeople } from '../../lambdas/foundation/store/dynamo-people.ts';
import { openThreads } from '../../lambdas/foundation/store/dynamo-threads.ts';
import { heldBy } from '../../lambdas/foundation/store/person-ids.ts';
import type { TableCalls } from '../../lambdas/foundation/store/table-calls.ts';
import { killedAt } from '../fakes/killed-at.ts';
import { aMessage, aThread, type MessagingProcess } from './messaging-under-test.ts';
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
  const processOf = (clock: Clock, { calls, tableName }: CrashTable): MessagingProcess => {
    const doors = { calls, tableName, clock, messageDays: 90 };
    return { messages: openMessages(doors), threads: openThreads(doors), people: openPeople(doors) };
  };

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
          expect(page.messages).toEqual(standing ? [message] : []);
        },
      );
      expect(calls).toBe(3);
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
        ({ people }, { workspace, from, to }) => people.rename(workspace, from, to, later),
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
