import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../../../lambdas/foundation/core/failure.ts';
import { openPeople } from '../../../../lambdas/foundation/store/dynamo-people.ts';
import { MessageRow } from '../../../../lambdas/foundation/store/entities/message.ts';
import { ThreadRow } from '../../../../lambdas/foundation/store/entities/thread.ts';
import { shardOf } from '../../../../lambdas/foundation/store/shard.ts';
import type { TableCalls } from '../../../../lambdas/foundation/store/table-calls.ts';
import { messagingSuite } from '../../../doors/messaging-suite.ts';
import { messagingCrashSuite } from '../../../doors/messaging-suite-crashes.ts';
import { aMessage, anOutboundMessage, aThread, openProcess, saidIn } from '../../../doors/messaging-under-test.ts';
import { handClock } from '../../../doors/store-under-test.ts';
import { strictCalls } from '../../../doors/strict-calls.ts';
import { fakeTable } from '../../../fakes/fake-table.ts';
import { opened } from './opened-adapters.ts';

const messageDays = 90;
const nobody = { name: null, username: null };

messagingSuite('the adapters of conversations over a table in memory', (clock) => {
  const { calls, tableName } = fakeTable();
  return () => openProcess({ calls: strictCalls(calls), tableName, clock });
});

messagingCrashSuite('the adapters of conversations over a table in memory', () => {
  const { calls, tableName } = fakeTable();
  return { calls: strictCalls(calls), tableName };
});

describe('a change of a conversation’s row', () => {
  it('is a read, the list’s row, the row, and the end of the list’s old row', async () => {
    const { messages, threads, clock, asked } = opened();
    const [message, thread] = [aMessage(clock), aThread(clock)];
    await messages.change(message, () => message);
    expect(asked.splice(0)).toEqual(['GetItem message', 'PutItem threadMessage', 'PutItem message']);
    await threads.change(thread, () => thread);
    expect(asked.splice(0)).toEqual(['GetItem thread', 'PutItem threadTime', 'PutItem thread']);
    await threads.change(thread, () => ({ ...thread, lastAt: isoTime(clock.now() + 1000) }));
    const moved = ['GetItem thread', 'PutItem threadTime', 'PutItem thread', 'DeleteItem threadTime'];
    expect(asked.splice(0)).toEqual(moved);
    await threads.change(thread, (standing) => standing && { ...standing, readUpTo: thread.lastAt });
    expect(asked.splice(0)).toEqual(['GetItem thread', 'PutItem thread']);
    await threads.change(thread, (standing) => standing);
    await messages.change(message, () => undefined);
    expect(asked.splice(0)).toEqual(['GetItem thread', 'GetItem message']);
  });

  it('is no read of what its caller has seen, save when another stands there', async () => {
    const { messages, threads, outbound, clock, asked } = opened();
    const [message, thread, ours] = [aMessage(clock, { at: null }), aThread(clock), anOutboundMessage(clock)];
    await messages.change(message, () => message, null);
    expect(asked.splice(0)).toEqual(['PutItem message']);
    await messages.change(message, (standing) => ({ ...(standing ?? message), readAt: thread.lastAt }), null);
    expect(asked.splice(0)).toEqual(['PutItem message', 'GetItem message', 'PutItem message']);
    await threads.change(thread, () => thread);
    const seen = await threads.get(thread);
    asked.splice(0);
    const { after } = await threads.change(thread, () => ({ ...thread, readUpTo: thread.lastAt }), seen);
    await threads.change(thread, () => thread, after);
    expect(asked.splice(0)).toEqual(['PutItem thread', 'PutItem thread']);
    await outbound.accept(ours);
    await outbound.change(ours, () => ({ ...ours, state: 'sent' }), ours);
    expect(asked.splice(0)).toEqual(['TransactWriteItems', 'PutItem outboundMessage']);
    await outbound.change(ours, () => ({ ...ours, state: 'failed' }), { ...ours });
    expect(asked.splice(0)).toEqual(['GetItem outboundMessage', 'PutItem outboundMessage']);
  });

  it('renews the list’s row once a day, so that it never goes first', async () => {
    const { threads, clock, asked, rows } = opened();
    const thread = aThread(clock);
    const again = (n: number) => threads.change(thread, () => ({ ...thread, readUpTo: String(n) }));
    // Whatever the hour at which this runs: 48 hours begin on two days or on three.
    const days = new Set<number>();
    for (let hour = 0; hour < 48; hour += 1) {
      days.add(Math.ceil(clock.now() / (24 * 3600_000)));
      await again(hour);
      const [time, row] = ['threadTime', 'thread'].map((name) =>
        Number(rows().find(({ pk }) => String(pk).startsWith(`${name}#`))?.expiresAt),
      );
      expect(time).toBeGreaterThanOrEqual(row ?? Number.NaN);
      expect(time).toBeLessThan((row ?? 0) + 24 * 3600);
      clock.pass(3600_000);
    }
    expect(asked.filter((call) => call === 'PutItem threadTime')).toHaveLength(days.size);
  });

  it('is busy when others come first eight times, and leaves the row to them', async () => {
    const clock = handClock();
    const [message, thread] = [aMessage(clock), aThread(clock)];
    let version = 0;
    const others = opened(async (operation, calls) => {
      if (operation !== 'PutItem') return;
      version += 1;
      const row = { version, expiresAt: Math.floor(clock.now() / 1000) + 3600 };
      await calls('PutItem', { TableName: 't', Item: MessageRow.write({ ...message, ...row }) });
      await calls('PutItem', { TableName: 't', Item: ThreadRow.write({ ...thread, ...row }) });
    });
    const tries = { message: 0, thread: 0 };
    const text = (standing: typeof message | undefined) => {
      tries.message += 1;
      return { ...(standing ?? message), text: 'ours' };
    };
    await expect(others.messages.change(message, text)).rejects.toMatchObject({ kind: 'busy' });
    expect(await others.messages.get(message)).toEqual(message);
    const read = (standing: typeof thread | undefined) => {
      tries.thread += 1;
      return { ...(standing ?? thread), readUpTo: 'ours' };
    };
    await expect(others.threads.change(thread, read)).rejects.toMatchObject({ kind: 'busy' });
    expect(await others.threads.get(thread)).toEqual(thread);
    expect(tries).toEqual({ message: 8, thread: 8 });
  });

  it('begins anew when its row was deleted between reading and writing', async () => {
    const clock = handClock();
    const message = aMessage(clock, { threadId: null });
    let deletes = 0;
    const { messages } = opened(async (operation, calls) => {
      if (operation !== 'PutItem' || deletes > 0 || (await messages.get(message)) === undefined) return;
      deletes += 1;
      await calls('DeleteItem', { TableName: 't', Key: MessageRow.key(message) });
    });
    await messages.change(message, () => message);
    const changed = await messages.change(message, (standing) => ({ ...message, text: standing ? 'changed' : 'anew' }));
    expect(changed).toEqual({ before: undefined, after: { ...message, text: 'anew' } });
    expect(deletes).toBe(1);
  });
});

