import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readSignedPayload, readSignedRequest } from '../../../../lambdas/foundation/meta/signed-request.ts';
import { appsecretProof } from '../../../../lambdas/foundation/meta/wire/appsecret-proof.ts';
import { describeWithShared } from '../../../shared-material.ts';

const now = Date.parse('2026-11-21T10:00:00.000Z');
const seconds = now / 1000;

function signed(
  payload: unknown,
  { secret = 'sesame', encoding = 'base64url' as 'base64url' | 'base64' } = {},
): string {
  const text = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)).toString(encoding);
  return `${createHmac('sha256', secret).update(text).digest(encoding)}.${text}`;
}
const good = { algorithm: 'HMAC-SHA256', issued_at: seconds - 1, user_id: '218471' };
const read = (text: string, secrets: readonly string[] = ['sesame']) => readSignedRequest(text, secrets, now);

interface SignedVector {
  readonly app_secret: string;
  readonly signed_request: string;
  readonly valid: boolean;
  readonly payload?: unknown;
}
interface ProofVector {
  readonly app_secret: string;
  readonly access_token: string;
  readonly appsecret_proof: string;
}

describeWithShared('the vectors', (shared) => {
  const vectors = (name: string) =>
    JSON.parse(readFileSync(join(shared, 'meta', 'vectors', `${name}.json`), 'utf8')).vectors;
  const requests: readonly SignedVector[] = vectors('signed_request');
  const proofs: readonly ProofVector[] = vectors('appsecret_proof');

  it(`of signed_request agree, all ${requests.length}`, () => {
    expect(requests.length).toBeGreaterThan(2);
    for (const { app_secret: secret, signed_request: text, valid, payload } of requests) {
      const answer = readSignedPayload(text, [secret]);
      expect(typeof answer === 'string').toBe(!valid);
      if (valid) expect(answer).toEqual(payload);
    }
  });

  it(`of appsecret_proof agree, all ${proofs.length}`, () => {
    expect(proofs.length).toBeGreaterThan(0);
    for (const { app_secret: secret, access_token: token, appsecret_proof: proof } of proofs) {
      expect(appsecretProof(secret, token)).toBe(proof);
    }
  });
});

describe('a signed request', () => {
  it('counts with and without padding, in both alphabets, of any secret that counts', () => {
    const answer = { userId: '218471', issuedAt: now - 1000 };
    expect(read(signed(good))).toEqual(answer);
    expect(read(signed(good, { encoding: 'base64' }))).toEqual(answer);
    expect(read(signed(good), ['other', 'sesame'])).toEqual(answer);
    expect(read(signed({ ...good, user_id: 218471 }))).toEqual(answer);
  });

  it('keeps an id that no double could hold', () => {
    const text = JSON.stringify({ ...good, user_id: 'ID' }).replace('"ID"', '12345678901234567890');
    expect(read(signed(text))).toMatchObject({ userId: '12345678901234567890' });
  });

  it.each([
    ['malformed', ''],
    ['malformed', 'wrongSignedRequest'],
    ['malformed', `${signed(good)}.more`],
    ['malformed', `${signed(good)} `],
    ['malformed', `x${signed(good)}`],
    ['malformed', signed('not json')],
    ['malformed', signed('[]')],
    ['mismatch', signed(good, { secret: 'other' })],
    ['mismatch', `${signed(good)}A`],
    ['algorithm', signed({ ...good, algorithm: 'none' })],
    ['algorithm', signed({ ...good, algorithm: 'HMAC-SHA1' })],
    ['algorithm', signed({ issued_at: seconds, user_id: '1' })],
    ['stale', signed({ ...good, issued_at: seconds - 3601 })],
    ['stale', signed({ ...good, issued_at: seconds + 301 })],
    ['stale', signed({ ...good, issued_at: undefined })],
    ['stale', signed({ ...good, issued_at: `${seconds}` })],
    ['no-user', signed({ ...good, user_id: undefined })],
    ['no-user', signed({ ...good, user_id: '../etc' })],
  ])('is refused as %s: %s', (why, text) => {
    expect(read(text)).toBe(why);
  });

  it('is refused when no secret is set, or an empty one', () => {
    expect(read(signed(good), [])).toBe('mismatch');
    expect(read(signed(good, { secret: '' }), [''])).toBe('mismatch');
  });

  it('never throws and never believes a changed byte', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof read(text)).toBe('string');
      }),
    );
    const text = signed(good);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('A', 'b', '0', '.', '='), (at, char) => {
        fc.pre(text[at] !== char);
        const changed = text.slice(0, at) + char + text.slice(at + 1);
        // The last character of 32 bytes holds two bits that say nothing.
        fc.pre(!(at === 42));
        expect(typeof read(changed)).toBe('string');
      }),
    );
  });
});
