import type { UsageReading } from '../../core/usage.ts';
import type { FailureKind } from '../../core/verdicts.ts';
import type { HeaderBag } from '../usage-headers.ts';
import type { GraphRequest } from './graph-request.ts';
import type { GraphAnswer, Lost } from './graph-socket.ts';
import type { Settled } from './settle-answer.ts';

/** The audit line of one exchange with Meta. It holds no id of a person or an asset, no token and no text of Meta's. */
export interface ExchangeLine {
  /** The `Graph` method. */
  readonly call: string;
  readonly method: string;
  readonly versionAsked: string;
  /** Header `facebook-api-version`; absent where Meta did not say. */
  readonly versionServed?: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly outcome: 'ok' | FailureKind;
  readonly code?: number;
  readonly subcode?: number;
  readonly fbtraceId?: string;
  /** Headers `x-fb-rev`, `x-fb-request-id`. */
  readonly rev?: string;
  readonly requestId?: string;
  /** Meta warned that the version of an ads call is old (`X-Ad-Api-Version-Warning`). */
  readonly versionWarning?: true;
  readonly durationMs: number;
  /** Calls that Meta counts, more than one for a batch. */
  readonly calls: number;
  /** Tries of ours, 2 after a closed socket. */
  readonly tries: number;
  /** Highest usage that the headers told, in percent. */
  readonly usagePercent?: number;
  /** The ledger could not keep what the headers told. */
  readonly usageLost?: true;
}

/** What the client itself knows of an exchange. */
export type Effort = Pick<ExchangeLine, 'call' | 'versionAsked' | 'durationMs' | 'calls' | 'tries' | 'usageLost'>;

/**
 * The line of an exchange; what is absent is undefined in it. One literal: made of many small objects it cost 7 µs more.
 * Header names from the fact sheet §3, most of them from memory.
 */
export function exchangeLine(
  { call, versionAsked, durationMs, calls, tries, usageLost }: Effort,
  { method }: GraphRequest,
  got: GraphAnswer | Lost,
  settled: Settled<unknown>,
  readings: readonly UsageReading[],
): ExchangeLine {
  const failure = 'failure' in settled ? settled.failure : undefined;
  const meta = 'lost' in got ? undefined : failure?.meta;
  const headers: HeaderBag = 'lost' in got ? {} : got.headers;
  return {
    call,
    method,
    versionAsked,
    versionServed: word(headers['facebook-api-version']),
    status: 'lost' in got ? 0 : got.status,
    outcome: failure?.kind ?? 'ok',
    code: meta?.code,
    subcode: meta?.subcode,
    fbtraceId: meta?.fbtraceId,
    rev: word(headers['x-fb-rev']),
    requestId: word(headers['x-fb-request-id']),
    versionWarning: headers['x-ad-api-version-warning'] === undefined ? undefined : true,
    durationMs,
    calls,
    tries,
    usagePercent: highestOf(readings),
    usageLost,
  };
}

/** A header as a line may hold it: one word. */
const word = (value: HeaderBag[string]) =>
  typeof value === 'string' && /^[\w.:/+=-]{1,64}$/.test(value) ? value : undefined;

function highestOf(readings: readonly UsageReading[]): number | undefined {
  let highest: number | undefined;
  for (const { percent } of readings) if (percent >= (highest ?? 0)) highest = percent;
  return highest;
}

/** A request and its answer without what is secret or personal, kept for a share of the exchanges. */
export interface ExchangeSample {
  readonly call: string;
  readonly status: number;
  readonly request: unknown;
  readonly answer: unknown;
}
