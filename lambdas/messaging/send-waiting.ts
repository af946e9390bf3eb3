import { asFailure, Failure } from '../foundation/core/failure.ts';
import type { LaneClaim } from '../foundation/store/lanes.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import { callMeta, goingBy, judged, type ReadyCall, readyCall } from './call-meta.ts';
import { failureKept } from './kept-failure.ts';
import { stillWaiting, toSending } from './outbound-facts.ts';
import { pairPace } from './pair-pace.ts';
import { saidIn } from './said-in.ts';
import type { DrainDoors } from './send-doors.ts';
import { failMessage, isHopeless, nextTry, settleCall, waitsAfter } from './settle-call.ts';
import { wayNow } from './way-now.ts';

/**
 * What waits longer as the first of its lane is not sent any more: by then its caller has long gone another way. What
 * it waited behind others does not count, so that each message has its own tries.
 */
const longestWaitMs = 24 * 3600_000;

/** Milliseconds. Waits that are shorter are waited here: a wake-up takes as long, and costs. */
export const shortWaitMs = 1_500;

/** Milliseconds that a call needs: its time-out of 10 s and the margin of 2 s (`graph-client.ts`), and what is written after it. */
export const callMs = 13_000;

/** What became of a message that waited: final (`done`), to be looked at anew, or its lane waits until then. */
export type Step = { readonly paceAt: number } & (
  | { readonly step: 'done' | 'again' }
  | { readonly step: 'wait'; readonly until: number; readonly forWord?: boolean }
);

/** Sends one message of a lane that this worker holds, if it may go now. Throws `Failure` `unavailable`, `busy`. */
export async function sendWaiting(row: OutboundMessage, claim: LaneClaim, doors: DrainDoors): Promise<Step> {
  const { paceAt } = claim;
  const now = doors.clock.now();
  const pace = pairPace(row.channel, paceAt, now);
  const ready = await prepare(row, doors);
  if ('failed' in ready) {
    await failMessage(row, ready.failed, doors);
    return { step: 'done', paceAt };
  }
  if ('wait' in ready) {
    await doors.outbound.change(row, stillWaiting(waitsAfter(row, ready.wait, now)), row);
    return waitFor(nextTry(row, ready.wait, paceAt, doors.clock), doors);
  }
  if (!pace.go) return waitFor({ until: pace.waitUntil, paceAt }, doors);
  // Getting ready, an upload for example, took the time: a call that is cut short would be an unknown one.
  if (doors.clock.now() > doors.deadline - callMs) return { step: 'wait', until: doors.clock.now(), paceAt };
  const going = toSending(goingBy(claim, ready.call, doors.clock));
  const { before, after } = await doors.outbound.change(row, going, row);
  const isOurs = before?.state === 'accepted' && after?.state === 'sending' && after.sendingBy === claim.token;
  // Cancelled meanwhile, or this worker was too slow and another is at it.
  if (!isOurs) return { step: 'again', paceAt };
  const paces = { before: paceAt, after: pace.paceAt };
  const { until, ...settled } = await settleCall(after, await callMeta(after, ready.call, doors), paces, doors);
  const left = { paceAt: settled.paceAt };
  return until === undefined ? { step: 'done', ...left } : waitFor({ until, ...left }, doors);
}

type Prepared = { readonly call: ReadyCall } | { readonly failed: Failure } | { readonly wait: Failure };

/** May it go now, in what way, by whose token? What fails here never left us. */
async function prepare(row: OutboundMessage, doors: DrainDoors): Promise<Prepared> {
  const now = doors.clock.now();
  const { waiting } = row;
  if (waiting && now - Date.parse(waiting.since) > longestWaitMs) return { failed: afterTheDay(waiting) };
  try {
    const { workspace, threadId: id } = row;
    const thread = id === null ? undefined : await doors.threads.get({ workspace, id });
    const said = saidIn(row);
    return { call: { ...(await readyCall(row, said, wayNow(row, said, thread, now, doors.permits), doors)), thread } };
  } catch (thrown) {
    const verdict = judged(thrown);
    const waits = verdict.outcome === 'wait' && !isHopeless(row, verdict.failure);
    return waits ? { wait: verdict.failure } : { failed: asFailure(thrown) };
  }
}

/** Where Meta stood in the way, it is Meta's refusal, with its code; else it is trouble of ours. */
const afterTheDay = ({ last }: NonNullable<OutboundMessage['waiting']>) =>
  last ? failureKept(last) : new Failure('unavailable', 'it waited for 24 hours and could not be sent');

/** Waits here if it is short, else says until when the lane waits. */
async function waitFor(
  { until, paceAt }: { readonly until: number; readonly paceAt: number },
  { clock, pause }: DrainDoors,
): Promise<Step> {
  const left = until - clock.now();
  if (left > shortWaitMs) return { step: 'wait', until, paceAt };
  await pause(Math.max(1, left));
  return { step: 'again', paceAt };
}
