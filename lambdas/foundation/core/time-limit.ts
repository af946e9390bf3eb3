import { steadyMs } from './clock.ts';

/** Something that must come to its end in time. */
interface Limited {
  /** By `steadyMs`. */
  readonly until: number;
  readonly end: () => void;
}

const going = new Set<Limited>();
let timer: ReturnType<typeof setTimeout> | undefined;
let ringsAt = Number.POSITIVE_INFINITY;

/**
 * Calls `end` once so many milliseconds are over, unless what this answers is called before. All limits share one timer:
 * one of its own for each costs 7 µs a call, a tenth of what a POST costs. It does not keep the process alive.
 */
export function limitTime(milliseconds: number, end: () => void): () => void {
  const limited: Limited = { until: steadyMs() + milliseconds, end };
  going.add(limited);
  if (limited.until < ringsAt) ringAt(limited.until);
  return () => {
    going.delete(limited);
  };
}

function ringAt(at: number): void {
  clearTimeout(timer);
  ringsAt = at;
  timer = setTimeout(ring, at - steadyMs());
  timer.unref();
}

/** What nobody waits for any more leaves the timer as it is: it rings once for nothing, and rests then. */
function ring(): void {
  ringsAt = Number.POSITIVE_INFINITY;
  const now = steadyMs();
  for (const limited of going) {
    if (limited.until > now) continue;
    going.delete(limited);
    limited.end();
  }
  const next = Math.min(...[...going].map(({ until }) => until));
  if (next < ringsAt) ringAt(next);
}
