import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { limitTime } from '../../../../lambdas/foundation/core/time-limit.ts';

/** Starts a limit; tells whether it has ended. */
function limit(milliseconds: number) {
  const ended: number[] = [];
  const begun = performance.now();
  const inTime = limitTime(milliseconds, () => void ended.push(performance.now() - begun));
  return { ended, inTime };
}

const untilEnded = async (limits: readonly { readonly ended: readonly number[] }[]) => {
  for (let looks = 0; looks < 500 && limits.some(({ ended }) => ended.length === 0); looks += 1) await pause(10);
};

describe('a time limit', () => {
  it('ends once, when its time is over and not before', async () => {
    const one = limit(40);
    await untilEnded([one]);
    await pause(60);
    expect(one.ended).toHaveLength(1);
    expect(one.ended[0]).toBeGreaterThanOrEqual(40);
  });

  it('is nothing any more once it was kept', async () => {
    const [kept, other] = [limit(20), limit(60)];
    kept.inTime();
    kept.inTime();
    await untilEnded([other]);
    expect(kept.ended).toEqual([]);
    expect(other.ended).toHaveLength(1);
  });

  it('ends in its own time, whichever others began before or were kept', async () => {
    const [long, short, gone, middle] = [limit(20_000), limit(30), limit(10), limit(90)];
    gone.inTime();
    await untilEnded([short, middle]);
    expect(short.ended[0]).toBeLessThan(middle.ended[0] ?? 0);
    expect(middle.ended[0]).toBeGreaterThanOrEqual(90);
    expect([gone.ended, long.ended]).toEqual([[], []]);
    long.inTime();
  });

  it('ends a new one after the timer had rung for nothing', async () => {
    limit(10).inTime();
    await pause(40);
    const later = limit(20);
    await untilEnded([later]);
    expect(later.ended).toHaveLength(1);
  });

  it('ends what begins while others end', async () => {
    const second: (() => void)[] = [];
    const ended = new Promise<void>((resolve) => {
      limitTime(10, () => void second.push(limitTime(10, resolve)));
    });
    await ended;
    expect(second).toHaveLength(1);
  });
});
