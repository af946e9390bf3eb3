import * as z from 'zod/mini';
import { Failure } from '../../core/failure.ts';
import type { UsageReading } from '../../core/usage.ts';
import type { Meaning } from '../classify-error.ts';
import { parseMetaJson } from '../meta-json.ts';
import { failureOf } from './failure-of.ts';
import type { Effect, GraphCall } from './graph-call.ts';
import type { GraphAnswer, Lost } from './graph-socket.ts';
import { refusalIn } from './refusal.ts';

/** How a call ended: with its answer, or with what is thrown (and, when Meta refused, what that means). */
export type Settled<T> =
  | { readonly answer: T; readonly body: unknown }
  | { readonly failure: Failure; readonly meaning?: Meaning; readonly body?: unknown };

/** What of a call its answer is judged by. */
type Asked<T> = Pick<GraphCall<T>, 'name' | 'effect' | 'answer'>;

const notJson = Symbol('not JSON');

function jsonIn(text: string): unknown {
  try {
    return parseMetaJson(text);
  } catch {
    return notJson;
  }
}

/**
 * Judges what came back. What is not JSON is an outage (`meta-unavailable`); JSON without what we need is one too,
 * because only Meta can mend it and a later try may find it mended. Where the status is 2xx, or a gateway answered in
 * Meta's place, the call may have done its work: one that must not be done twice is then `outcome-unknown`.
 */
export function settleAnswer<T>(
  call: Asked<T>,
  { status, body: text }: GraphAnswer,
  readings: readonly UsageReading[],
  now: number,
): Settled<T> {
  const body = jsonIn(text);
  if (body === notJson) return { failure: unreadable(call, status, 'not JSON') };
  const refusal = refusalIn(status, body);
  if (refusal?.code === undefined && gatewayStatuses.has(status)) {
    return { failure: unreadable(call, status, 'not Meta’s'), body };
  }
  if (refusal) return { ...failureOf(call.name, refusal, readings, now), body };
  const parsed = z.safeParse(call.answer, body);
  if (parsed.success) return { answer: parsed.data, body };
  const paths = parsed.error.issues.slice(0, 3).map(({ path }) => path.filter(isName).join('.') || '(all)');
  return { failure: unreadable(call, status, `without ${paths.join(', ')}`), body };
}

/** An index says nothing, and a key may be an id. */
const isName = (part: PropertyKey) => typeof part === 'string' && /^[a-z_]{1,40}$/.test(part);

/**
 * 502 and 504 are words of something on the way (RFC 9110 §15.6): it passed the call on and got no good answer, or none
 * in time. Meta's own outage pages come with 500 and 503 (fact sheet §3).
 */
const gatewayStatuses: ReadonlySet<number> = new Set([502, 504]);

function unreadable({ name, effect }: Asked<unknown>, status: number, why: string): Failure {
  const mayBeDone = status < 300 || gatewayStatuses.has(status);
  const outcome = mayBeDone && effect === 'once' ? 'outcome-unknown' : 'meta-unavailable';
  return new Failure(outcome, `Meta’s answer to ${name} is ${why} (HTTP ${status})`);
}

/** What a missing answer means: nothing was done when nobody was reached, and else it depends on the call. */
export function settleLost({ name, effect }: GraphCall<unknown>, { lost, cause }: Lost): Settled<never> {
  return { failure: new Failure(kindOf(effect, lost), `no answer of Meta to ${name}: ${lost}`, { cause }) };
}

function kindOf(effect: Effect, lost: Lost['lost']) {
  if (lost === 'too-big' && effect === 'read') return 'too-much-data';
  return effect === 'once' && lost !== 'unsent' ? 'outcome-unknown' : 'meta-unavailable';
}