describe('the list of messages', () => {
  it('skips rows that lead to a message that stands elsewhere, or that never came', async () => {
    const { messages, clock, rows, table } = opened();
    const message = aMessage(clock);
    const elsewhere = { ...message, threadId: 'another thread' };
    const moved = { ...message, at: isoTime(clock.now() + 1000) };
    for (const way of [elsewhere, message, moved]) {
      await messages.change(message, () => way);
      const stale = rows().filter(({ pk }) => String(pk).startsWith('threadMessage#'));
      await messages.change(message, () => moved);
      for (const Item of stale) await table.calls('PutItem', { TableName: 't', Item });
    }
    const lost = rows().find(({ sk }) => String(sk).startsWith(moved.at));
    await table.calls('PutItem', { TableName: 't', Item: { ...lost, sk: `${moved.at}#nobody` } });
    const read = async (threadId: string) => saidIn((await messages.list(message.workspace, threadId, 10)).listed);
    expect(await read(message.threadId ?? '')).toEqual([moved]);
    expect(await read('another thread')).toEqual([]);
  });
});

describe('the line of a message that turns out to be ours', () => {
  it('goes, and is skipped where it is left over', async () => {
    const { messages, clock, rows, table } = opened();
    const message = aMessage(clock);
    await messages.change(message, () => message);
    const lines = () => rows().filter(({ pk }) => String(pk).startsWith('threadMessage#'));
    const [stale] = lines();
    await messages.change(message, () => ({ ...message, sendId: 's_1' }));
    expect(lines()).toEqual([]);
    await table.calls('PutItem', { TableName: 't', Item: stale });
    expect((await messages.list(message.workspace, message.threadId ?? '', 10)).listed).toEqual([]);
  });
});

