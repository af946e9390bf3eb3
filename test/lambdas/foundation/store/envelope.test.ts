import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openText, sealText } from '../../../../lambdas/foundation/store/envelope.ts';
import { secretName } from '../../../../lambdas/foundation/store/secret-name.ts';
import { type TokenRef, tokenKinds } from '../../../../lambdas/foundation/store/token-vault.ts';
import { keyText, rowText } from '../../../arbitraries/key-text.ts';

const key = randomBytes(32);
const anyRef: fc.Arbitrary<TokenRef> = fc.record({
  workspace: keyText,
  connectionId: keyText,
  kind: fc.constantFrom(...tokenKinds),
  subject: keyText,
});
const same = (a: TokenRef, b: TokenRef) =>
  (['workspace', 'connectionId', 'kind', 'subject'] as const).every((part) => a[part] === b[part]);

describe('a sealed text', () => {
  it('opens for its own ref and key, and for no other', () => {
    fc.assert(
      fc.property(anyRef, anyRef, rowText, (ref, other, text) => {
        const sealed = sealText(key, ref, text);
        expect(openText(key, ref, sealed)).toBe(text);
        if (!same(ref, other)) expect(() => openText(key, other, sealed)).toThrow('does not open');
        expect(() => openText(randomBytes(32), ref, sealed)).toThrow('does not open');
      }),
    );
  });

  it('does not open when one part of its ref is another', () => {
    const ref: TokenRef = { workspace: 'w', connectionId: 'c', kind: 'page', subject: '1' };
    const sealed = sealText(key, ref, 'not-a-token');
    const others: readonly TokenRef[] = [
      { ...ref, workspace: 'w2' },
      { ...ref, connectionId: 'c2' },
      { ...ref, kind: 'user' },
      { ...ref, subject: '2' },
      { ...ref, workspace: 'w#c', connectionId: '' },
    ];
    for (const other of others) expect(() => openText(key, other, sealed)).toThrow('does not open');
  });

  it('does not open when one bit is another, or when it is cut', () => {
    const ref: TokenRef = { workspace: 'w', connectionId: 'c', kind: 'page', subject: '1' };
    const sealed = sealText(key, ref, 'not-a-token');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.nat(7), (at, bit) => {
        const changed = new Uint8Array(sealed);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(() => openText(key, ref, changed)).toThrow('does not open');
      }),
    );
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => openText(key, ref, sealed.subarray(0, length))).toThrow('does not open');
    }
  });

  it('never has the nonce of another: 50,000 of them differ, and so do equal texts', () => {
    const ref: TokenRef = { workspace: 'w', connectionId: 'c', kind: 'user', subject: 'me' };
    const seals = Array.from({ length: 50_000 }, () => Buffer.from(sealText(key, ref, 'x')));
    expect(new Set(seals.map((seal) => seal.subarray(0, 12).toString('hex'))).size).toBe(50_000);
    expect(new Set(seals.map((seal) => seal.subarray(12).toString('hex'))).size).toBe(50_000);
  });
});

describe('the name of a token’s secret', () => {
  it('is readable where it fits', () => {
    const ref: TokenRef = { workspace: 'my shop', connectionId: 'con_1', kind: 'page', subject: '123' };
    expect(secretName(ref, 'ab')).toBe('my+0020shop/con_1/page/123/ab');
    expect(secretName({ ...ref, workspace: 'ß'.repeat(99) }, 'ab')).toMatch(/^=[0-9a-f]{64}\/ab$/);
  });

  it('is one that Secrets Manager takes, and no other ref’s', () => {
    const long = fc.tuple(anyRef, fc.nat(200)).map(([ref, times]) => ({ ...ref, subject: ref.subject.repeat(times) }));
    fc.assert(
      fc.property(fc.oneof(anyRef, long), fc.oneof(anyRef, long), (a, b) => {
        const sealId = 'f'.repeat(32);
        expect(`metaport/${'s'.repeat(16)}/conn/${secretName(a, sealId)}`).toMatch(/^[A-Za-z0-9/_+=.@-]{1,512}$/);
        expect(secretName(a, sealId) === secretName(b, sealId)).toBe(same(a, b));
      }),
      { numRuns: 500 },
    );
  });
});
