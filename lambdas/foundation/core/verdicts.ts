/** Everything that can go wrong, each once. */
export type FailureKind =
  | 'invalid-request'
  | 'bad-signature'
  | 'permission-missing'
  | 'not-found'
  | 'connection-revoked'
  | 'outside-window'
  | 'recipient-unavailable'
  | 'too-much-data'
  | 'policy-blocked'
  | 'misconfigured'
  | 'unavailable'
  | 'too-large'
  | 'forbidden'
  | 'conflict'
  | 'malformed'
  | 'meta-rejected'
  | 'rate-limited'
  | 'meta-unavailable'
  | 'outcome-unknown'
  | 'busy'
  | 'duplicate'
  | 'bug';

/** What a worker does with an item. */
export type QueueVerb = 'ack' | 'retry' | 'defer' | 'park';

/** Who must act: `us` pages, `meta` and `owner` notify, `caller` is a graph. */
export type Blame = 'caller' | 'owner' | 'meta' | 'us';

/** The meaning of one kind. */
export interface Verdict {
  readonly http: number;
  readonly queue: QueueVerb;
  readonly blame: Blame;
}

/** The one table of what each kind means, to HTTP callers, to queues and to the people who are paged. */
export const verdicts = {
  'invalid-request': { http: 400, queue: 'park', blame: 'caller' },
  'bad-signature': { http: 401, queue: 'park', blame: 'caller' },
  'permission-missing': { http: 403, queue: 'park', blame: 'owner' },
  'not-found': { http: 404, queue: 'park', blame: 'caller' },
  'connection-revoked': { http: 409, queue: 'park', blame: 'owner' },
  'outside-window': { http: 422, queue: 'park', blame: 'caller' },
  'recipient-unavailable': { http: 422, queue: 'park', blame: 'caller' },
  'too-much-data': { http: 422, queue: 'park', blame: 'us' },
  'policy-blocked': { http: 403, queue: 'park', blame: 'owner' },
  misconfigured: { http: 503, queue: 'park', blame: 'us' },
  unavailable: { http: 503, queue: 'defer', blame: 'us' },
  'too-large': { http: 413, queue: 'park', blame: 'caller' },
  forbidden: { http: 403, queue: 'park', blame: 'caller' },
  conflict: { http: 409, queue: 'park', blame: 'caller' },
  malformed: { http: 200, queue: 'park', blame: 'meta' },
  'meta-rejected': { http: 422, queue: 'park', blame: 'caller' },
  'rate-limited': { http: 429, queue: 'defer', blame: 'meta' },
  'meta-unavailable': { http: 503, queue: 'defer', blame: 'meta' },
  'outcome-unknown': { http: 504, queue: 'park', blame: 'meta' },
  busy: { http: 409, queue: 'defer', blame: 'caller' },
  duplicate: { http: 200, queue: 'ack', blame: 'caller' },
  bug: { http: 500, queue: 'retry', blame: 'us' },
} as const satisfies Record<FailureKind, Verdict>;
