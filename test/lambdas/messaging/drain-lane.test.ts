import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { laneLeaseMs } from '../../../lambdas/messaging/drain-lane.ts';
import { sendWorld } from './send-world.ts';

const meta = (kind: ConstructorParameters<typeof Failure>[0], code: number, subcode?: number) =>
  new Failure(kind, `Meta refuses: ${code}`, { meta: { code, ...(subcode && { subcode }) } });

/** A thread of which the first message waits a moment for Meta, and the others behind it. */
async function waiting(count: number) {
  const w = sendWorld();
  w.meta.plans.push(meta('meta-unavailable', 2));
  const thread = await w.thread();
  for (let at = 0; at < count; at += 1) await w.text(thread, `text-${at}`);
  return { w, thread };
}

const texts = (w: ReturnType<typeof sendWorld>) => w.meta.commits.map(({ text }) => text);

describe('what waits in a thread', () => {
  it('goes in its order once Meta is back', async () => {
    const { w } = await waiting(5);
    expect(texts(w)).toEqual([]);
    await w.settle();
    expect(texts(w)).toEqual(['text-0', 'text-1', 'text-2', 'text-3', 'text-4']);
    // Who entered just before may still come: the lane is looked at once more.
    w.clock.advance(180_000);
    await w.sweep();
    while (await w.workOnce());
    expect(w.lanes.due.rows()).toEqual([]);
  });

  it.each([
    ['131047', meta('outside-window', 131047)],
    ['131026', meta('recipient-unavailable', 131026)],
    ['131049', meta('recipient-unavailable', 131049)],
    ['551/1545041', meta('recipient-unavailable', 551, 1545041)],
    ['10/2018278', meta('outside-window', 10, 2018278)],
    ['10/2534022', meta('outside-window', 10, 2534022)],
    ['100', meta('meta-rejected', 100)],
  ])('%s in the middle ends that message alone, with Meta’s code; the rest flows in order', async (_code, refusal) => {
    const { w } = await waiting(4);
    w.meta.plans.push('ok', refusal);
    await w.settle();
    expect(texts(w)).toEqual(['text-0', 'text-2', 'text-3']);
    const failed = w.doors.outbound.rows().find(({ state }) => state === 'failed');
    expect(failed?.failure).toMatchObject({ kind: refusal.kind, ...refusal.meta });
    expect(w.suspected).toEqual([]);
  });

  it.each([
    ['130429', new Failure('rate-limited', 'slow', { meta: { code: 130429 } })],
    ['an outage', meta('meta-unavailable', 2)],
    ['the governor', new Failure('rate-limited', 'wait', { retryAt: Date.parse('2026-11-21T10:05:00.000Z') })],
  ])('%s only makes it wait: nothing fails', async (_what, refusal) => {
    const { w } = await waiting(3);
    w.meta.plans.push('ok', refusal, refusal);
    await w.settle();
    expect(texts(w)).toEqual(['text-0', 'text-1', 'text-2']);
    expect(new Set(Object.values(w.states()))).toEqual(new Set(['sent']));
  });

  it('waits as long as Meta says, and not with every wake-up anew', async () => {
    const { w, thread } = await waiting(1);
    const until = w.clock.now() + 600_000;
    w.meta.plans.push(new Failure('rate-limited', 'wait', { retryAt: until }));
    await w.settle(async () => {
      if (w.clock.now() < until) expect(w.meta.commits).toHaveLength(0);
    });
    const before = w.outbox.sent.length;
    for (let at = 0; at < 50; at += 1) await w.text(thread, `more-${at}`);
    expect(w.meta.commits).toHaveLength(51);
    expect(w.outbox.sent.length - before).toBeLessThan(5);
  });

  it('asks the window again: what came too late is not sent', async () => {
    const w = sendWorld();
    w.meta.plans.push(new Failure('rate-limited', 'wait', { retryAt: w.clock.now() + 3600_000 }));
    await w.text(await w.thread('555', 23.5 * 3600_000), 'late');
    await w.settle(undefined, 6_000);
    expect(w.meta.commits).toEqual([]);
    expect(w.doors.outbound.rows()).toMatchObject([
      { state: 'failed', failure: { kind: 'outside-window', blame: 'caller' } },
    ]);
  });

  it('waits ever longer for trouble of ours, and not in a loop', async () => {
    const w = sendWorld();
    const thread = await w.thread();
    w.refusing.speaker = new Failure('unavailable', 'throttled');
    await w.text(thread, 'one');
    const before = w.outbox.sent.length;
    for (let seconds = 0; seconds < 600; seconds += 1) {
      while (await w.workOnce());
      w.clock.advance(1_000);
    }
    expect(w.outbox.sent.length - before).toBeLessThan(12);
    delete w.refusing.speaker;
    await w.settle();
    expect(texts(w)).toEqual(['one']);
  });

  it('is looked at again as soon as it may, though somebody enters while it is put off', async () => {
    const { w, thread } = await waiting(1);
    w.clock.advance(5_000);
    const { graph } = w.doors;
    const until = w.clock.now() + 5_000;
    const slow = {
      ...w.doors,
      graph: {
        ...graph,
        sendMessage: async () => {
          await w.text(thread, 'meanwhile');
          throw new Failure('rate-limited', 'slow', { retryAt: until, meta: { code: 130429 } });
        },
      },
    };
    await w.workOnce(slow);
    while (w.clock.now() < until + 2_000) {
      w.clock.advance(1_000);
      while (await w.workOnce());
    }
    expect(texts(w)).toEqual(['text-0', 'meanwhile']);
  });

  it('goes on soon after trouble in the middle: no worker’s lease is in the way', async () => {
    const { w } = await waiting(2);
    w.clock.advance(5_000);
    let told = 0;
    const bus = {
      announce: async (...asked: Parameters<typeof w.doors.bus.announce>) => {
        told += 1;
        if (told === 1) throw new Failure('unavailable', 'the bus is down');
        return w.doors.bus.announce(...asked);
      },
    };
    await w.workOnce({ ...w.doors, bus });
    for (let seconds = 0; seconds < 15; seconds += 1) {
      w.clock.advance(1_000);
      while (await w.workOnce());
    }
    expect(texts(w)).toEqual(['text-0', 'text-1']);
    expect(w.bus.announced.map(({ type }) => type)).toEqual(['message.sent', 'message.sent']);
  });
});

