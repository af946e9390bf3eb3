import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Outbox } from '../foundation/core/doors.ts';
import type { LaneClaim, LaneName } from '../foundation/store/lanes.ts';
import type { DrainDoors } from './send-doors.ts';

/** How a worker leaves a lane: nothing waits (`until` undefined), or until when (milliseconds since 1970). */
export interface Left {
  readonly until: number | undefined;
  readonly paceAt: number;
  /** A wake-up for then is on its way already. */
  readonly woken?: boolean;
  /** It waits for word of a message, which may have come meanwhile. */
  readonly forWord?: boolean;
}

/** What leaving may touch. */
export type LeaveDoors = Pick<DrainDoors, 'lanes' | 'outbox' | 'clock'>;

/** SQS's longest delay, in seconds. */
const longestDelay = 900;

/** A due time this long after the wake-up: only if that is lost does the sweep send another. */
const dueLaterMs = 90_000;

/**
 * Lets a lane go. Where something waits the wake-up for then is sent first: a crash in between wakes once too often.
 * Answers a new claim when nothing waits and somebody asked for more meanwhile. Throws `unavailable`.
 */
export async function leaveLane(
  lane: LaneName,
  claim: LaneClaim,
  { until, paceAt, woken = false, forWord = false }: Left,
  { lanes, outbox, clock }: LeaveDoors,
): Promise<LaneClaim | undefined> {
  if (until === undefined) {
    const released = await lanes.release(lane, claim, { dueAt: undefined, notBefore: 0, paceAt });
    return typeof released === 'object' ? { ...released.again, paceAt } : undefined;
  }
  if (!woken) await wakeLane(lane, until, { outbox, clock });
  const left = { dueAt: isoTime(until + dueLaterMs), notBefore: until, paceAt };
  let released = await lanes.release(lane, claim, left);
  if (typeof released !== 'object') return undefined;
  // Somebody entered, or was sent away because we hold the lane: their wake-up is used up, so they get another.
  for (let tries = 0; tries < mostTries && typeof released === 'object'; tries += 1) {
    released = await lanes.release(lane, released.again, left);
  }
  await wakeLane(lane, forWord ? clock.now() : until, { outbox, clock }, forWord);
  return undefined;
}

/** In each of them somebody else was quicker; what is not let go then is over with its lease. */
const mostTries = 50;

/**
 * Sends a worker to a lane, then (milliseconds since 1970) or as late as SQS can; the due time sees to the rest.
 * `anew`: what the lane waited for is known now.
 */
export async function wakeLane(
  { workspace, lane }: LaneName,
  at: number,
  { outbox, clock }: { readonly outbox: Pick<Outbox<'threadWork'>, 'send'>; readonly clock: Clock },
  anew = false,
): Promise<void> {
  const delaySeconds = Math.min(longestDelay, Math.max(0, Math.ceil((at - clock.now()) / 1000)));
  await outbox.send('threadWork', [{ workspace, lane, ...(anew && { anew }) }], {
    group: workspace,
    ...(delaySeconds > 0 && { delaySeconds }),
  });
}
