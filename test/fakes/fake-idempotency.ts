import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lambdas/foundation/core/clock.ts';
import { packJson } from '../../lambdas/foundation/store/event-body.ts';
import { answerLimit, type Idempotency, type IdempotentRequest } from '../../lambdas/foundation/store/idempotency.ts';

/** One key; `answer` is JSON, absent when it is not kept. */
interface FakeRequest {
  readonly bodyHash: string;
  readonly token: string;
  readonly leaseUntil: number;
  readonly goneAt: number;
  readonly status: number | null;
  readonly answer?: string;
}

const lifeMs = 48 * 3600_000;

/** Requests by their callers' keys in memory: pass the same suite as the adapter. */
export function fakeIdempotency(clock: Clock): Idempotency {
  const rows = new Map<string, FakeRequest>();
  const nameOf = ({ workspace, route, key }: IdempotentRequest) => JSON.stringify([workspace, route, key]);
  const live = (request: IdempotentRequest) => {
    const row = rows.get(nameOf(request));
    return row && row.goneAt > clock.now() ? row : undefined;
  };
  return {
    async claim(request, leaseMs) {
      const [standing, now, { bodyHash }] = [live(request), clock.now(), request];
      if (standing && standing.bodyHash !== bodyHash) return { claim: 'other-body' };
      const { status = null, answer, leaseUntil = 0 } = standing ?? {};
      if (status !== null && answer !== undefined) return { claim: 'answered', status, answer: JSON.parse(answer) };
      if (status === null && leaseUntil > now) return { claim: 'busy' };
      const token = randomUUID();
      rows.set(nameOf(request), { bodyHash, token, leaseUntil: now + leaseMs, goneAt: now + lifeMs, status: null });
      return { claim: 'mine', token };
    },
    async answer(request, token, status, answer) {
      const row = rows.get(nameOf(request));
      if (row?.token !== token) return;
      const isKept = packJson(answer ?? null).byteLength <= answerLimit;
      rows.set(nameOf(request), { ...row, status, ...(isKept && { answer: JSON.stringify(answer ?? null) }) });
    },
    async release(request, token) {
      const row = rows.get(nameOf(request));
      if (row?.token === token && row.status === null) rows.delete(nameOf(request));
    },
  };
}
