import type { Failure, KeptFacts } from '../core/failure.ts';
import { verdicts } from '../core/verdicts.ts';

/** What a route answers; header names in lower case, `body` text or bytes. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** `Set-Cookie` lines. */
  readonly cookies?: readonly string[];
  readonly body?: string | Uint8Array;
}

/** The answer in the form of API Gateway's payload 2.0. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** API Gateway makes a `Set-Cookie` header of each. */
  readonly cookies?: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** On every answer. One year is the least that browsers' preload lists take (hstspreload.org). */
const everywhere = {
  'cache-control': 'no-store',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
} as const;

/** RFC 9110's phrases for the statuses of the table of verdicts. */
const phrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** Seconds to wait when nobody knows better. */
const defaultRetrySeconds = 5;

/**
 * Of what is kept as failed for good, by whoever's fault: the table's status for what is refused as it is. Its 409, 429
 * and 5xx would make good clients ask again for ever, and its 403 speaks of the caller's own rights.
 */
const keptStatus = 422;

/** Turns a reply into API Gateway's form, security headers included. */
export function toAnswer({ status, headers, cookies, body = '' }: Reply): HttpAnswer {
  const text = typeof body === 'string';
  return {
    statusCode: status,
    headers: { ...everywhere, ...headers },
    ...(cookies && { cookies }),
    body: text ? body : Buffer.from(body).toString('base64'),
    isBase64Encoded: !text,
  };
}

/** A JSON reply. */
export const jsonReply = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/**
 * RFC 9457 problem details by the table of verdicts. What is ours to mend tells its request id and no detail; kinds
 * whose status is 200 (a duplicate, Meta's malformed bodies) answer empty. A message that is kept as failed is 422, with
 * its id, Meta's code and our advice. `now` in milliseconds, for `Retry-After`.
 */
export function toProblem(failure: Failure, requestId: string, now: number): Reply {
  const { http, blame } = verdicts[failure.kind];
  const status = failure.kept ? keptStatus : http;
  if (status < 300) return { status };
  const known = failure.kept ? keptMembers(failure.kept, failure) : blame === 'us' ? {} : detailOf(failure);
  const body = { type: 'about:blank', title: phrases[status], status, kind: failure.kind, blame, requestId, ...known };
  const type = { 'content-type': 'application/problem+json' };
  const waits = status === 429 || status === 503;
  return {
    status,
    headers: waits ? { ...type, 'retry-after': retryAfter(failure, now) } : type,
    body: JSON.stringify(body),
  };
}

const detailOf = ({ message: detail, errors }: Failure) => ({ detail, errors });

/** None of Meta's own words: its code says the same, and quotes nobody. */
const keptMembers = ({ messageId, advice }: KeptFacts, { meta }: Failure) => ({
  detail: `it was not sent, and is kept as failed (message ${messageId})`,
  messageId,
  code: meta?.code,
  subcode: meta?.subcode,
  advice,
});

function retryAfter({ retryAt }: Failure, now: number): string {
  const seconds = retryAt === undefined ? defaultRetrySeconds : Math.ceil((retryAt - now) / 1000);
  return String(Math.max(1, seconds));
}
