import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../lambdas/foundation/core/clock.ts';
import { aClaim, anEvent, fresh, handClock, type StoreMaker } from './store-under-test.ts';

const dayMs = 24 * 3600_000;

/** The receipts: who may work on an event, and what becomes of it. */
export function claimSuite(make: StoreMaker): void {
  const open = () => {
    const clock = handClock();
    const store = make(clock);
    return { clock, store, events: store.process().events };
  };
  const claimed = async () => {
    const opened = open();
    const [event, claim] = [anEvent(opened.clock), aClaim(opened.clock)];
    expect(await opened.events.claim(event, claim)).toBe('mine');
    return { ...opened, event, claim };
  };

  describe('a claim', () => {
    it('is given to one of two workers that come at once', async () => {
      const { clock, store } = open();
      const event = anEvent(clock);
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => store.process().events.claim(event, aClaim(clock))),
      );
      expect(answers.sort()).toEqual([...Array(7).fill('busy'), 'mine']);
    });

    it('keeps the event as it came, to be read back whole', async () => {
      const { events, event } = await claimed();
      const id = events.idOf(event);
      expect(events.keyOf(event.workspace, id)).toMatchObject({ field: 'messages', dedupeKey: event.dedupeKey });
      expect(await events.get(event)).toEqual({ ...event, id, state: 'processing' });
    });

    it('ends a redelivery once the event is done or parked', async () => {
      const done = await claimed();
      expect(await done.events.settle(done.event, done.claim)).toBe(true);
      expect(await done.events.claim(done.event, aClaim(done.clock))).toBe('done');
      const parked = await claimed();
      await parked.events.park(parked.event, parked.claim);
      expect(await parked.events.claim(parked.event, aClaim(parked.clock))).toBe('parked');
    });

    it('is taken over when its lease is over, and keeps the first receipt', async () => {
      const { clock, events, event, claim } = await claimed();
      clock.pass(60_000 - 1);
      expect(await events.claim(event, aClaim(clock))).toBe('busy');
      clock.pass(1);
      const again = {
        ...event,
        receivedAt: isoTime(clock.now()),
        kind: 'echo',
        event: { kind: 'echo' },
        raw: { again: true },
      };
      const second = aClaim(clock);
      expect(await events.claim(again, second)).toBe('mine');
      expect(await events.get(event)).toMatchObject({
        receivedAt: event.receivedAt,
        kind: 'echo',
        event: { kind: 'echo' },
      });
      expect(await events.settle(event, claim)).toBe(false);
      expect(await events.get(event)).toMatchObject({ state: 'processing' });
      expect(await events.settle(event, second)).toBe(true);
    });

    it('is taken over by one of many', async () => {
      const { clock, store, event } = await claimed();
      clock.pass(60_000);
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => store.process().events.claim(event, aClaim(clock))),
      );
      expect(answers.filter((answer) => answer === 'mine')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'busy')).toHaveLength(5);
    });

    it('that is lost changes nothing any more', async () => {
      const { clock, events, event, claim } = await claimed();
      clock.pass(60_000);
      const second = aClaim(clock);
      await events.claim(event, second);
      await events.park(event, claim);
      await events.release(event, claim);
      expect(await events.settle(event, claim)).toBe(false);
      expect(await events.claim(event, aClaim(clock))).toBe('busy');
      expect(await events.get(event)).toMatchObject({ state: 'processing' });
    });

    it('answers its own holder as before: the answer to the first try may have been lost', async () => {
      const { events, event, claim } = await claimed();
      expect(await events.claim(event, claim)).toBe('mine');
      expect(await events.settle(event, claim)).toBe(true);
      expect(await events.settle(event, claim)).toBe(true);
      expect(await events.claim(event, claim)).toBe('done');
    });

    it('can be given back, so that the next try need not wait', async () => {
      const { clock, events, event, claim } = await claimed();
      await events.release(event, claim);
      expect(await events.settle(event, claim)).toBe(false);
      expect(await events.claim(event, aClaim(clock))).toBe('mine');
    });

    it('finds nothing to settle where nothing was kept', async () => {
      const { clock, events } = open();
      const event = anEvent(clock);
      expect(await events.settle(event, aClaim(clock))).toBe(false);
      await events.park(event, aClaim(clock));
      await events.release(event, aClaim(clock));
      expect(await events.get(event)).toBeUndefined();
    });

    it('counts an event as gone when its time is over, though the row still lies there', async () => {
      const { clock, events, event, claim } = await claimed();
      await events.settle(event, claim);
      clock.pass(30 * dayMs - 1000);
      expect(await events.get(event)).toBeDefined();
      expect(await events.claim(event, aClaim(clock))).toBe('done');
      clock.pass(1000);
      expect(await events.get(event)).toBeUndefined();
      expect(await events.reopen(event)).toBe('absent');
      expect(await events.list(event.workspace, {}, 10)).toEqual({ events: [], next: null });
      const renewed = { ...event, receivedAt: isoTime(clock.now()) };
      expect(await events.claim(renewed, aClaim(clock))).toBe('mine');
      expect(await events.get(event)).toMatchObject({ receivedAt: renewed.receivedAt });
    });

    it('tells apart all that differs in what names an event, and nothing else', async () => {
      const { clock, events } = open();
      const event = anEvent(clock);
      const others = [
        { ...event, workspace: `${event.workspace}#` },
        { ...event, asset: { kind: 'instagram', id: event.asset.id } as const },
        { ...event, asset: { kind: 'page', id: '1234567891' } as const },
        { ...event, time: event.time + 1 },
        { ...event, field: 'message_deleted' },
        { ...event, field: 'messages#m', dedupeKey: 'x' },
        { ...event, field: 'messages', dedupeKey: 'm#x' },
        { ...event, dedupeKey: `${event.dedupeKey}|` },
        { ...event, dedupeKey: 'ß'.repeat(3000) },
        { ...event, dedupeKey: `${'ß'.repeat(2999)}s` },
      ];
      for (const one of [event, ...others]) expect(await events.claim(one, aClaim(clock))).toBe('mine');
      for (const one of [event, ...others]) {
        expect(await events.claim({ ...one, kind: 'other', raw: 1 }, aClaim(clock))).toBe('busy');
        expect(await events.get(events.keyOf(one.workspace, events.idOf(one))!)).toMatchObject({
          workspace: one.workspace,
        });
      }
    });

    it('of another workspace is out of reach: same asset, same id, another row', async () => {
      const { clock, events } = open();
      const event = anEvent(clock);
      await events.claim(event, aClaim(clock));
      const foreign = events.keyOf(fresh('other'), events.idOf(event))!;
      expect(await events.get(foreign)).toBeUndefined();
      expect(await events.reopen(foreign)).toBe('absent');
      expect((await events.list(foreign.workspace, {}, 10)).events).toEqual([]);
    });

    it('keeps digits, signs and a body of a megabyte as they were', async () => {
      const { clock, events } = open();
      const raw = {
        id: '9007199254740993123456789',
        text: '\u2028\uffff\u0000"\\',
        emoji: Array.from({ length: 262_144 }, () =>
          String.fromCodePoint(0x1f300 + Math.floor(clock.chance() * 1500)),
        ).join(''),
      };
      expect(Buffer.byteLength(raw.emoji)).toBe(1024 * 1024);
      const event = anEvent(clock, { raw, event: { id: raw.id, text: raw.emoji } });
      const claim = aClaim(clock);
      expect(await events.claim(event, claim)).toBe('mine');
      expect(await events.get(event)).toEqual({ ...event, id: events.idOf(event), state: 'processing' });
      expect(await events.settle(event, claim)).toBe(true);
      expect(await events.claim(event, aClaim(clock))).toBe('done');
      const { events: listed } = await events.list(event.workspace, {}, 10);
      expect(listed).toMatchObject([{ id: events.idOf(event), state: 'done', event: undefined, raw: undefined }]);
    });
  });

  describe('a replay', () => {
    const typed = { channel: 'messenger', topic: 'messages', kind: 'echo', event: { kind: 'echo', today: true } };
    const replay = (clock: { now(): number; chance(): number }, replayId: string, force: boolean) => ({
      ...aClaim(clock),
      replayId,
      force,
    });
    const settled = async () => {
      const opened = await claimed();
      await opened.events.settle(opened.event, opened.claim);
      return opened;
    };

    it('finds no row where none was kept', async () => {
      const { clock, events } = open();
      expect(await events.claimForReplay(anEvent(clock), typed, replay(clock, 'r1', true))).toBe('absent');
    });

    it('without force leaves alone what is done and classified', async () => {
      const { clock, events, event } = await settled();
      expect(await events.claimForReplay(event, typed, replay(clock, 'r1', false))).toBe('done');
      expect(await events.get(event)).toMatchObject({ kind: 'message', state: 'done' });
    });

    it('with force writes the typed part anew, once a job, and keeps raw body and times', async () => {
      const { clock, events, event } = await settled();
      const claim = replay(clock, 'r1', true);
      expect(await events.claimForReplay(event, typed, claim)).toBe('mine');
      expect(await events.claimForReplay(event, typed, claim)).toBe('mine');
      expect(await events.claimForReplay(event, typed, replay(clock, 'r1', true))).toBe('busy');
      expect(await events.get(event)).toEqual({
        ...event,
        ...typed,
        id: events.idOf(event),
        state: 'processing',
        replayId: 'r1',
      });
      expect(await events.settle(event, claim)).toBe(true);
      expect(await events.claimForReplay(event, typed, replay(clock, 'r1', true))).toBe('done');
      expect(await events.claimForReplay(event, typed, replay(clock, 'r2', true))).toBe('mine');
    });

    it('without force runs what yesterday’s code could not read', async () => {
      const { clock, events } = open();
      const [event, claim] = [anEvent(clock, { kind: 'unclassified' }), aClaim(clock)];
      await events.claim(event, claim);
      await events.settle(event, claim);
      expect(await events.claimForReplay(event, typed, replay(clock, 'r1', false))).toBe('mine');
    });

    it('waits for a lease, then runs what was left half done or parked', async () => {
      const { clock, events, event } = await claimed();
      expect(await events.claimForReplay(event, typed, replay(clock, 'r1', false))).toBe('busy');
      clock.pass(60_000);
      const claim = replay(clock, 'r1', false);
      expect(await events.claimForReplay(event, typed, claim)).toBe('mine');
      await events.park(event, claim);
      expect(await events.claimForReplay(event, typed, replay(clock, 'r1', false))).toBe('parked');
      expect(await events.claimForReplay(event, typed, replay(clock, 'r2', false))).toBe('mine');
    });

    it('is given to one of many', async () => {
      const { clock, store, event } = await settled();
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => store.process().events.claimForReplay(event, typed, replay(clock, 'r1', true))),
      );
      expect(answers.filter((answer) => answer === 'mine')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'busy')).toHaveLength(5);
    });
  });

  describe('a parked event', () => {
    it('is reopened by a redrive, as often as it takes, and then claimable by its redelivery', async () => {
      const { clock, events, event, claim } = await claimed();
      await events.park(event, claim);
      expect(await events.settle(event, claim)).toBe(false);
      expect(await events.reopen(event)).toBe('reopened');
      expect(await events.reopen(event)).toBe('reopened');
      expect(await events.settle(event, claim)).toBe(false);
      const second = aClaim(clock);
      expect(await events.claim(event, second)).toBe('mine');
      await events.settle(event, second);
      expect(await events.reopen(event)).toBe('done');
    });

    it('is not there to be reopened when it never was', async () => {
      const { clock, events } = open();
      expect(await events.reopen(anEvent(clock))).toBe('absent');
    });
  });
}
