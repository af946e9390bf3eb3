import type { Failure } from '../core/failure.ts';
import { isRecord } from './json-record.ts';
import { redact } from './redact.ts';

/** How many stack frames a line holds, and how long one may be, in characters. */
const mostFrames = 5;
const longestFrame = 120;

/**
 * What a log says of a failure. The message of an error that is not ours is left out, because it may quote its input
 * (`JSON.parse` does); its name, its system code and its frames tell enough.
 */
export function failureFacts(failure: Failure): Readonly<Record<string, unknown>> {
  const { kind, message, cause } = failure;
  const known = { error: kind, reason: redact(message) };
  if (!(cause instanceof Error)) return kind === 'bug' ? { ...known, stack: framesOf(failure) } : known;
  const code = isRecord(cause) && typeof cause.code === 'string' ? { code: redact(cause.code) } : {};
  const stack = kind === 'bug' ? { stack: framesOf(cause) } : {};
  return { ...known, cause: redact(cause.name), ...code, ...stack };
}

function framesOf({ stack = '' }: Error): readonly string[] {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.slice(0, mostFrames).map((line) => redact(line.trim().slice(3)).slice(0, longestFrame));
}
