import fc from 'fast-check';

/** Texts that try to break out of a key: its own signs, quoting, lone surrogates, anything of Unicode. */
export const keyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '#',
        '|',
        '%',
        '%0023',
        ':',
        '-',
        '~',
        ' ',
        '\u0000',
        '\ud800',
        '\udfff',
        'ß',
        '\uffff',
        '😀',
        'a',
        '0',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

/** The same without lone surrogates, as DynamoDB and JSON files hold it. */
export const rowText: fc.Arbitrary<string> = keyText.map((text) => Buffer.from(text).toString());
