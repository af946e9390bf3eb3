import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../../lambdas/webhooks/canonical-json.ts';
import { keyOfContent, keyOfParts } from '../../../lambdas/webhooks/dedupe-key.ts';
import { veryDeep } from '../../arbitraries/webhooks.ts';

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const placed = (item: unknown, entry: Record<string, unknown> = {}) =>
  ({ object: 'page', entry, list: 'changes', item, receivedAt: '2026-11-21T09:00:00.000Z' }) as const;

describe('a key of Meta’s ids', () => {
  it('joins its parts, absent ones empty', () => {
    expect(keyOfParts(['mid.1'])).toBe('mid.1');
    expect(keyOfParts(['1_2', 'add', 1449135003])).toBe('1_2|add|1449135003');
    expect(keyOfParts(['1_2', 'remove', undefined])).toBe('1_2|remove|');
    expect(keyOfParts(['a', null, 'b'])).toBe('a||b');
  });

  it('is hashed beyond 256 bytes, not characters', () => {
    expect(keyOfParts(['x'.repeat(256)])).toBe('x'.repeat(256));
    expect(keyOfParts(['x'.repeat(257)])).toBe(sha256('x'.repeat(257)));
    expect(keyOfParts(['ä'.repeat(129)])).toBe(sha256('ä'.repeat(129)));
  });
});

describe('a key of the content', () => {
  it('is the hash of the sorted JSON of item and entry time', () => {
    const text = '{"item":{"a":[1,{"x":null,"y":"ü"}],"b":2},"time":7}';
    expect(keyOfContent(placed({ b: 2, a: [1, { y: 'ü', x: null }] }, { time: 7, id: '1' }))).toBe(sha256(text));
    expect(keyOfContent(placed('x'))).toBe(sha256('{"item":"x","time":null}'));
  });

  it('differs by time and by content, not by the order of fields', () => {
    const keys = [
      placed({ a: 1, b: 2 }, { time: 1 }),
      placed({ b: 2, a: 1 }, { time: 1 }),
      placed({ a: 1, b: 2 }, { time: 2 }),
      placed({ a: 1, b: 3 }, { time: 1 }),
    ].map(keyOfContent);
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
  });
});

/** An independent reading of the rule: sort the keys at every level, then stringify. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value)
    .filter((key) => !/^\d+$/.test(key))
    .sort();
  return Object.fromEntries(keys.map((key) => [key, sorted((value as Record<string, unknown>)[key])]));
};

describe('canonical JSON', () => {
  it('is JSON with sorted keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/"\d+":/.test(text));
        expect(canonicalJson(value)).toBe(JSON.stringify(sorted(JSON.parse(text))));
      }),
    );
  });

  it('sorts fields whose names are numbers as text, and keeps __proto__', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"10":2,"9":3,"__proto__":{"x":4}}'))).toBe(
      '{"10":2,"9":3,"__proto__":{"x":4},"b":1}',
    );
  });

  it('has no depth that it cannot write', () => {
    fc.assert(
      fc.property(veryDeep, (value) => {
        expect(canonicalJson(value)).toMatch(/^[[{].*bottom.*[\]}]$/s);
      }),
      { numRuns: 3 },
    );
  });
});
