import { Failure, type MetaFacts } from '../../core/failure.ts';
import type { UsageReading } from '../../core/usage.ts';
import { classifyError, type Meaning } from '../classify-error.ts';
import type { Refusal } from './refusal.ts';

/** Seconds to wait when neither headers nor table say: the longest block of an account's score (fact sheet §4). */
const defaultWaitSeconds = 300;

/** A refusal as what we throw, with what it means. Times are milliseconds since 1970. */
export interface Refused {
  readonly failure: Failure;
  readonly meaning: Meaning;
}

/** Makes the `Failure` of a refusal. Meta's own text, but for a plain title, is left out: it may quote names, tokens and numbers. */
export function failureOf(name: string, refusal: Refusal, readings: readonly UsageReading[], now: number): Refused {
  const meaning = classifyError(refusal);
  const { kind } = meaning;
  const meta = factsOf(refusal);
  const wait = kind === 'rate-limited' ? { retryAt: regainAt(meaning, readings) ?? now + waitMs(meaning) } : {};
  const title = refusal.title === undefined ? '' : `: ${refusal.title}`;
  return {
    failure: new Failure(kind, `Meta refused ${name} (${codeOf(refusal)})${title}`, { meta, ...wait }),
    meaning,
  };
}

const waitMs = ({ waitSeconds = defaultWaitSeconds }: Meaning) => waitSeconds * 1000;

/** The latest time that the headers name, unless only one narrow thing is full, of which they know nothing. */
function regainAt({ full }: Meaning, readings: readonly UsageReading[]): number | undefined {
  if (full === 'this') return undefined;
  const times = readings.flatMap(({ regainAt }) => (regainAt === undefined ? [] : [regainAt]));
  return times.length > 0 ? Math.max(...times) : undefined;
}

const codeOf = ({ code, subcode, status }: Refusal) =>
  code === undefined ? `HTTP ${status}` : `code ${code}${subcode === undefined ? '' : `/${subcode}`}`;

const factsOf = ({ code, subcode, fbtraceId }: Refusal): MetaFacts => ({
  ...(code === undefined ? {} : { code }),
  ...(subcode === undefined ? {} : { subcode }),
  ...(fbtraceId === undefined ? {} : { fbtraceId }),
});
