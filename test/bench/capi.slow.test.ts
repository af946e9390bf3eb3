import { describe, expect, it } from '@jest/globals';
import { openRace as capiRace, growth } from '../../bench/capi.ts';
import { batchesOf, shopEvents } from '../../bench/capi-events.ts';
import { closesGate, figureOf } from '../../bench/figure.ts';
import { burn, fewestRounds, race } from '../../bench/measure.ts';
import { peak, openRace as relayRace } from '../../bench/relay.ts';

const quick = { rounds: fewestRounds, roundMs: 24 };

describe('the events of the benchmarks', () => {
  it('are all of different people, and the same every time', () => {
    const events = shopEvents(2_000);
    const of = (member: 'em' | 'ph') => new Set(events.map(({ raw }) => raw.user_data[member])).size;
    expect([of('em'), of('ph'), new Set(events.map(({ raw }) => raw.event_id)).size]).toEqual([2_000, 2_000, 2_000]);
    expect(shopEvents(1_000, 1_000)).toEqual(events.slice(1_000));
    expect(batchesOf(events.slice(0, 1_500)).map(({ length }) => length)).toEqual([1_000, 500]);
  });
});

describe('the benchmark of capi', () => {
  it.each(['normalised', 'validated'] as const)('compares every event with the floor’s, %s', async (road) => {
    expect(await capiRace(road, 2_500).agree()).toBe(2_500);
  });

  it('has a gate that closes when building is made slower', async () => {
    const { contender, floor } = capiRace('normalised', 1_000);
    const { ratio } = await race(contender, floor, { ...quick, handicap: () => burn(80_000) });
    expect(closesGate(figureOf('capi', ratio, 'x'))).toBe(true);
  }, 300_000);

  it('sees what is kept of events, and refuses to have seen none', async () => {
    expect(closesGate(figureOf('capi:memory', await growth(5_000), 'MB'))).toBe(false);
    expect(closesGate(figureOf('capi:memory', 5.1, 'MB'))).toBe(true);
  }, 300_000);
});

describe('the benchmark of the relay', () => {
  it('has each good event taken once and each poisoned one refused alone', async () => {
    const { agree, stop } = await relayRace(2_000);
    try {
      const { taken, different, alone, refusals } = await agree();
      expect([taken, different]).toEqual([1_998, 1_998]);
      expect([...alone].sort()).toEqual(['poison-1500', 'poison-500']);
      // The oldest go first, so each is the last of its part: at 1,000, 250, 61 and 13 events, and alone.
      expect(refusals).toBe(2 * 5);
    } finally {
      stop();
    }
  }, 300_000);

  it('has a gate that closes when relaying is made slower', async () => {
    const { contender, floor, stop } = await relayRace(1_000);
    try {
      const { ratio } = await race(contender, floor, { ...quick, handicap: () => burn(100_000) });
      expect(closesGate(figureOf('relay', ratio, 'x'))).toBe(true);
    } finally {
      stop();
    }
  }, 300_000);

  it('measures its memory while it runs', async () => {
    expect(await peak(2_000)).toBeGreaterThan(2);
  }, 300_000);
});
