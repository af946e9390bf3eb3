import { describe, expect, it } from '@jest/globals';
import { cookieName, hashOf, isBound, isWord, randomWord, stateOf } from '../../../lambdas/oauth/oauth-state.ts';

describe('the words of a flow', () => {
  it('have 256 bits, and are words of ours', () => {
    const words = Array.from({ length: 100 }, randomWord);
    expect(new Set(words).size).toBe(100);
    for (const word of words) expect([isWord(word), Buffer.from(word, 'base64url').byteLength]).toEqual([true, 32]);
  });

  it.each([undefined, '', 'short', 'x'.repeat(44), `${'x'.repeat(42)}\n`, `${'x'.repeat(42)}=`])(
    'are not %j',
    (text) => {
      expect(isWord(text)).toBe(false);
    },
  );

  it('make a state that is a word, the same each time, and does not give its start away', () => {
    const start = randomWord();
    const [state, again] = [stateOf(start), stateOf(start)];
    expect([isWord(state), again]).toEqual([true, state]);
    expect(state).not.toBe(start);
    expect(stateOf(stateOf(start))).not.toBe(start);
  });

  it('name a cookie of this host alone by the flow', () => {
    const [a, b] = [hashOf('a'), hashOf('b')];
    expect(cookieName(a)).toMatch(/^__Host-metaport-[0-9a-f]{16}$/);
    expect(cookieName(a)).not.toBe(cookieName(b));
  });

  it('are bound to a browser by a hash, and to no other', () => {
    const [mine, theirs] = [randomWord(), randomWord()];
    expect(isBound(mine, hashOf(mine))).toBe(true);
    expect(isBound(theirs, hashOf(mine))).toBe(false);
    for (const [cookie, hash] of [
      [undefined, hashOf(mine)],
      ['', hashOf('')],
      [mine, null],
      [mine, ''],
    ] as const) {
      expect(isBound(cookie, hash)).toBe(false);
    }
  });
});
