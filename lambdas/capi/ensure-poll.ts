import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { QualityPolls } from '../foundation/store/quality-polls.ts';

const dayMs = 24 * 3600_000;

/** Pixels that a process remembers, and for how long: a poll that was taken away comes back after that. */
const mostKnown = 10_000;
const knownMs = 6 * 3600_000;

/** Sees to it that a pixel which gets events has its daily look at quality. */
export type EnsurePoll = (workspace: string, pixel: string) => Promise<void>;

/** Remembers which polls stand. The first look comes within a day, spread by chance: Meta counts quality over days. */
export function pollEnsurer(polls: Pick<QualityPolls, 'ensure'>, clock: Clock): EnsurePoll {
  const known = new Map<string, number>();
  return async (workspace, pixel) => {
    const name = `${workspace}\n${pixel}`;
    const now = clock.now();
    if ((known.get(name) ?? 0) > now) return;
    await polls.ensure(workspace, pixel, isoTime(now + clock.chance() * dayMs));
    if (known.size >= mostKnown) known.clear();
    known.set(name, now + knownMs);
  };
}
