/** A request that its caller may repeat; `key` holds anything, `bodyHash` tells bodies apart. */
export interface IdempotentRequest {
  readonly workspace: string;
  readonly route: string;
  readonly key: string;
  readonly bodyHash: string;
}

/**
 * `mine`: do the work, then `answer`; also when an earlier try's lease is over, or its answer was too big to keep.
 * `busy`: another try is at work. `other-body`: the key was used with another body.
 */
export type IdempotencyClaim =
  | { readonly claim: 'mine'; readonly token: string }
  | { readonly claim: 'answered'; readonly status: number; readonly answer: unknown }
  | { readonly claim: 'busy' }
  | { readonly claim: 'other-body' };

/** Compressed bytes up to which an answer is kept: an item holds 400 kB (AWS). */
export const answerLimit = 300_000;

/** Requests by their callers' keys, kept for 48 hours. Throws `Failure` `unavailable` when the table refuses. */
export interface Idempotency {
  /** Takes the key for `leaseMs`, or says what became of it. */
  claim(request: IdempotentRequest, leaseMs: number): Promise<IdempotencyClaim>;
  /** Keeps the answer (JSON), if the token still holds the key; of one over the limit only that it was given. */
  answer(request: IdempotentRequest, token: string, status: number, answer: unknown): Promise<void>;
  /** Gives the key back after a failure, for any body; an answered one, and one that the token lost, stay. */
  release(request: IdempotentRequest, token: string): Promise<void>;
}
