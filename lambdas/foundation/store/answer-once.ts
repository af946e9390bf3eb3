import { hash } from 'node:crypto';
import { Failure } from '../core/failure.ts';
import type { Idempotency } from './idempotency.ts';

/** A request that its caller may repeat. `key` is the header `Idempotency-Key`. */
export interface Repeatable {
  readonly workspace: string;
  readonly route: string;
  readonly key: string | undefined;
  readonly body: unknown;
}

/** An answer and the status that went with it. */
export interface Answered<T> {
  readonly status: number;
  readonly answer: T;
}

/** Longer than the function may run. */
const leaseMs = 60_000;

const legalKey = /^[!-~]{1,255}$/;

/**
 * Does the work of a request once a key, whose replay gets the first answer. A work that throws has answered nothing,
 * and the key is free again. Throws `Failure` `invalid-request` for a key that is none, `conflict` when it was used with
 * another body, `busy` while the first request is at work.
 */
export async function answerOnce<T>(
  { workspace, route, key, body }: Repeatable,
  idempotency: Idempotency,
  isAnswer: (answer: unknown) => answer is T,
  work: () => Promise<Answered<T>>,
): Promise<Answered<T>> {
  if (key === undefined) return work();
  if (!legalKey.test(key))
    throw new Failure('invalid-request', 'the Idempotency-Key is not 1 to 255 visible characters');
  const request = { workspace, route, key, bodyHash: hash('sha256', JSON.stringify(body)) };
  const claim = await idempotency.claim(request, leaseMs);
  if (claim.claim === 'busy') throw new Failure('busy', 'the first request with this Idempotency-Key is still at work');
  if (claim.claim === 'other-body') {
    throw new Failure('conflict', 'this Idempotency-Key was used with another body');
  }
  if (claim.claim === 'answered') {
    if (isAnswer(claim.answer)) return { status: claim.status, answer: claim.answer };
    throw new Failure('bug', 'a kept answer is none of this route');
  }
  try {
    const answered = await work();
    await idempotency.answer(request, claim.token, answered.status, answered.answer);
    return answered;
  } catch (thrown) {
    await idempotency.release(request, claim.token);
    throw thrown;
  }
}
