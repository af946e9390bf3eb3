import { describe, expect, it } from '@jest/globals';
import { closesGate, figureOf } from '../../bench/figure.ts';
import { burn, fewestRounds, race } from '../../bench/measure.ts';
import { openRace } from '../../bench/send.ts';

const quick = { rounds: fewestRounds, roundMs: 24 };

describe('the benchmark of a call', () => {
  it('compares what went over the wire, and counts what arrived', async () => {
    const { agree, contender, floor, arrived, stop } = await openRace();
    try {
      await agree();
      for (let nth = 0; nth < 5; nth += 1) await contender();
      for (let nth = 0; nth < 2; nth += 1) await floor();
      expect(await arrived()).toBe(7);
      expect(await arrived()).toBe(0);
    } finally {
      stop();
    }
  }, 60_000);

  it('has a gate that closes when calling is made slower, and each of its calls reaches the sink', async () => {
    const { agree, contender, floor, arrived, stop } = await openRace();
    try {
      await agree();
      const { ratio, iterations } = await race(contender, floor, { ...quick, handicap: () => burn(400) });
      expect(closesGate(figureOf('send/call', ratio, 'x'))).toBe(true);
      expect(await arrived()).toBeGreaterThan(2 * iterations);
    } finally {
      stop();
    }
  }, 300_000);
});