describe('a burst of a thousand messages to one thread', () => {
  it('goes in order, by one worker at a time, in few wake-ups of each', async () => {
    const { w } = await waiting(1000);
    const seconds = await w.settle();
    expect(texts(w)).toEqual(Array.from({ length: 1000 }, (_, at) => `text-${at}`));
    expect(seconds).toBeLessThan(120);
  });
});

describe('WhatsApp’s pair limit', () => {
  it('lets 45 go, then one in six seconds (fact sheet §4)', async () => {
    const w = sendWorld();
    const thread = await w.thread('15550000001', 60_000, 'whatsapp');
    for (let at = 0; at < 50; at += 1) await w.text(thread, `text-${at}`);
    expect(w.meta.commits).toHaveLength(45);
    await w.settle();
    const times = w.meta.commits.map(({ at }) => at);
    expect(times).toHaveLength(50);
    const gaps = times.slice(45).map((time, at) => time - (times[44 + at] ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(5_000);
  });

  it('remembers what has gone when trouble of ours ends the worker’s run', async () => {
    const w = sendWorld();
    w.meta.plans.push(meta('meta-unavailable', 2));
    const thread = await w.thread('15550000001', 60_000, 'whatsapp');
    for (let at = 0; at < 60; at += 1) await w.text(thread, `text-${at}`);
    w.clock.advance(5_000);
    let told = 0;
    const announce = async (...asked: Parameters<typeof w.doors.bus.announce>) => {
      told += 1;
      if (told === 40) throw new Failure('unavailable', 'the bus is down');
      return w.doors.bus.announce(...asked);
    };
    await w.workOnce({ ...w.doors, bus: { announce } });
    expect(w.meta.commits).toHaveLength(40);
    await w.settle();
    const times = w.meta.commits.map(({ at }) => at);
    expect(times).toHaveLength(60);
    // Never more than the burst and one in six seconds besides; and the one in whose middle the trouble came.
    times.forEach((from, first) => {
      const most = times.slice(first).map((to) => Math.floor((to - from) / 6_000) + 45 + 1);
      expect(most.findIndex((count, at) => at + 1 > count)).toBe(-1);
    });
  });

  it('waits longer after each 131056 of Meta’s', async () => {
    const w = sendWorld();
    const limit = () => new Failure('rate-limited', 'pair', { meta: { code: 131056 } });
    w.meta.plans.push(limit(), limit(), limit());
    await w.text(await w.thread('15550000001', 60_000, 'whatsapp'), 'one');
    const seconds = await w.settle();
    // Here each wait is 4^X seconds, X the refusals before it: 4^0 + 4^1 + 4^2 (fact sheet §4).
    expect(seconds).toBeGreaterThanOrEqual(19);
    expect(w.meta.commits).toHaveLength(1);
  });
});

describe('waits for the governor', () => {
  it('are no tries: the first outage after them waits two seconds, not minutes', async () => {
    const w = sendWorld();
    const soon = () => new Failure('rate-limited', 'wait', { retryAt: w.clock.now() + 10 });
    w.meta.plans.push(...Array.from({ length: 6 }, soon), meta('meta-unavailable', 2));
    await w.text(await w.thread(), 'one');
    expect(await w.settle()).toBeLessThan(10);
    expect(texts(w)).toEqual(['one']);
  });

  it('are no refusals of WhatsApp’s: the first 131056 after them waits a second', async () => {
    const w = sendWorld();
    const soon = () => new Failure('rate-limited', 'wait', { retryAt: w.clock.now() + 10 });
    w.meta.plans.push(
      ...Array.from({ length: 6 }, soon),
      new Failure('rate-limited', 'pair', { meta: { code: 131056 } }),
    );
    await w.text(await w.thread('15550000001', 60_000, 'whatsapp'), 'one');
    expect(await w.settle()).toBeLessThan(10);
    expect(w.meta.commits).toHaveLength(1);
  });
});

describe('a lost answer', () => {
  it('is surfaced, holds its thread up, and is settled by the echo', async () => {
    const w = sendWorld();
    const thread = await w.thread();
    w.meta.plans.push('lost');
    const { answer } = Object(await w.text(thread, 'one'));
    expect(answer).toMatchObject({ state: 'outcome-unknown' });
    await w.text(thread, 'two');
    w.clock.advance(5_000);
    while (await w.workOnce());
    expect(texts(w)).toEqual(['one']);
    const [first] = w.meta.commits;
    if (first) await w.tell(first);
    while (await w.workOnce());
    expect(texts(w)).toEqual(['one', 'two']);
    expect(w.states()).toEqual({ one: 'sent', two: 'sent' });
  });

  it('is settled by an echo that lost our marker and names our app', async () => {
    const w = sendWorld();
    w.meta.plans.push('lost');
    await w.text(await w.thread(), 'one');
    const [first] = w.meta.commits;
    if (first) await w.tell(first, 'echo', { metadata: undefined });
    expect(w.states()).toEqual({ one: 'sent' });
  });

  it('is not settled by a receipt of anybody’s message: that names neither app nor marker', async () => {
    const w = sendWorld();
    w.meta.plans.push('cut');
    const thread = await w.thread();
    await w.text(thread, 'one');
    await w.tell({ marker: '', text: 'by hand', to: '555', metaId: 'mid.by-hand', at: w.clock.now() }, 'delivery');
    expect(w.states()).toEqual({ one: 'outcome-unknown' });
    await w.settle();
    expect(w.states()).toEqual({ one: 'outcome-unknown' });
    expect(w.bus.announced.filter(({ type }) => type === 'message.sent')).toEqual([]);
  });

  it('is nobody else’s echo', async () => {
    const w = sendWorld();
    w.meta.plans.push('lost');
    await w.text(await w.thread(), 'one');
    const [first] = w.meta.commits;
    if (first) await w.tell(first, 'echo', { metadata: 'their own', appId: '42' });
    if (first) await w.tell({ ...first, metaId: 'mid.other' }, 'echo', { metadata: undefined, appId: '42' });
    expect(w.states()).toEqual({ one: 'outcome-unknown' });
  });

  it('stays unknown after a minute without word; the thread goes on, and a late echo still lifts it', async () => {
    const w = sendWorld();
    const thread = await w.thread();
    w.meta.plans.push('lost');
    await w.text(thread, 'one');
    await w.text(thread, 'two');
    await w.settle();
    expect(w.states()).toEqual({ one: 'outcome-unknown', two: 'sent' });
    expect(texts(w)).toEqual(['one', 'two']);
    expect(w.bus.announced.map(({ id }) => id)).toContain(
      `${w.meta.commits[0]?.marker}/message.status/outcome-unknown`,
    );
    const [first] = w.meta.commits;
    if (first) await w.tell(first);
    expect(w.states()).toEqual({ one: 'sent', two: 'sent' });
    expect(w.meta.commits).toHaveLength(2);
  });
});

describe('two workers', () => {
  it('of which one was too slow send a message once', async () => {
    const { w } = await waiting(1);
    const [row] = w.doors.outbound.rows();
    if (!row) throw new Error('no row');
    w.clock.advance(5_000);
    let slept = false;
    // The first one stands still before it takes the step; the second one takes the lane after the lease.
    const slow = {
      ...w.doors,
      speakers: {
        ...w.doors.speakers,
        async speakerOf(...asked: Parameters<typeof w.doors.speakers.speakerOf>) {
          if (!slept) {
            slept = true;
            w.clock.advance(laneLeaseMs + 1);
            await w.doors.outbox.send('threadWork', [row]);
            while (await w.workOnce());
          }
          return w.doors.speakers.speakerOf(...asked);
        },
      },
    };
    await w.workOnce(slow);
    await w.settle();
    expect(slept).toBe(true);
    expect(w.meta.calls()).toBe(2);
    expect(texts(w)).toEqual(['text-0']);
  });

  it('that are both about to call: the row lets one through', async () => {
    const { w } = await waiting(1);
    const [row] = w.doors.outbound.rows();
    if (!row) throw new Error('no row');
    w.clock.advance(5_000);
    const [first, second] = [gate(), gate()];
    const { speakers, graph } = w.doors;
    const slow = w.workOnce({
      ...w.doors,
      speakers: {
        ...speakers,
        speakerOf: async (...asked) => {
          await first.opened;
          return speakers.speakerOf(...asked);
        },
      },
    });
    w.clock.advance(laneLeaseMs + 1);
    await w.doors.outbox.send('threadWork', [row]);
    const quick = w.workOnce({
      ...w.doors,
      graph: {
        ...graph,
        sendMessage: async (...asked) => {
          first.open();
          await second.opened;
          return graph.sendMessage(...asked);
        },
      },
    });
    await slow;
    second.open();
    await quick;
    await w.settle();
    expect(texts(w)).toEqual(['text-0']);
    expect(w.states()).toEqual({ 'text-0': 'sent' });
  });
});

/** A door that stays shut until somebody opens it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe('a wake-up that is lost', () => {
  it('is mended by the due time', async () => {
    const w = sendWorld();
    w.meta.plans.push(meta('meta-unavailable', 2));
    const deaf = { ...w.doors, outbox: { ...w.doors.outbox, send: async () => {} } };
    await w.text(await w.thread(), 'one', deaf);
    expect(await w.settle()).toBeGreaterThan(60);
    expect(texts(w)).toEqual(['one']);
  });
});

describe('a free lane in which something waits', () => {
  it('lets nobody pass', async () => {
    const w = sendWorld();
    const thread = await w.thread();
    w.meta.plans.push(meta('meta-unavailable', 2));
    await w.text(thread, 'one');
    w.clock.advance(30_000);
    await w.text(thread, 'two');
    expect(texts(w)).toEqual([]);
    await w.settle();
    expect(texts(w)).toEqual(['one', 'two']);
  });
});
