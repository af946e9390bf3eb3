import { format, inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AccessToken } from '../../../../lambdas/foundation/core/access-token.ts';

/** Every way in which something is usually printed, copied or sent. */
const prints: readonly ((token: AccessToken) => unknown)[] = [
  (token) => String(token),
  (token) => `${token}`,
  (token) => JSON.stringify(token),
  (token) => JSON.stringify({ deep: [{ token }] }),
  (token) => JSON.stringify({ ...token }),
  (token) => JSON.stringify(Object.entries(token)),
  (token) => JSON.stringify(Object.getOwnPropertyNames(token)),
  (token) => inspect(token, { showHidden: true, depth: 9 }),
  (token) => inspect({ deep: [{ token }] }, { depth: 9 }),
  (token) => format('%s %o %O %j', token, token, token, token),
  (token) => inspect(structuredClone({ token: { ...token } })),
  (token) => inspect(structuredClone(token)),
  (token) => new Error(`no ${token}`).message,
  (token) => new URLSearchParams({ token: `${token}` }).toString(),
];

describe('a token', () => {
  it('is printed by nothing', () => {
    const text = fc.string({ minLength: 8, maxLength: 300, unit: fc.constantFrom(...'EAA0123456789xyz-_') });
    fc.assert(
      fc.property(text, (clear) => {
        const token = new AccessToken(`${clear}#`);
        for (const print of prints) expect(print(token)).not.toContain(`${clear}#`);
      }),
    );
  });

  it('says what it is', () => {
    const token = new AccessToken('EAAsome');
    expect([`${token}`, JSON.stringify({ token }), inspect(token)]).toEqual([
      '[token]',
      '{"token":"[token]"}',
      '[token]',
    ]);
  });

  it('gives its text to whom asks by name', () => {
    expect(AccessToken.textOf(new AccessToken('EAAsome'))).toBe('EAAsome');
  });
});
