import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashedKeys } from '../../../lambdas/capi/hashed-keys.ts';
import { normaliseUserData } from '../../../lambdas/capi/normalise-user-data.ts';
import { plainKeys } from '../../../lambdas/capi/plain-keys.ts';

const year = 2026;
const hashed = [...hashedKeys.keys()];
const keys = [...hashed, ...plainKeys.keys()];
const hash = /^(?:[0-9a-f]{64}(?:\.[\w+/=-]{8})?|[0-9a-f]{32})$/;

const countries = fc.constantFrom(undefined, 'us', 'US', 'de', 'gb', 'GB', 'it', 'br', 'ru', 'zz', '', '__proto__');
/** Texts of all sorts: near to what is meant, far from it, and of marks and signs that change when composed. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom(...'aéÅΣςİıßǅ\u0301\u0307\u0338\u1fef\u212a\u037e \u00a0-–(0)+149.@', '\ud800'),
    maxLength: 20,
  }),
  fc.stringMatching(/^[+0]?[ ()0-9-]{3,18}$/),
  fc.stringMatching(/^\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}$/),
  fc.stringMatching(/^[A-Za-z0-9._-]{1,12}@[a-z0-9.-]{1,10}\.[a-z]{1,4}$/),
  fc.stringMatching(/^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$/),
  fc.constantFrom('California', 'Québec', 'United Kingdom', 'mother', 'Guinea-Bissau', 'Москва', '정'),
);
const value = fc.oneof(text, fc.array(text, { maxLength: 4 }), fc.jsonValue(), fc.double(), fc.maxSafeInteger());
const people = fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string({ maxLength: 8 })), value, { maxKeys: 12 });

const normalised = (userData: Readonly<Record<string, unknown>>, country?: string) =>
  normaliseUserData(userData, { country, year });
const listOf = (one: unknown): unknown[] => (Array.isArray(one) ? one : [one]);

describe('any user_data', () => {
  it('becomes hashes or reasons: each key is sent, left out or unknown', () => {
    fc.assert(
      fc.property(people, countries, (userData, country) => {
        const { userData: sent, leftOut, unknown } = normalised(userData, country);
        const told = new Set(leftOut.map(({ path }) => path.split('.')[1]));
        for (const key of Object.keys(userData)) {
          if (!keys.includes(key)) continue;
          expect(key in sent || told.has(key)).toBe(true);
        }
        for (const key of Object.keys(sent)) expect(keys).toContain(key);
        for (const key of hashed.filter((one) => one in sent))
          for (const item of listOf(sent[key])) expect(item).toMatch(hash);
        expect(unknown).toHaveLength(Object.keys(userData).filter((key) => !keys.includes(key)).length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('stays what it is once it is normal', () => {
    fc.assert(
      fc.property(people, countries, (userData, country) => {
        const once = normalised(userData, country).userData;
        expect(normalised(once, country)).toEqual({ userData: once, leftOut: [], unknown: [] });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is quoted nowhere: neither in reasons nor unhashed', () => {
    const marked = fc
      .tuple(text, fc.constantFrom('sesame', 'SeSaMe'))
      .map(([around, mark]) => `${around}${mark}${around}`);
    const values = fc.oneof(marked, fc.array(marked, { minLength: 1, maxLength: 3 }), fc.record({ em: marked }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...hashed), values), countries, (userData, country) => {
        expect(JSON.stringify(normalised(userData, country)).toLowerCase()).not.toContain('sesame');
      }),
      { numRuns: 1_000 },
    );
    const numbers = fc.dictionary(fc.constantFrom(...keys), fc.double({ min: 1e17, noNaN: true }));
    fc.assert(
      fc.property(numbers, (userData) => {
        const { userData: sent, leftOut } = normalised(userData);
        expect(sent).toEqual({});
        for (const key of Object.keys(userData)) expect(JSON.stringify(leftOut)).not.toContain(String(userData[key]));
      }),
    );
  });

  it('is the same at the second time, when it is remembered', () => {
    fc.assert(
      fc.property(people, countries, countries, (userData, country, other) => {
        const first = normalised(userData, country);
        normalised(userData, other);
        expect(normalised(userData, country)).toEqual(first);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the normal form of any text', () => {
  it.each([...hashedKeys])('of %s is its own normal form', (key, { normal }) => {
    fc.assert(
      fc.property(text, countries, (input, hint) => {
        const around = { country: hint?.toLowerCase() || undefined, year };
        const once = normal(input, around);
        // Without its plus a number from abroad may be read as one from home.
        if (once) expect(normal(key === 'ph' ? `+${once}` : once, around)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['fn', 'ln', 'ct', 'st'])('of %s is the same for texts that look the same', (key) => {
    fc.assert(
      fc.property(text, (input) => {
        const of = (form: string) => normalised({ [key]: input.normalize(form) }).userData;
        expect(of('NFD')).toEqual(of('NFC'));
      }),
      { numRuns: 2_000 },
    );
  });
});
