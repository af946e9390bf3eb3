import * as z from 'zod/mini';
import '../foundation/core/zod-english.ts';
import { Failure } from '../foundation/core/failure.ts';

/** Largest body in bytes: what `navigator.sendBeacon` may send. */
const bodyCap = 65_536;
const mostEvents = 10;
const mostProblems = 20;

const anything = z.optional(z.unknown());

/** What a page says of an event. What most members may hold is judged where all conversions are. */
const CollectedEvent = z.strictObject({
  event_name: anything,
  event_id: anything,
  event_source_url: anything,
  referrer_url: anything,
  event_time: anything,
  user_data: anything,
  custom_data: anything,
  fbclid: anything,
  consent: z.optional(z.boolean()),
});

/** One event as a page tells it. */
export type CollectedEvent = z.infer<typeof CollectedEvent>;

const Body = z.strictObject({ data: z.array(CollectedEvent).check(z.minLength(1), z.maxLength(mostEvents)) });

/** The events of a body: one, or up to ten as `data`. Throws `Failure` `too-large`, `invalid-request`. */
export function eventsOfBody(body: Uint8Array): readonly CollectedEvent[] {
  if (body.byteLength > bodyCap) throw new Failure('too-large', `a body may have at most ${bodyCap} bytes`);
  const json = jsonOf(body);
  const parsed = z.safeParse(Body, isRecord(json) && Object.hasOwn(json, 'data') ? json : { data: [json] });
  if (parsed.success) return parsed.data.data;
  const errors = parsed.error.issues.flatMap(problemsOf).slice(0, mostProblems);
  throw new Failure('invalid-request', 'the body is not as a collector wants it', { errors });
}

/** Whether something is an object of JSON's. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    const errors = [{ path: 'body', reason: 'is not JSON in UTF-8' }];
    throw new Failure('invalid-request', 'the body is not JSON', { errors });
  }
}

function problemsOf(issue: z.core.$ZodIssue): readonly { readonly path: string; readonly reason: string }[] {
  const path = ['body', ...issue.path.map(String)];
  if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), reason: issue.message }];
  const reason = 'is no member that a collector knows';
  return issue.keys.map((key) => ({ path: [...path, key.slice(0, 100)].join('.'), reason }));
}

/** The event of a picture's query. Of `consent` every word but `true` is no. */
export function eventOfQuery(query: Readonly<Record<string, string>>): CollectedEvent {
  const { ev, dl, rl, id, consent, value, currency } = said(query);
  const custom = said({ value, currency });
  return {
    event_name: ev,
    event_id: id,
    event_source_url: dl,
    referrer_url: rl,
    ...(Object.keys(custom).length > 0 && { custom_data: custom }),
    ...(consent !== undefined && { consent: consent === 'true' }),
  };
}

/** Whether an event may be kept: where consent is `required` the page must say so, else it must not say no. */
export const isConsented = ({ consent }: CollectedEvent, rule: 'assumed' | 'required'): boolean =>
  rule === 'required' ? consent === true : consent !== false;

/** The members that say something: `document.referrer` is often empty, a parameter that is not there null. */
export function said<T>(members: Readonly<Record<string, T>>): Record<string, NonNullable<T>> {
  const says = (entry: [string, T]): entry is [string, NonNullable<T>] =>
    entry[1] !== undefined && entry[1] !== null && entry[1] !== '';
  return Object.fromEntries(Object.entries(members).filter(says));
}