describe('the list of threads', () => {
  it('reads on in the one shard that has it all, and knows its end', async () => {
    const { threads, clock } = opened();
    const ids = Array.from({ length: 200 }, (_, n) => `t${n}`).filter((id) => shardOf(id, 4) === 0);
    const all = ids.map((id, n) => aThread(clock, { workspace: 'w', id, lastAt: isoTime(clock.now() - n) }));
    for (const thread of all) await threads.change(thread, () => thread);
    expect(all.length).toBeGreaterThan(40);
    expect(await threads.list('w', {}, 100)).toEqual({ threads: all, next: null });
    const most = all.length - 1;
    const { threads: page, next } = await threads.list('w', {}, most);
    expect(page).toEqual(all.slice(0, most));
    expect(await threads.list('w', {}, most, next ?? '')).toEqual({ threads: all.slice(most), next: null });
    expect(await threads.list('w', { channel: 'messenger' }, all.length)).toEqual({ threads: all, next: null });
  });

  it('skips rows that lead to a thread that has moved, or that never came', async () => {
    const { threads, clock, rows, table } = opened();
    const thread = aThread(clock);
    await threads.change(thread, () => thread);
    const stale = rows().filter(({ pk }) => String(pk).startsWith('threadTime#'));
    const moved = { ...thread, lastAt: isoTime(clock.now() + 1000) };
    await threads.change(thread, () => moved);
    for (const Item of stale) await table.calls('PutItem', { TableName: 't', Item });
    const [row] = stale;
    const lost = { ...row, sk: `${isoTime(clock.now() + 9000)}#nobody` };
    await table.calls('PutItem', { TableName: 't', Item: lost });
    expect(await threads.list(thread.workspace, {}, 10)).toMatchObject({ threads: [moved] });
    expect((await threads.list(thread.workspace, { channel: 'messenger' }, 10)).threads).toEqual([moved]);
  });

  it('ends a page after 500 rows that do not match, and goes on behind them', async () => {
    const { threads, clock } = opened();
    const workspace = 'w';
    const at = (n: number) => isoTime(clock.now() + n);
    const wanted = aThread(clock, { workspace, lastAt: at(-1), channel: 'whatsapp' });
    await threads.change(wanted, () => wanted);
    for (let n = 0; n < 520; n += 1) {
      const other = aThread(clock, { workspace, id: `t${n}`, lastAt: at(n) });
      await threads.change(other, () => other);
    }
    const first = await threads.list(workspace, { channel: 'whatsapp' }, 10);
    expect(first.threads).toEqual([]);
    const second = await threads.list(workspace, { channel: 'whatsapp' }, 10, first.next ?? '');
    expect(second).toEqual({ threads: [wanted], next: null });
  });
});

