import { describe, expect, it } from '@jest/globals';
import type { IdempotencyClaim } from '../../lambdas/foundation/store/idempotency.ts';
import type { CapiMaker } from './capi-under-test.ts';
import { fresh, handClock } from './store-under-test.ts';

const leaseMs = 60_000;

const tokenOf = (claim: IdempotencyClaim): string => {
  if (claim.claim !== 'mine') throw new Error(`the claim is ${claim.claim}`);
  return claim.token;
};

/** Requests by their callers' keys. */
export function idempotencySuite(make: CapiMaker): void {
  const open = () => {
    const clock = handClock();
    const process = make(clock);
    const request = { workspace: fresh('w'), route: 'POST /v1/conversions', key: fresh('key'), bodyHash: 'aa' };
    return { clock, process, request, ...process() };
  };

  describe('a request with a key', () => {
    it('is one try’s, of several at once', async () => {
      const { process, request } = open();
      const claims = await Promise.all([1, 2, 3, 4].map(() => process().idempotency.claim(request, leaseMs)));
      expect(claims.map(({ claim }) => claim).sort()).toEqual(['busy', 'busy', 'busy', 'mine']);
    });

    it('is answered as it was the first time', async () => {
      const { process, request, clock } = open();
      const token = tokenOf(await process().idempotency.claim(request, leaseMs));
      const answer = { ids: ['a', 'ß#'], more: null };
      await process().idempotency.answer(request, token, 202, answer);
      clock.pass(leaseMs * 2);
      const answered = { claim: 'answered', status: 202, answer };
      expect(await process().idempotency.claim(request, leaseMs)).toEqual(answered);
      await process().idempotency.release(request, token);
      expect(await process().idempotency.claim(request, leaseMs)).toEqual(answered);
    });

    it('may be answered with nothing', async () => {
      const { idempotency, request } = open();
      await idempotency.answer(request, tokenOf(await idempotency.claim(request, leaseMs)), 204, undefined);
      expect(await idempotency.claim(request, leaseMs)).toEqual({ claim: 'answered', status: 204, answer: null });
    });

    it('is nobody else’s: another workspace, route or key is another request', async () => {
      const { idempotency, request } = open();
      const token = tokenOf(await idempotency.claim(request, leaseMs));
      const others = [
        { ...request, workspace: fresh('x') },
        { ...request, route: 'POST /v1/collectors' },
        { ...request, key: `${request.key} ` },
      ];
      for (const other of others) {
        await idempotency.answer(other, token, 200, 'mine');
        await idempotency.release(other, token);
        expect(await idempotency.claim(other, leaseMs)).toMatchObject({ claim: 'mine' });
      }
      expect(await idempotency.claim(request, leaseMs)).toEqual({ claim: 'busy' });
    });

    it('is refused with another body, before and after its answer', async () => {
      const { idempotency, request, clock } = open();
      const other = { ...request, bodyHash: 'bb' };
      const token = tokenOf(await idempotency.claim(request, leaseMs));
      expect(await idempotency.claim(other, leaseMs)).toEqual({ claim: 'other-body' });
      await idempotency.answer(request, token, 200, 1);
      clock.pass(leaseMs);
      expect(await idempotency.claim(other, leaseMs)).toEqual({ claim: 'other-body' });
      expect(await idempotency.claim(request, leaseMs)).toMatchObject({ claim: 'answered' });
    });

    it('whose lease is over is taken over by one, and its first try answers no more', async () => {
      const { process, request, clock } = open();
      const first = tokenOf(await process().idempotency.claim(request, leaseMs));
      clock.pass(leaseMs - 1);
      expect(await process().idempotency.claim(request, leaseMs)).toEqual({ claim: 'busy' });
      clock.pass(1);
      const claims = await Promise.all([1, 2, 3].map(() => process().idempotency.claim(request, leaseMs)));
      expect(claims.map(({ claim }) => claim).sort()).toEqual(['busy', 'busy', 'mine']);
      await process().idempotency.answer(request, first, 200, 'late');
      await process().idempotency.release(request, first);
      expect(await process().idempotency.claim(request, leaseMs)).toEqual({ claim: 'busy' });
      const second = claims.flatMap((claim) => (claim.claim === 'mine' ? [claim.token] : []))[0] ?? '';
      await process().idempotency.answer(request, second, 200, 'second');
      expect(await process().idempotency.claim(request, leaseMs)).toMatchObject({ answer: 'second' });
    });

    it('may still be answered after its lease while nobody took it over', async () => {
      const { idempotency, request, clock } = open();
      const token = tokenOf(await idempotency.claim(request, leaseMs));
      clock.pass(leaseMs + 1);
      await idempotency.answer(request, token, 200, 'late');
      expect(await idempotency.claim(request, leaseMs)).toMatchObject({ claim: 'answered', answer: 'late' });
    });

    it('that failed is given back, for any body', async () => {
      const { idempotency, request } = open();
      const token = tokenOf(await idempotency.claim(request, leaseMs));
      await idempotency.release(request, token);
      await idempotency.answer(request, token, 200, 'late');
      const corrected = { ...request, bodyHash: 'bb' };
      expect(await idempotency.claim(corrected, leaseMs)).toMatchObject({ claim: 'mine' });
    });

    it('whose answer is too big is done again', async () => {
      const { idempotency, request, clock } = open();
      const noise = Array.from({ length: 500_000 }, () => String.fromCharCode(33 + clock.chance() * 90)).join('');
      const token = tokenOf(await idempotency.claim(request, leaseMs));
      await idempotency.answer(request, token, 200, noise);
      const again = tokenOf(await idempotency.claim(request, leaseMs));
      expect(again).not.toBe(token);
      expect(await idempotency.claim(request, leaseMs)).toEqual({ claim: 'busy' });
      await idempotency.answer(request, again, 200, 'small');
      expect(await idempotency.claim(request, leaseMs)).toMatchObject({ claim: 'answered', answer: 'small' });
    });

    it('is forgotten after 48 hours, though its row still lies there', async () => {
      const { idempotency, request, clock } = open();
      await idempotency.answer(request, tokenOf(await idempotency.claim(request, leaseMs)), 200, 'old');
      clock.pass(48 * 3600_000 - 1000);
      expect(await idempotency.claim(request, leaseMs)).toMatchObject({ claim: 'answered' });
      clock.pass(1000);
      expect(await idempotency.claim({ ...request, bodyHash: 'bb' }, leaseMs)).toMatchObject({ claim: 'mine' });
    });
  });
}
