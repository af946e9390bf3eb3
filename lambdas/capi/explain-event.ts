import * as z from 'zod/mini';
import { ConversionEvent } from './conversion-event.ts';
import { doubts, refusals, refusedTime } from './event-rules.ts';
import { type NormalUserData, normaliseUserData } from './normalise-user-data.ts';
import type { Problem } from './problem.ts';
import { type ReadyEvent, readyEvent } from './ready-event.ts';
import type { EventDefaults } from './wire-event.ts';

/** What an event is read under; `now` in milliseconds since 1970. */
export interface EventTerms extends EventDefaults {
  readonly now: number;
}

/** An event explained. `ready` stands when it is accepted; `problems` may name what was left out or looks wrong then. */
export interface Explained {
  readonly ready: ReadyEvent | undefined;
  readonly problems: readonly Problem[];
  /** Exactly what goes to Meta: normalised and hashed. */
  readonly userData: NormalUserData['userData'];
}

/** Largest event, in bytes of JSON: ours, so that it travels in one message with others. */
const eventCapBytes = 64_000;
/** A UTF-16 unit has three bytes at most: only long texts need be counted. */
const isSmall = (json: string) => json.length * 3 <= eventCapBytes || Buffer.byteLength(json) <= eventCapBytes;

/** Above it a time is in milliseconds: as seconds it would be the year 5138. */
const asMilliseconds = 1e11;

/** Explains one event: total, whatever stands there. Nothing of it is kept. */
export function explainEvent(raw: unknown, terms: EventTerms): Explained {
  const normal = normaliseUserData(userDataOf(raw), {
    country: terms.country ?? undefined,
    year: new Date(terms.now).getUTCFullYear(),
  });
  const { userData, leftOut, unknown } = normal;
  const parsed = z.safeParse(ConversionEvent, raw);
  if (!parsed.success) {
    const problems = [...parsed.error.issues.flatMap(problemsOf), ...timeOf(raw, terms.now), ...unknown, ...leftOut];
    return { ready: undefined, problems, userData };
  }
  const { event, converted } = inSeconds(parsed.data);
  const refused = [...refusals(event, userData, terms.now / 1000), ...unknown];
  if (refused.length > 0) return { ready: undefined, problems: [...refused, ...leftOut], userData };
  const ready = readyEvent(event, userData, terms);
  const problems = [...leftOut, ...converted, ...doubts(event)];
  if (isSmall(ready.json)) return { ready, problems, userData };
  const tooBig = { path: '', reason: `has more than ${eventCapBytes} bytes` };
  return { ready: undefined, problems: [tooBig, ...problems], userData };
}

const nothing = {};
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function userDataOf(raw: unknown): Readonly<Record<string, unknown>> {
  const userData = isRecord(raw) ? raw.user_data : undefined;
  return isRecord(userData) ? userData : nothing;
}

/** An event that is wrong elsewhere may be too old besides. */
function timeOf(raw: unknown, now: number): readonly Problem[] {
  if (!isRecord(raw) || !Number.isInteger(raw.event_time)) return [];
  const place = typeof raw.action_source === 'string' ? raw.action_source : '';
  return refusedTime(secondsOf(Number(raw.event_time)), place, now / 1000);
}

const secondsOf = (time: number) => (time >= asMilliseconds ? Math.floor(time / 1000) : time);

const convertedTime: readonly Problem[] = [
  { path: 'event_time', reason: 'was taken for milliseconds: it is sent in seconds' },
];

function inSeconds(event: ConversionEvent) {
  if (event.event_time < asMilliseconds) return { event, converted: [] };
  return { event: { ...event, event_time: secondsOf(event.event_time) }, converted: convertedTime };
}

/** What the schema found wrong, in our words; keys that it does not know are named one by one. */
function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), reason: issue.message }];
  return issue.keys.map((key) => ({
    path: [...path, key.slice(0, 100)].join('.'),
    reason: 'is no member that Meta knows',
  }));
}
