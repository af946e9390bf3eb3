import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Failure } from '../foundation/core/failure.ts';
import { verdicts } from '../foundation/core/verdicts.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import type { Called } from './call-meta.ts';
import { unsentAnnounced } from './conversation-events.ts';
import { finishSent } from './finish-sent.ts';
import { keptFailure } from './kept-failure.ts';
import { backToWaiting, toFailed, toUnknown, type Waits } from './outbound-facts.ts';
import { pairPace, pairPenalty } from './pair-pace.ts';
import type { DrainDoors } from './send-doors.ts';
import { settledBy } from './settle-unknown.ts';
import { waitsForToken } from './token-refused.ts';

/** What settling may touch. */
export type SettleDoors = Pick<DrainDoors, 'outbound' | 'messages' | 'threads' | 'people' | 'bus' | 'clock' | 'notes'>;

/** The pair's pace (`pair-pace.ts`) before a try, and if it counts. */
export interface Paces {
  readonly before: number;
  readonly after: number;
}

/** What stands of a message after a try, and until when its lane waits (milliseconds since 1970); undefined: it is final. */
export interface Settled {
  readonly row: OutboundMessage;
  readonly until: number | undefined;
  readonly paceAt: number;
}

/** Writes down what became of one try. Throws `Failure` `unavailable`, `busy`: the row then says less than is known. */
export async function settleCall(
  row: OutboundMessage,
  called: Called,
  paces: Paces,
  doors: SettleDoors,
): Promise<Settled> {
  switch (called.outcome) {
    case 'sent': {
      const sent = await finishSent(row, called.proof, doors);
      count(doors, row, 'sent');
      doors.notes.count('OutboundLag', Math.max(0, called.proof.at - Date.parse(row.acceptedAt)));
      return { row: sent, until: undefined, paceAt: paces.after };
    }
    case 'failed':
      return { row: await failMessage(row, called.failure, doors), until: undefined, paceAt: paces.before };
    case 'unknown': {
      const { after = row } = await doors.outbound.change(row, toUnknown, row);
      return { row: after, until: settledBy(after), paceAt: paces.after };
    }
    case 'wait': {
      if (isHopeless(row, called.failure))
        return { row: await failMessage(row, called.failure, doors), until: undefined, paceAt: paces.before };
      const waits = waitsAfter(row, called.failure, doors.clock.now());
      const { after = row } = await doors.outbound.change(row, backToWaiting(row.sendingBy ?? '', waits), row);
      return { row: after, ...nextTry(row, called.failure, paces.before, doors.clock) };
    }
  }
}

/** Ends a message that will never go, and tells of it. */
export async function failMessage(
  row: OutboundMessage,
  failure: Failure,
  { outbound, bus, clock, ...doors }: Pick<SettleDoors, 'outbound' | 'bus' | 'clock' | 'notes'>,
): Promise<OutboundMessage> {
  const { after = row } = await outbound.change(row, toFailed(failure, isoTime(clock.now())), row);
  if (after.state !== 'failed') return after;
  await bus.announce(unsentAnnounced(after, after.settledAt ?? after.acceptedAt));
  count(doors, row, `failed-${verdicts[failure.kind].blame}`);
  return after;
}

const count = ({ notes }: Pick<SettleDoors, 'notes'>, { channel }: OutboundMessage, outcome: string) =>
  notes.count('OutboundMessages', 1, { channel, outcome });

/** Milliseconds of the first wait where nobody says how long, and of the longest. */
const firstWaitMs = 2_000;
const longestWaitMs = 15 * 60_000;

/** WhatsApp's limit of messages to one person (fact sheet §3, §4). */
const pairLimit = 131056;

/**
 * How often Meta may refuse one message with a code that passes (131000, 1, 2, …) until it has to be the message's own
 * trouble. Ours to choose: the waits between ten refusals are 17 minutes (2 s, doubled eight times, each ± 20 %), enough
 * for a short outage that Meta tells in such codes, and bearable for whoever waits behind it.
 */
const mostRefusals = 10;

/** An outage page has no code, and a limit has another kind: neither is about the message. */
const isAboutMessage = ({ kind, meta }: Failure) => kind === 'meta-unavailable' && meta?.code !== undefined;

/** Whether a message that would have to wait for this shall end with it instead. */
export const isHopeless = ({ waiting }: Pick<OutboundMessage, 'waiting'>, failure: Failure) =>
  isAboutMessage(failure) && (waiting?.refusals ?? 0) + 1 >= mostRefusals;

/** Waits for the governor are no tries: it says itself how long. `now` in milliseconds since 1970. */
export function waitsAfter(
  { attempts, pairRefusals, tokenRefusals = 0, waiting }: Pick<OutboundMessage, keyof Waits>,
  failure: Failure,
  now: number,
): Waits {
  const { kind, meta } = failure;
  const isGovernor = kind === 'rate-limited' && meta?.code === undefined;
  const { last } = waiting ?? {};
  // An outage page says nothing: what Meta said in words before it tells more.
  const isTelling = meta?.code !== undefined || last?.code === undefined;
  const isMetas = verdicts[kind].blame === 'meta' && !isGovernor && isTelling;
  return {
    attempts: isGovernor ? attempts : attempts + 1,
    pairRefusals: meta?.code === pairLimit ? pairRefusals + 1 : isGovernor ? pairRefusals : 0,
    ...(waitsForToken(failure) && { tokenRefusals: tokenRefusals + 1 }),
    waiting: {
      since: waiting?.since ?? isoTime(now),
      refusals: (waiting?.refusals ?? 0) + (isAboutMessage(failure) ? 1 : 0),
      ...(isMetas ? { last: keptFailure(failure) } : last && { last }),
    },
  };
}

/** When its lane may go on: as Meta or the governor say, else in growing steps. Times in milliseconds since 1970. */
export function nextTry(
  { attempts, pairRefusals, channel }: Pick<OutboundMessage, 'attempts' | 'pairRefusals' | 'channel'>,
  { retryAt, meta }: Failure,
  paceAt: number,
  clock: Clock,
): { readonly until: number; readonly paceAt: number } {
  const now = clock.now();
  if (meta?.code === pairLimit) {
    const slowed = pairPenalty(paceAt, now, pairRefusals);
    const pace = pairPace(channel, slowed, now);
    return { until: pace.go ? (retryAt ?? now + 1) : pace.waitUntil, paceAt: slowed };
  }
  const grown = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempts, 10)) * (0.8 + 0.4 * clock.chance());
  return { until: Math.max(now + 1, Math.ceil(retryAt ?? now + grown)), paceAt };
}
