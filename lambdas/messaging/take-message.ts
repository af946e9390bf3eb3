import { isoTime } from '../foundation/core/clock.ts';
import type { Entered, LaneClaim, LaneName } from '../foundation/store/lanes.ts';
import type { OutboundMessage, OutboundMessages } from '../foundation/store/outbound-messages.ts';
import { answerAgain, failureAgain } from './answer-again.ts';
import { type Called, callMeta, goingBy, type ReadyCall } from './call-meta.ts';
import { dueAfter, laneLeaseMs } from './drain-lane.ts';
import { type Left, leaveLane, wakeLane } from './leave-lane.ts';
import { sendingOf } from './outbound-facts.ts';
import { pairPace } from './pair-pace.ts';
import type { DrainDoors } from './send-doors.ts';
import { callMs } from './send-waiting.ts';
import { type Settled, settleCall } from './settle-call.ts';

/** What taking a message may touch. */
export type TakeDoors = DrainDoors & { readonly outbound: OutboundMessages };

/** Below this many milliseconds a wake-up that is on its way may come before the message is there. */
const surelyLaterMs = 5_000;

/**
 * Gives a message its place in its lane, and sends it at once when nothing waits there and `call` is ready. Answers the
 * row as it stands. Throws as `sendMessage`.
 */
export async function takeMessage(
  draft: OutboundMessage,
  call: ReadyCall | undefined,
  doors: TakeDoors,
): Promise<OutboundMessage> {
  const { lanes, clock } = doors;
  const entered = await lanes.enter(draft, dueAfter(clock.now()), laneLeaseMs);
  const { claim } = entered;
  const { standing, row, goes } = await orLetGo(draft, claim, keepRow(draft, call, entered, doors), doors);
  if (standing !== undefined) {
    // Two requests of one key at the same time: the other was first, and its message has its own place.
    if (claim) await leaveLane(draft, claim, { until: clock.now(), paceAt: claim.paceAt }, doors);
    return answerAgain(standing, draft.bodyHash, doors);
  }
  if (goes && call) return sendNow(row, call, goes, doors);
  doors.notes.count('OutboundMessages', 1, { channel: row.channel, outcome: 'queued' });
  if (claim) await leaveLane(draft, claim, { until: whenNext(draft, claim, clock.now()), paceAt: claim.paceAt }, doors);
  else if (entered.notBefore < clock.now() + surelyLaterMs) await wakeLane(draft, clock.now(), doors);
  return row;
}

/** Keeps the message, as one that goes now or as one that waits; `standing`: another request of its key was first. */
async function keepRow(draft: OutboundMessage, call: ReadyCall | undefined, entered: Entered, doors: TakeDoors) {
  const { clock, outbound } = doors;
  const { claim, seq, mayWait } = entered;
  // Getting ready may have taken the time: a call that is cut short would be an unknown one.
  const isTime = clock.now() < doors.deadline - callMs;
  const goes = claim && call && isTime ? await mayGo(draft, claim, mayWait, doors) : undefined;
  const row = { ...draft, seq, ...(goes && call && sendingOf(goingBy(goes.claim, call, clock))) };
  return { goes, row, standing: await outbound.accept(row) };
}

/** In trouble of ours the lane is let go: nobody would work on it until our lease is over, while its caller asks again. */
async function orLetGo<T>(
  lane: LaneName,
  claim: LaneClaim | undefined,
  work: Promise<T>,
  doors: TakeDoors,
): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const left = { until: doors.clock.now(), paceAt: claim?.paceAt ?? 0 };
    if (claim) await leaveLane(lane, claim, left, doors).catch(() => undefined);
    throw thrown;
  }
}

/** A claim of a lane in which nothing waits, with the pair's pace after one more message. */
interface Free {
  readonly claim: LaneClaim;
  readonly paceAt: number;
}

async function mayGo(
  row: OutboundMessage,
  claim: LaneClaim,
  mayWait: boolean,
  { lanes, clock }: TakeDoors,
): Promise<Free | undefined> {
  const pace = pairPace(row.channel, claim.paceAt, clock.now());
  if (!pace.go) return undefined;
  const waiting = mayWait ? await lanes.waiting(row, 1) : [];
  return waiting.length === 0 ? { claim, paceAt: pace.paceAt } : undefined;
}

function whenNext({ channel }: OutboundMessage, { paceAt }: LaneClaim, now: number): number {
  const pace = pairPace(channel, paceAt, now);
  return pace.go ? now : pace.waitUntil;
}

/** The row says `sending` already: this is the one call that it authorises. */
async function sendNow(
  row: OutboundMessage,
  call: ReadyCall,
  { claim, paceAt }: Free,
  doors: TakeDoors,
): Promise<OutboundMessage> {
  const called = await callMeta(row, call, doors);
  const paces = { before: claim.paceAt, after: paceAt };
  const settling = settleCall(row, called, paces, doors)
    .catch((thrown) => toldLater(row, called, paceAt, thrown, doors))
    .then(async (settled) => {
      if (settled.until === undefined) await doors.lanes.leave({ ...row, messageId: row.id });
      return settled;
    });
  const settled = await orLetGo(row, { ...claim, paceAt }, settling, doors);
  await letGo(row, claim, { ...settled, forWord: called.outcome === 'unknown' }, doors);
  // An echo may have told meanwhile that Meta has it after all.
  if (called.outcome === 'failed' && settled.row.state === 'failed') throw failureAgain(settled.row, called.failure);
  return settled.row;
}

/** Meta has it, and our tables or the bus are in trouble: its caller is told so, and a worker writes down the rest. */
function toldLater(
  row: OutboundMessage,
  called: Called,
  paceAt: number,
  thrown: unknown,
  { clock }: TakeDoors,
): Settled {
  if (called.outcome !== 'sent') throw thrown;
  const { metaId, at } = called.proof;
  const settledAt = isoTime(at);
  return { row: { ...row, state: 'sent', metaId, settledAt }, until: clock.now() + toldLaterMs, paceAt };
}

/** Milliseconds. */
const toldLaterMs = 5_000;

/** Who entered the lane meanwhile has a worker on the way, or gets one. */
async function letGo(row: OutboundMessage, claim: LaneClaim, left: Left, doors: TakeDoors): Promise<void> {
  const again = await leaveLane(row, claim, left, doors);
  if (again) await leaveLane(row, again, { ...left, until: doors.clock.now() }, doors);
}
