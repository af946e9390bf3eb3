import { isoTime } from '../foundation/core/clock.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { LaneClaim, LaneName, Place } from '../foundation/store/lanes.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import { unsentAnnounced } from './conversation-events.ts';
import { finishSent } from './finish-sent.ts';
import { type Left, leaveLane } from './leave-lane.ts';
import type { DrainDoors } from './send-doors.ts';
import { type Step, sendWaiting, shortWaitMs } from './send-waiting.ts';
import { settledBy, settleUnknown } from './settle-unknown.ts';

/** Longer than a function may run, so that nobody takes a lane from a worker that lives. */
export const laneLeaseMs = 45_000;

/** A lane that has work; `anew`: what it waited for is known now. */
export interface LaneWork extends LaneName {
  readonly anew?: boolean;
}

/** Places that are read at once. */
const atOnce = 25;

/** The least time that is left for one more message: a call of 10 s, its margin of 2 s, and what is written afterwards. */
const messageMs = 14_000;

/**
 * Sends what waits in a lane, in order, until it is empty, has to wait, or time is short; then sees to it that somebody
 * goes on. A lane that another worker holds is left to that one. Throws `Failure` `unavailable`, `busy`: nothing is
 * lost then, because the lane is due.
 */
export async function drainLane({ anew = false, ...lane }: LaneWork, unit: DrainDoors): Promise<void> {
  const doors = { ...unit, givenUp: new Map() };
  let claim = await doors.lanes.claim(lane, laneLeaseMs);
  for (;;) {
    if (claim === 'held') return doors.notes.fact('lane', 'held');
    const held = anew ? { ...claim, notBefore: 0 } : claim;
    const left = await drainOrLetGo(lane, held, doors);
    const again = await leaveLane(lane, claim, left, doors);
    if (again === undefined) return;
    claim = again;
  }
}

/** Milliseconds until a lane is looked at again whose worker met trouble of ours. */
const troubleMs = 5_000;

/** The wake-up comes back by its queue: it shall not meet this worker's own lease. What has gone stays paced. */
async function drainOrLetGo(lane: LaneName, claim: LaneClaim, doors: DrainDoors): Promise<Left> {
  const pace = { at: claim.paceAt };
  try {
    return await drainOnce(lane, claim, pace, doors);
  } catch (thrown) {
    const until = doors.clock.now() + troubleMs;
    await leaveLane(lane, claim, { until, paceAt: pace.at, woken: true }, doors).catch(() => undefined);
    throw thrown;
  }
}

/** The pair's pace after the last message that went (`pair-pace.ts`). */
interface LatestPace {
  at: number;
}

async function drainOnce(lane: LaneName, claim: LaneClaim, pace: LatestPace, doors: DrainDoors): Promise<Left> {
  const { clock, deadline } = doors;
  const wait = claim.notBefore - clock.now();
  // Whoever put the lane off has sent a wake-up for then; one more a wake-up would never end.
  if (wait > shortWaitMs) return { until: claim.notBefore, paceAt: pace.at, woken: true };
  if (wait > 0) await doors.pause(wait);
  for (;;) {
    const places = await doors.lanes.waiting(lane, atOnce);
    let isAgain = false;
    for (const place of places) {
      if (clock.now() > deadline - messageMs) return { until: clock.now(), paceAt: pace.at };
      const step = await takeStep(place, { ...claim, paceAt: pace.at }, doors);
      pace.at = step.paceAt;
      if (step.step === 'wait') return step;
      isAgain = step.step === 'again';
      if (isAgain) break;
      await doors.lanes.leave(place);
    }
    // Who came since has a number that the lane's release sees.
    if (!isAgain && places.length < atOnce) return { until: undefined, paceAt: pace.at };
  }
}

/** Brings the first message of a lane to its end, or says until when the lane waits. */
async function takeStep(place: Place, claim: LaneClaim, doors: DrainDoors): Promise<Step> {
  const { workspace, messageId: id } = place;
  const row = await doors.outbound.get({ workspace, id });
  const { paceAt } = claim;
  // A row goes a year after its place should have; there is nothing to send.
  if (row === undefined) return { step: 'done', paceAt };
  doors.notes.count('OutboxAge', Math.max(0, doors.clock.now() - Date.parse(row.acceptedAt)) / 1000);
  switch (row.state) {
    case 'accepted':
      return sendWaiting(row, claim, doors);
    case 'sending':
    case 'outcome-unknown': {
      const settled = await settleUnknown(row, doors);
      if (settled === 'wait') return { step: 'wait', until: settledBy(row), paceAt, forWord: true };
      return { step: settled === 'settled' ? 'done' : 'again', paceAt };
    }
    case 'sent':
      // Whoever settled it may have died before telling of it; so below.
      await finishSent(row, proofOf(row), doors);
      return { step: 'done', paceAt };
    case 'failed':
      await doors.bus.announce(unsentAnnounced(row, row.settledAt ?? row.acceptedAt));
      return { step: 'done', paceAt };
    case 'cancelled':
      return { step: 'done', paceAt };
  }
}

function proofOf({ metaId, settledAt }: OutboundMessage) {
  if (settledAt === null) throw new Failure('bug', 'a sent message without its time');
  return { metaId, at: Date.parse(settledAt), recipientId: null, answered: false };
}

/** When a lane is looked at again if every wake-up is lost; the sweep comes every minute. */
export const dueAfter = (now: number) => isoTime(now + 60_000);
