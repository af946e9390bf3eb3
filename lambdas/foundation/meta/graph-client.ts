import type { Clock } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';
import type { Outside } from '../core/media-doors.ts';
import type { Priority, UsageLedger, UsageReading } from '../core/usage.ts';
import { defaultPlan, type VersionPlan, versionFor } from './api-version.ts';
import { readUsage } from './usage-headers.ts';
import { type ExchangeLine, type ExchangeSample, exchangeLine } from './wire/exchange-line.ts';
import { appOf, type GraphCall, type Send } from './wire/graph-call.ts';
import { graphPlaces } from './wire/graph-places.ts';
import { type GraphRequest, graphRequest } from './wire/graph-request.ts';
import { type ExchangeLimits, exchange, type GraphAnswer, type Lost } from './wire/graph-socket.ts';
import { redactSample } from './wire/redact-sample.ts';
import { refusedReadings } from './wire/refused-readings.ts';
import { type Settled, settleAnswer, settleLost } from './wire/settle-answer.ts';
import { exchangeUpload } from './wire/upload-socket.ts';

/** What the calls stand on. */
export interface GraphDoors {
  /** `https://graph.facebook.com`, or the simulator's. */
  readonly origin: string;
  readonly ledger: UsageLedger;
  readonly clock: Clock;
  /** One line an exchange. */
  readonly audit: (line: ExchangeLine) => void;
  /** Told of each call that was not sent, because a limit says wait. */
  readonly waited?: (call: string) => void;
  /** When the function ends, milliseconds since 1970; absent: only the time-out of a call counts. */
  readonly deadline?: number;
  /** Of calls whose identity names none; default `today`. */
  readonly priority?: Priority;
  readonly versions?: VersionPlan;
  /** Keeps redacted samples of a `share` of the exchanges, 0 to 1. */
  readonly samples?: { readonly share: number; readonly keep: (sample: ExchangeSample) => void };
  /** Milliseconds for one call; default its own, or 10 s. */
  readonly timeoutMs?: number;
  /** Opens files at addresses that Meta gave; absent: this client opens none. */
  readonly outside?: Outside;
}

/** Time for one call: the callback of a consent makes three of them within its gateway's 30 s. */
const defaultTimeoutMs = 10_000;

/** What a function needs after its last call, to write down what happened, and the least time that a call is worth. */
const marginMs = 2_000;
const leastMs = 250;

/** Bytes of an answer: a hundred Pages with their tokens are 100 kB, 50 nodes of a batch less than a megabyte. */
const bodyCap = 4 * 1024 * 1024;

/**
 * The way of every call: may we, sign, send, read the usage, write it all down; then the answer or the `Failure`. One
 * client serves one unit of work, because it takes its own sockets for awake.
 */
export const makeClient = (doors: GraphDoors): Send => {
  const placeOf = graphPlaces(doors.origin);
  const awake = { clock: doors.clock, since: doors.clock.now() };
  return async (call) => {
    timeFor(call, doors);
    await mayWe(call, doors);
    // The ledger took some of the time: what is left is asked again.
    const timeoutMs = timeFor(call, doors);
    const { clock, versions = defaultPlan } = doors;
    const versionAsked = versionFor(call.surface ?? 'graph', versions, clock.chance());
    const request = graphRequest(call, versionAsked, placeOf);
    const begun = clock.now();
    const { got, tries } = await send(call, request, { bodyCap, timeoutMs, awake }, doors);
    const now = clock.now();
    const usage = 'lost' in got ? [] : readUsage(got.headers, contextOf(call, now));
    const settled = 'lost' in got ? settleLost(call, got) : settleAnswer(call, got, usage, now);
    const readings = allReadings(call, settled, usage, now);
    const usageLost = await remember(readings, doors);
    const { name, calls = 1 } = call;
    const effort = { call: name, versionAsked, durationMs: now - begun, calls, tries, usageLost };
    doors.audit(exchangeLine(effort, request, got, settled, readings));
    keepSample(call, got, settled, doors);
    if ('failure' in settled) throw settled.failure;
    return settled.answer;
  };
};

