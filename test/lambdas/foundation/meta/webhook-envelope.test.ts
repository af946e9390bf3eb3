import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readEnvelope } from '../../../../lambdas/foundation/meta/webhook-envelope.ts';

describe('an envelope', () => {
  it('is read loosely: fields that we do not know stay', () => {
    const body = { object: 'page', entry: [{ id: '1', time: 2, hop_context: ['x'] }], version: 3 };
    expect(readEnvelope(JSON.stringify(body))).toEqual(body);
  });

  it('may have no entries, or junk beside one', () => {
    expect(readEnvelope('{"object":"page","entry":[]}')).toEqual({ object: 'page', entry: [] });
    expect(readEnvelope('{"object":"page","entry":[null,{"id":1}]}')).toEqual({
      object: 'page',
      entry: [null, { id: 1 }],
    });
  });

  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['hello', 'not JSON'],
    ['{"object":"page","entry":[', 'not JSON'],
    ['\uFEFF{"object":"page","entry":[]}', 'not JSON'],
    ['null', 'not an envelope: not an object'],
    ['"page"', 'not an envelope: not an object'],
    ['[{"object":"page","entry":[{}]}]', 'not an envelope: not an object'],
    ['{"entry":[]}', 'not an envelope: object is not a word'],
    ['{"object":"","entry":[]}', 'not an envelope: object is not a word'],
    ['{"object":7,"entry":[]}', 'not an envelope: object is not a word'],
    ['{"object":"page"}', 'not an envelope: entry is not a list'],
    ['{"object":"page","entry":{}}', 'not an envelope: entry is not a list'],
    ['{"object":"page","entry":[null,[],7]}', 'not an envelope: no entry is an object'],
  ])('is not %j: %s', (text, reason) => expect(readEnvelope(text)).toBe(reason));

  it('is never thrown over, and a reason never holds a part of the body', () => {
    const reasons =
      /^(empty|not JSON|not an envelope: (not an object|object is not a word|entry is not a list|no entry is an object))$/;
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const answer = readEnvelope(text);
        if (typeof answer === 'string') expect(answer).toMatch(reasons);
        else expect(Array.isArray(answer.entry)).toBe(true);
      }),
    );
  });
});
