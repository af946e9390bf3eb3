import { describe, expect, it } from '@jest/globals';
import { isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { Entered, LaneClaim, LaneName, Lanes } from '../../lambdas/foundation/store/lanes.ts';
import { anOutboundMessage, laneDue, type MessagingMaker } from './messaging-under-test.ts';
import { fresh, handClock } from './store-under-test.ts';

const leaseMs = 45_000;
const emptied = { dueAt: undefined, notBefore: 0, paceAt: 0 };

/** What outgoing messages wait in. */
export function laneSuite(make: MessagingMaker): void {
  const open = () => {
    const clock = handClock();
    const process = make(clock);
    const lane: LaneName = { workspace: fresh('w'), lane: fresh('t') };
    const inMs = (milliseconds: number) => isoTime(clock.now() + milliseconds);
    const enter = (lanes: Lanes, dueAt = inMs(120_000)) => lanes.enter(lane, dueAt, leaseMs);
    return { clock, process, lane, inMs, enter, ...process() };
  };
  const claimIn = ({ claim }: Entered): LaneClaim => {
    if (claim === undefined) throw new Error('the lane was not free');
    return claim;
  };
  const demand = (claim: LaneClaim | 'held'): LaneClaim => {
    if (claim === 'held') throw new Error('the lane is held');
    return claim;
  };
  const againOf = (released: Awaited<ReturnType<Lanes['release']>>): LaneClaim => {
    if (typeof released !== 'object') throw new Error(`the lane was ${released}`);
    return released.again;
  };
  describe('a lane', () => {
    it('gives out numbers in order, and itself to the first who comes', async () => {
      const { lanes, lane, enter, process } = open();
      const first = await enter(lanes);
      expect(first).toMatchObject({ seq: 1, notBefore: 0, claim: { seq: 1, notBefore: 0, paceAt: 0 } });
      expect(await enter(process().lanes)).toEqual({ seq: 2, claim: undefined, notBefore: 0, mayWait: true });
      expect(await enter(lanes)).toEqual({ seq: 3, claim: undefined, notBefore: 0, mayWait: true });
      const others = await lanes.enter({ ...lane, lane: fresh('t') }, isoTime(0), leaseMs);
      expect(others).toMatchObject({ seq: 1, claim: { seq: 1 } });
      expect(others.claim?.token).not.toBe(first.claim?.token);
    });

    it('tells whether something may wait in it: from its first number until it is left empty', async () => {
      const { clock, lanes, enter, lane, inMs } = open();
      const first = await enter(lanes);
      expect(first.mayWait).toBe(false);
      expect((await enter(lanes)).mayWait).toBe(true);
      const again = againOf(await lanes.release(lane, claimIn(first), emptied));
      await lanes.release(lane, again, { ...emptied, dueAt: inMs(1000) });
      const third = await enter(lanes);
      expect(third.mayWait).toBe(true);
      // Who asked for it meanwhile may still be about to put their message.
      clock.pass(60_000);
      await lanes.release(lane, claimIn(third), emptied);
      expect((await enter(lanes)).mayWait).toBe(false);
    });

    it('gives many who come at once different numbers, and itself to one of them', async () => {
      const { enter, process } = open();
      const entered = await Promise.all(Array.from({ length: 9 }, () => enter(process().lanes)));
      expect(entered.map(({ seq }) => seq).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(entered.filter(({ claim }) => claim !== undefined)).toHaveLength(1);
    });

    it('is claimed by one of many, and all others are sent away', async () => {
      const { lane, process } = open();
      const claims = await Promise.all([1, 2, 3, 4].map(() => process().lanes.claim(lane, leaseMs)));
      expect(claims.filter((claim) => claim === 'held')).toHaveLength(3);
    });

    it('is let go once, and only by whoever holds it', async () => {
      const { lanes, lane, enter } = open();
      const claim = claimIn(await enter(lanes));
      expect(await lanes.release(lane, { ...claim, token: 'another' }, emptied)).toBe('lost');
      expect(await lanes.release({ ...lane, lane: fresh('t') }, claim, emptied)).toBe('lost');
      expect(await lanes.release(lane, claim, { ...emptied, paceAt: 17 })).toBe('released');
      expect(await lanes.release(lane, claim, emptied)).toBe('lost');
      expect(await lanes.claim(lane, leaseMs)).toMatchObject({ seq: 1, notBefore: 0, paceAt: 17 });
    });

    it('tells whoever holds it of a number that was given out since they looked', async () => {
      const { lanes, lane, enter, process } = open();
      const claim = claimIn(await enter(lanes));
      await enter(process().lanes);
      await enter(process().lanes);
      const again = againOf(await lanes.release(lane, claim, { ...emptied, notBefore: 5, paceAt: 6 }));
      expect(again).toMatchObject({ token: claim.token, seq: 3, notBefore: 5, paceAt: 6 });
      expect(await process().lanes.claim(lane, leaseMs)).toBe('held');
      expect(againOf(await lanes.release(lane, again, emptied)).seq).toBe(4);
      expect(await lanes.release(lane, { ...again, seq: 4 }, emptied)).toBe('released');
    });

    it('loses no nudge between a holder’s last look and its end', async () => {
      const { lane, process } = open();
      const { lanes } = process();
      for (let round = 0; round < 10; round += 1) {
        const claim = demand(await lanes.claim(lane, leaseMs));
        const [released, nudged] = await Promise.all([
          lanes.release(lane, claim, emptied),
          process().lanes.claim(lane, leaseMs),
        ]);
        // Either the holder looks again, or the other looks in its stead.
        const holder = nudged === 'held' ? againOf(released) : nudged;
        expect(nudged === 'held' || released === 'released').toBe(true);
        expect(await lanes.release(lane, holder, emptied)).toBe('released');
      }
    });

    it('is free again when its lease is over, and the late worker has lost it', async () => {
      const { clock, lanes, lane, enter, process } = open();
      const late = claimIn(await enter(lanes));
      clock.pass(leaseMs - 1);
      expect(await process().lanes.claim(lane, leaseMs)).toBe('held');
      clock.pass(1);
      const next = demand(await process().lanes.claim(lane, leaseMs));
      expect(next.seq).toBe(2);
      expect(await lanes.release(lane, { ...late, seq: 2 }, { ...emptied, notBefore: clock.now() + 9e6 })).toBe('lost');
      expect(await lanes.release(lane, next, emptied)).toBe('released');
      expect(claimIn(await enter(lanes))).toMatchObject({ seq: 3, notBefore: 0 });
      clock.pass(leaseMs);
      expect(claimIn(await enter(lanes)).seq).toBe(4);
    });

    it('that is not to be worked on before some time gives numbers, and itself only to whoever asks for it', async () => {
      const { clock, lanes, lane, enter } = open();
      const notBefore = clock.now() + 60_000;
      const claim = claimIn(await enter(lanes));
      await lanes.release(lane, claim, { dueAt: isoTime(notBefore), notBefore, paceAt: 3 });
      expect(await enter(lanes)).toEqual({ seq: 2, claim: undefined, notBefore, mayWait: true });
      const asked = demand(await lanes.claim(lane, leaseMs));
      expect(asked).toMatchObject({ seq: 2, notBefore, paceAt: 3 });
      await lanes.release(lane, asked, { dueAt: isoTime(notBefore), notBefore, paceAt: 3 });
      clock.pass(60_000);
      const entered = await enter(lanes);
      expect(entered).toMatchObject({ seq: 3, notBefore: 0, claim: { seq: 3, paceAt: 3 } });
    });
  });

  describe('the places of a lane', () => {
    it('come in the order of their numbers, those of other lanes not among them, and go one by one', async () => {
      const { clock, lanes, lane, outbound } = open();
      const seqs = [12, 2, 100, 1, 9, 11, 10, 3];
      for (const seq of seqs) await outbound.accept(anOutboundMessage(clock, { ...lane, seq }));
      await outbound.accept(anOutboundMessage(clock, { ...lane, lane: `${lane.lane}#`, seq: 4 }));
      const numbers = async (limit: number) => (await lanes.waiting(lane, limit)).map(({ seq }) => seq);
      expect(await numbers(100)).toEqual([1, 2, 3, 9, 10, 11, 12, 100]);
      expect(await numbers(5)).toEqual([1, 2, 3, 9, 10]);
      for (const place of await lanes.waiting(lane, 4)) {
        expect(place).toMatchObject(lane);
        await lanes.leave(place);
        await lanes.leave(place);
      }
      expect(await numbers(100)).toEqual([10, 11, 12, 100]);
    });
  });

  describe('a lane in the due index', () => {
    it('is due when the first who came said, and no more once it is empty', async () => {
      const world = open();
      const { lanes, lane, enter, inMs } = world;
      const claim = claimIn(await enter(lanes, inMs(2000)));
      expect(await laneDue(world, lane, inMs(1999))).toBeUndefined();
      const row = { entity: 'lane', pk: [lane.workspace, lane.lane], sk: ['lane'] };
      expect(await laneDue(world, lane, inMs(2000))).toEqual({ ...row, dueAt: inMs(2000) });
      await lanes.release(lane, claim, emptied);
      expect(await laneDue(world, lane, inMs(9e9))).toBeUndefined();
      const next = claimIn(await enter(lanes, inMs(3000)));
      await lanes.release(lane, next, { ...emptied, dueAt: inMs(5000) });
      expect(await laneDue(world, lane, inMs(9e9))).toMatchObject({ dueAt: inMs(5000) });
    });

    it('is due at the earlier of two times', async () => {
      const world = open();
      const { lanes, lane, enter, inMs } = world;
      await enter(lanes, inMs(3000));
      await enter(lanes, inMs(4000));
      expect(await laneDue(world, lane, inMs(9e9))).toMatchObject({ dueAt: inMs(3000) });
      await enter(lanes, inMs(2000));
      expect(await laneDue(world, lane, inMs(9e9))).toMatchObject({ dueAt: inMs(2000) });
    });

    it('is put off by the sweep, from where it was seen', async () => {
      const world = open();
      const { lanes, lane, enter, inMs, due } = world;
      const claim = claimIn(await enter(lanes, inMs(1000)));
      const seen = await laneDue(world, lane, inMs(1000));
      if (seen === undefined) throw new Error('the lane is not due');
      expect(await due.putOff(seen, inMs(8000))).toBe(true);
      expect(await due.putOff(seen, inMs(9000))).toBe(false);
      expect(await laneDue(world, lane, inMs(9e9))).toMatchObject({ dueAt: inMs(8000) });
      await lanes.release(lane, claim, emptied);
      expect(await due.putOff({ ...seen, dueAt: inMs(8000) }, inMs(9000))).toBe(false);
      expect(await laneDue(world, lane, inMs(9e9))).toBeUndefined();
    });

    it('stays due for a minute after somebody got a number without the lane: their message may still come', async () => {
      const world = open();
      const { clock, lanes, lane, enter, inMs } = world;
      const claim = claimIn(await enter(lanes));
      const [dueAt, asked] = [inMs(120_000), await enter(lanes)];
      expect(asked.claim).toBeUndefined();
      const again = againOf(await lanes.release(lane, claim, emptied));
      expect(await lanes.release(lane, again, emptied)).toBe('released');
      expect(await laneDue(world, lane, inMs(9e9))).toMatchObject({ dueAt });
      clock.pass(59_999);
      await lanes.release(lane, demand(await lanes.claim(lane, leaseMs)), emptied);
      expect(await laneDue(world, lane, inMs(9e9))).toMatchObject({ dueAt });
      clock.pass(1);
      await lanes.release(lane, demand(await lanes.claim(lane, leaseMs)), emptied);
      expect(await laneDue(world, lane, inMs(9e9))).toBeUndefined();
    });
  });
}
