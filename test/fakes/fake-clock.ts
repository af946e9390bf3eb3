import type { Clock } from '../../lambdas/foundation/core/clock.ts';

/** A clock that a test moves by hand; chance runs through `chances` and begins again. */
export function fakeClock(start = Date.parse('2026-11-21T10:00:00.000Z'), chances: readonly number[] = [0.5]) {
  let now = start;
  let drawn = 0;
  return {
    now: () => now,
    chance: () => chances[drawn++ % chances.length] ?? 0,
    advance(milliseconds: number) {
      now += milliseconds;
    },
    set(milliseconds: number) {
      now = milliseconds;
    },
  } satisfies Clock & Record<'advance' | 'set', (milliseconds: number) => void>;
}
