import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { illegalParts } from './legal-value.ts';
import { type WantedField, wantedFields } from './wanted-fields.ts';

const word = fc.stringMatching(/^[a-z_]{1,12}$/);
const tree = (depth: number): fc.Arbitrary<WantedField> =>
  fc.record({ name: word, fields: depth === 0 ? fc.constant([]) : fc.array(tree(depth - 1), { maxLength: 3 }) });
const written = ({ name, fields }: WantedField): string =>
  fields.length === 0 ? name : `${name}{${fields.map(written).join(',')}}`;

describe('wanted fields', () => {
  it('are read as they were written, limits aside', () => {
    fc.assert(
      fc.property(fc.array(tree(3), { maxLength: 5 }), (fields) => {
        expect(wantedFields(fields.map(written).join(','))).toEqual(fields);
      }),
    );
    expect(wantedFields('accounts.limit(5){id}, name')).toEqual([
      { name: 'accounts', fields: [{ name: 'id', fields: [] }] },
      { name: 'name', fields: [] },
    ]);
  });
});

describe('a value', () => {
  it('of a list is judged part by part, as JSON and as words with commas', () => {
    const enums = { required: false, type: 'list<tasks>' };
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.array(word), (parts, values) => {
        const wrong = parts.filter((part) => !values.includes(part));
        if (parts.join().length > 400) return;
        expect(illegalParts(parts.join(), { ...enums, values })).toEqual(wrong);
        expect(illegalParts(JSON.stringify(parts), { ...enums, values })).toEqual(wrong);
      }),
    );
  });

  it.each([
    ['true', 'bool', []],
    ['yes', 'bool', ['yes']],
    ['-3', 'unsigned int', ['-3']],
    ['-3', 'int', []],
    ['3.5', 'float', []],
    ['["1","x"]', 'list<unsigned int>', ['x']],
    ['…', 'int', []],
    ['anything', 'Targeting', []],
  ])('%s as %s', (value, type, wrong) => {
    expect(illegalParts(value, { required: false, type })).toEqual(wrong);
  });

  it('that the journal cut loses its last part only', () => {
    const values = ['a'.repeat(99), 'b'.repeat(99), 'c'.repeat(99), 'd'.repeat(99)];
    const cut = [...values, 'e'.repeat(200)].join().slice(0, 500);
    expect(illegalParts(cut, { required: false, type: 'list<x>', values })).toEqual([]);
    expect(illegalParts(cut, { required: false, type: 'list<x>', values: values.slice(1) })).toEqual([values[0]]);
  });
});
