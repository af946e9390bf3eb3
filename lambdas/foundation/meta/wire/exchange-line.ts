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

/** The part of a line that the exchange itself tells. */
type Told = Omit<ExchangeLine, 'versionAsked' | 'durationMs' | 'calls' | 'tries' | 'usagePercent' | 'usageLost'>;

/** Reads that part. */
export function exchangeLine(
  call: string,
  { method }: GraphRequest,
  got: GraphAnswer | Lost,
  settled: Settled<unknown>,
): Told {
  const outcome = 'failure' in settled ? settled.failure.kind : 'ok';
  const meta = 'failure' in settled ? settled.failure.meta : undefined;
  if ('lost' in got) return { call, method, status: 0, outcome };
  return { call, method, status: got.status, outcome, ...meta, ...versionsIn(got.headers) };
}

/** Names from the fact sheet §3, most of them from memory: absent ones are left out. */
function versionsIn(headers: HeaderBag) {
  const warned = headers['x-ad-api-version-warning'] === undefined ? {} : ({ versionWarning: true } as const);
  return {
    ...word('versionServed', headers['facebook-api-version']),
    ...word('rev', headers['x-fb-rev']),
    ...word('requestId', headers['x-fb-request-id']),
    ...warned,
  };
}

/** A header as a line may hold it: one word. */
const word = (name: 'versionServed' | 'rev' | 'requestId', value: HeaderBag[string]) =>
  typeof value === 'string' && /^[\w.:/+=-]{1,64}$/.test(value) ? { [name]: value } : {};

/** A request and its answer without what is secret or personal, kept for a share of the exchanges. */
export interface ExchangeSample {
  readonly call: string;
  readonly status: number;
  readonly request: unknown;
  readonly answer: unknown;
}
