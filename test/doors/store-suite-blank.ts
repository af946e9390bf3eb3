import { describe, expect, it } from '@jest/globals';
import { aClaim, anEvent, fresh, handClock, type StoreMaker } from './store-under-test.ts';

const typed = { channel: 'messenger', topic: 'messages', kind: 'echo', event: { kind: 'echo', text: 'hello' } };

/** Taking the content of a kept event away, and never getting it back. */
export function blankSuite(make: StoreMaker): void {
  const claimed = async (over: Parameters<typeof anEvent>[1] = {}) => {
    const clock = handClock();
    const store = make(clock);
    const { events } = store.process();
    const [event, claim] = [anEvent(clock, over), aClaim(clock)];
    expect(await events.claim(event, claim)).toBe('mine');
    const blank = { ...event, id: events.idOf(event), raw: null, event: {}, blanked: true };
    return { clock, store, events, event, claim, blank };
  };
  const replay = (clock: { now(): number; chance(): number }, replayId: string) => ({
    ...aClaim(clock),
    replayId,
    force: true,
  });

  describe('a blanked event', () => {
    it('is a receipt without content, shown and listed as such; once more changes nothing', async () => {
      const { events, event, claim, blank } = await claimed();
      await events.settle(event, claim);
      for (let times = 0; times < 2; times += 1) {
        await events.blank(event);
        expect(await events.get(event)).toEqual({ ...blank, state: 'done' });
        const { raw, ...listed } = blank;
        expect((await events.list(event.workspace, {}, 10)).events).toEqual([{ ...listed, state: 'done' }]);
      }
    });

    it('is none where none was kept, or in another workspace', async () => {
      const { events, event } = await claimed();
      const other = { ...event, workspace: fresh('x') };
      await events.blank(other);
      expect(await events.get(other)).toBeUndefined();
      expect(await events.get(event)).toMatchObject({ raw: event.raw, event: event.event });
    });

    it('ends redeliveries and replays, whatever state it is in, and gets nothing back', async () => {
      for (const state of ['done', 'parked', 'processing'] as const) {
        const { clock, events, event, claim, blank } = await claimed({ kind: 'unclassified' });
        if (state === 'done') await events.settle(event, claim);
        if (state === 'parked') await events.park(event, claim);
        await events.blank(event);
        clock.pass(60_000);
        const answer = state === 'parked' ? 'parked' : 'done';
        expect(await events.claim(event, aClaim(clock))).toBe(answer);
        expect(await events.claimForReplay(event, typed, replay(clock, 'r1'))).toBe(answer);
        expect(await events.get(event)).toEqual({ ...blank, state });
      }
    });

    it('is settled by its holder all the same, and reopened for nothing', async () => {
      const { events, event, claim, blank } = await claimed();
      await events.blank(event);
      expect(await events.settle(event, claim)).toBe(true);
      expect(await events.get(event)).toEqual({ ...blank, state: 'done' });
      const parked = await claimed();
      await parked.events.park(parked.event, parked.claim);
      await parked.events.blank(parked.event);
      expect(await parked.events.reopen(parked.event)).toBe('reopened');
      expect(await parked.events.claim(parked.event, aClaim(parked.clock))).toBe('done');
      expect(await parked.events.get(parked.event)).toEqual({ ...parked.blank, state: 'processing' });
    });

    it('stays blank, though replays and redeliveries come at the same time', async () => {
      const { clock, store, events, event } = await claimed();
      clock.pass(60_000);
      await Promise.all([
        store.process().events.claim(event, aClaim(clock)),
        store.process().events.blank(event),
        store.process().events.claimForReplay(event, typed, replay(clock, 'r1')),
        store.process().events.claimForReplay(event, typed, replay(clock, 'r2')),
      ]);
      expect(await events.get(event)).toMatchObject({ raw: null, event: {}, blanked: true });
    });

    it('is over when its time is over, and may be anew then', async () => {
      const { clock, events, event, claim } = await claimed();
      await events.settle(event, claim);
      await events.blank(event);
      clock.pass(30 * 24 * 3600_000);
      await events.blank(event);
      expect(await events.get(event)).toBeUndefined();
      const again = { ...event, receivedAt: new Date(clock.now()).toISOString() };
      expect(await events.claim(again, aClaim(clock))).toBe('mine');
      expect(await events.get(event)).toEqual({ ...again, id: events.idOf(event), state: 'processing' });
    });
  });
}