describe('a person', () => {
  it('is written with all ids in one transaction, and not again while nothing is new', async () => {
    const { people, clock, asked, rows } = opened();
    const at = isoTime(clock.now());
    await people.identify('w', ['psid:1', 'wa:2'], nobody, at);
    expect(asked.splice(0)).toEqual(['BatchGetItem', 'TransactWriteItems']);
    clock.pass(23 * 3600_000);
    await people.identify('w', ['wa:2'], nobody, at);
    expect(asked.splice(0)).toEqual(['BatchGetItem', 'GetItem person']);
    clock.pass(3600_000);
    await people.identify('w', ['wa:2'], nobody, at);
    expect(asked.splice(0)).toEqual(['BatchGetItem', 'GetItem person', 'TransactWriteItems']);
    expect(new Set(rows().map(({ expiresAt }) => expiresAt)).size).toBe(1);
    await people.rename('w', ['psid:1'], ['psid:3'], at);
    expect(asked.splice(0)).toEqual(['BatchGetItem', 'GetItem person', 'TransactWriteItems']);
    expect(rows().find(({ pk }) => pk === 'personAlias#w#psid:1')).toMatchObject({ until: at });
    expect(new Set(rows().map(({ expiresAt }) => expiresAt)).size).toBe(1);
  });

  it('whose row is gone while an id still leads to it is made anew under its own id', async () => {
    for (const change of ['identify', 'rename'] as const) {
      const { people, clock, rows, table } = opened();
      const at = isoTime(clock.now());
      const { person } = await people.identify('w', ['psid:1'], { name: 'Test Person', username: null }, at);
      const { pk, sk } = rows().find((row) => String(row.pk).startsWith('person#')) ?? {};
      await table.calls('DeleteItem', { TableName: 't', Key: { pk, sk } });
      expect(await people.byAlias('w', 'psid:1')).toBeUndefined();
      const found =
        change === 'identify'
          ? await people.identify('w', ['psid:1'], nobody, at)
          : await people.rename('w', ['psid:1'], ['psid:2'], at);
      expect(found?.person).toMatchObject({ id: person.id, name: null });
      expect(await people.byAlias('w', change === 'identify' ? 'psid:1' : 'psid:2')).toEqual(found?.person);
    }
  });

  it('is ours when only the answer to the first try was lost', async () => {
    const { rows, ...table } = fakeTable();
    const calls: TableCalls = async (operation, input) => {
      const answer = await table.calls(operation, input);
      return operation === 'TransactWriteItems' ? table.calls(operation, input) : answer;
    };
    const clock = handClock();
    const people = openPeople({ ...table, calls, clock, messageDays });
    const at = isoTime(clock.now());
    const found = await people.identify('w', ['psid:1'], nobody, at);
    expect(found).toMatchObject({ changed: true });
    expect(await people.rename('w', ['psid:1'], ['psid:2'], at)).toMatchObject({ changed: true });
    expect(rows()).toHaveLength(3);
  });

  it('is busy when others come first every time', async () => {
    const { people, clock, asked } = opened((operation, calls) => {
      if (operation !== 'TransactWriteItems') return undefined;
      const row = { workspace: 'w', personId: 'p_another', expiresAt: Math.floor(handClock().now() / 1000) + 3600 };
      const key = { pk: `personAlias#w#psid:1`, sk: 'owner' };
      const Item = { ...key, personId: row.personId, expiresAt: row.expiresAt };
      return calls('PutItem', { TableName: 't', Item }).then(() => moveOn(calls));
    });
    /** The other worker's person grows at every look. */
    let version = 0;
    const moveOn = (calls: TableCalls) => {
      version += 1;
      const key = { pk: 'person#w#p_another', sk: 'person' };
      const row = { aliases: [], name: null, username: null, conflicts: [], version };
      return calls('PutItem', { TableName: 't', Item: { ...key, ...row, expiresAt: 9e9 } });
    };
    await expect(people.identify('w', ['psid:1'], nobody, isoTime(clock.now()))).rejects.toMatchObject({
      kind: 'busy',
    });
    expect(asked.filter((call) => call === 'TransactWriteItems')).toHaveLength(8);
  });
});

describe('the adapters of conversations', () => {
  it('let a throttled table be what it is: unavailable, whatever was asked', async () => {
    const { messages, outbound, lanes, threads, people, clock } = opened(async () => {
      throw new Failure('unavailable', 'dynamodb: ThrottlingException');
    });
    const [message, thread, at] = [aMessage(clock), aThread(clock), isoTime(clock.now())];
    const lane = { workspace: 'w', lane: 't' };
    const asks = [
      () => messages.get(message),
      () => messages.change(message, () => message),
      () => messages.list('w', 't', 10),
      () => outbound.get({ workspace: 'w', id: 's_1' }),
      () => outbound.accept(anOutboundMessage(clock)),
      () => outbound.change({ workspace: 'w', id: 's_1' }, () => anOutboundMessage(clock)),
      () => lanes.enter(lane, at, 1),
      () => lanes.claim(lane, 1),
      () => lanes.waiting(lane, 1),
      () => lanes.leave({ ...lane, seq: 1, messageId: 's_1' }),
      () =>
        lanes.release(lane, { token: 't', seq: 1, notBefore: 0, paceAt: 0 }, { dueAt: at, notBefore: 0, paceAt: 0 }),
      () => threads.get(thread),
      () => threads.change(thread, () => thread),
      () => threads.list('w', {}, 10),
      () => people.get('w', 'p'),
      () => people.byAlias('w', 'psid:1'),
      () => people.identify('w', ['psid:1'], nobody, at),
      () => people.rename('w', ['psid:1'], ['psid:2'], at),
    ];
    for (const ask of asks) await expect(ask()).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
