import type { Clock } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';

/** Of several workers at one row one is first in every round; more than eight never meet at one conversation. */
const mostTries = 8;

/** Milliseconds of the longest wait before the second try; it doubles, all of them together are 0.6 s at most. */
const firstPause = 5;

/**
 * Does a read-and-write again until nobody came in between, which `once` tells by answering something. Throws `Failure`
 * `busy` when somebody did every time; `what` names the thing.
 */
export async function tryAgain<T>(
  clock: Pick<Clock, 'chance'>,
  what: string,
  once: () => Promise<T | undefined>,
): Promise<T> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (tries > 0) await pause(clock.chance() * firstPause * 2 ** (tries - 1));
    const done = await once();
    if (done !== undefined) return done;
  }
  throw new Failure('busy', `others change this ${what} every time`);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
