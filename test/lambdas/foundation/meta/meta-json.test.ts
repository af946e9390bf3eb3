import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseMetaJson } from '../../../../lambdas/foundation/meta/meta-json.ts';

describe('Meta’s JSON', () => {
  it.each([
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['{"id":9007199254740991}', { id: 9007199254740991 }],
    ['{"id":9007199254740992}', { id: '9007199254740992' }],
    ['{"id" : \n 12345678901234567890 }', { id: '12345678901234567890' }],
    ['[12345678901234567,-12345678901234567]', ['12345678901234567', '-12345678901234567']],
    ['{"id":1636129430026801}', { id: 1636129430026801 }],
    [
      '{"a":12345678901234567.5,"b":12345678901234567e2}',
      { a: Number('12345678901234567.5'), b: Number('12345678901234567e2') },
    ],
    ['{"text":"call :12345678901234567, now"}', { text: 'call :12345678901234567, now' }],
    ['{"12345678901234567":12345678901234567}', { '12345678901234567': '12345678901234567' }],
    [
      String.raw`{"a":"\",12345678901234567","b":12345678901234567}`,
      { a: '",12345678901234567', b: '12345678901234567' },
    ],
    [String.raw`{"a":"\\","b":12345678901234567,"c":"\\\""}`, { a: '\\', b: '12345678901234567', c: '\\"' }],
    [String.raw`{"a":"\u0022:12345678901234567","b":1}`, { a: '":12345678901234567', b: 1 }],
  ])('%s', (text, value) => expect(parseMetaJson(text)).toEqual(value));

  it.each([
    '',
    '{',
    '{"a":}',
    '{12345678901234567:1}',
    '{ 12345678901234567 :1}',
    '{"a":012345678901234567}',
    '{"a":+12345678901234567}',
    '{"a":--12345678901234567}',
    '{"a":12345678901234567x}',
    '{"a":12345678901234567 12345678901234567}',
    '{"a":"12345678901234567}',
    '{"a":12345678901234567,"b":"\\"}',
  ])('is refused as JSON.parse refuses it: %s', (text) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(() => parseMetaJson(text)).toThrow(SyntaxError);
  });

  it('reads every JSON value as JSON.parse does where no integer is too long', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const value: unknown = JSON.parse(text);
        const long = JSON.stringify(value, (_key, one) =>
          typeof one === 'number' && Number.isInteger(one) && !Number.isSafeInteger(one) ? 'long' : one,
        ).includes('long');
        fc.pre(!long);
        expect(parseMetaJson(text)).toEqual(value);
      }),
    );
  });

  it('keeps every digit of any integer, with any text beside it', () => {
    const integer = fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), integer, fc.boolean(), (text, digits, negative) => {
        const number = `${negative ? '-' : ''}${digits}`;
        const sent = `{"before":${JSON.stringify(text)},"id":${number},"after":[${number},${JSON.stringify(text)}]}`;
        expect(parseMetaJson(sent)).toEqual({ before: text, id: number, after: [number, text] });
      }),
    );
  });

  it('takes time in proportion to the text, also for escapes, spaces and quotes without end', () => {
    const parts = ['\\\\', '\\"', '\\u00e4', ' ', ',1234567890123456'];
    const texts = parts.map((part) => `{"id":12345678901234567,"a":"${part.repeat(200_000)}"}`);
    for (const text of texts) expect(parseMetaJson(text)).toMatchObject({ id: '12345678901234567' });
    const spaces = `{"id":${' '.repeat(1_000_000)}12345678901234567}`;
    expect(parseMetaJson(spaces)).toEqual({ id: '12345678901234567' });
    expect(() => parseMetaJson('{"id":12345678901234567,"a":"'.padEnd(1_000_000, '\\'))).toThrow(SyntaxError);
  }, 20_000);
});