/** Throws `rate-limited` with `retryAt` when a limit says wait; nothing is sent then. */
async function mayWe({ name, keys, heldBy, speaker, calls = 1, asker = {} }: GraphCall<unknown>, doors: GraphDoors) {
  const { priority, account } = 'identity' in speaker ? speaker.identity : asker;
  const answer = await doors.ledger.ask({
    keys,
    heldBy,
    calls,
    priority: priority ?? doors.priority ?? 'today',
    account: account ?? keys.at(-1)?.id ?? appOf(speaker).appId,
  });
  if (answer.go) return;
  doors.waited?.(name);
  throw new Failure('rate-limited', `${name} waits for Meta’s limit`, { retryAt: answer.waitUntil });
}

/** At most two tries: the second after a socket that closed before any byte of an answer, if twice does no harm. */
async function send(call: GraphCall<unknown>, request: GraphRequest, limits: Limits, doors: GraphDoors) {
  const go = request.multipart ? exchangeUpload : exchange;
  const got = await go(request, { socket: call.effect === 'once' ? 'recent' : 'kept', ...limits });
  const left = timeLeft(call, doors);
  const again = 'lost' in got && got.lost === 'silent' && call.effect !== 'once' && left >= leastMs;
  if (!again) return { got, tries: 1 };
  // After a thaw all kept sockets may be dead: the second try takes none of them.
  return { got: await go(request, { ...limits, timeoutMs: left, socket: 'own' }), tries: 2 };
}

type Limits = Omit<ExchangeLimits, 'socket'>;

type Timed = Pick<GraphCall<unknown>, 'name' | 'timeoutMs'>;

/** Milliseconds that a call may take now. */
function timeLeft(
  call: Timed,
  { clock, deadline, timeoutMs = call.timeoutMs ?? defaultTimeoutMs }: GraphDoors,
): number {
  return deadline === undefined ? timeoutMs : Math.min(timeoutMs, deadline - marginMs - clock.now());
}

/** The same; throws `unavailable`, for another function to go on, when it is too little. */
function timeFor(call: Timed, doors: GraphDoors): number {
  const left = timeLeft(call, doors);
  if (left < leastMs) throw new Failure('unavailable', `no time left for ${call.name}`);
  return left;
}

const contextOf = ({ keys, speaker }: GraphCall<unknown>, now: number) => ({ appId: appOf(speaker).appId, keys, now });

/** What the headers said, those inside the answer (a batch's) too, and what a refusal says without them. */
function allReadings<T>(call: GraphCall<T>, settled: Settled<T>, usage: readonly UsageReading[], now: number) {
  if ('failure' in settled) return [...usage, ...refusedReadings(call, settled, usage, now)];
  if (!call.innerHeaders) return usage;
  const inner = call.innerHeaders(settled.answer);
  return [...usage, ...inner.flatMap((headers) => readUsage(headers, contextOf(call, now)))];
}

/** A ledger that fails after the call must not turn a done thing into a failed one: the loss is written down. */
async function remember(readings: readonly UsageReading[], { ledger }: GraphDoors): Promise<true | undefined> {
  if (readings.length === 0) return undefined;
  try {
    await ledger.record(readings);
    return undefined;
  } catch {
    return true;
  }
}

function keepSample(call: GraphCall<unknown>, got: GraphAnswer | Lost, settled: Settled<unknown>, doors: GraphDoors) {
  const { samples, clock } = doors;
  if (!samples || clock.chance() >= samples.share) return;
  const status = 'lost' in got ? 0 : got.status;
  samples.keep({
    call: call.name,
    status,
    request: redactSample(call.params ?? {}),
    answer: redactSample(settled.body),
  });
}
