import { describe, expect, it } from '@jest/globals';
import { normalCountry } from '../../../lambdas/capi/normal-country.ts';
import { normalDate } from '../../../lambdas/capi/normal-date.ts';
import { normalEmail } from '../../../lambdas/capi/normal-email.ts';
import { normalPhone } from '../../../lambdas/capi/normal-phone.ts';
import { normalPostcode, postalOf } from '../../../lambdas/capi/normal-postcode.ts';
import { namesAmericanRegions, normalRegion } from '../../../lambdas/capi/normal-region.ts';
import { normalCity, normalExternalId, normalName } from '../../../lambdas/capi/normal-text.ts';

describe('a telephone number', () => {
  it.each([
    ['(650)555-1212', 'US', '16505551212'],
    ['1 650 555 1212', 'us', '16505551212'],
    ['011 49 151 23456789', 'US', '4915123456789'],
    ['4915123456789', 'US', '4915123456789'],
    ['0151 23456789', 'DE', '4915123456789'],
    ['0151-234 567 89', 'de', '4915123456789'],
    ['49 151 23456789', 'DE', '4915123456789'],
    // With its calling code, in the form that Meta documents, beside the country of somebody else.
    ['447700900123', 'de', '447700900123'],
    ['15555550116', 'GB', '15555550116'],
    ['33155501234', 'ch', '33155501234'],
    // Where people leave the 0 out.
    ['9876543210', 'IN', '919876543210'],
    ['11987654321', 'BR', '5511987654321'],
    ['49 0151 23456789', 'DE', '4915123456789'],
    ['0049 151 23456789', 'DE', '4915123456789'],
    ['020 7946 0958', 'GB', '442079460958'],
    ['020 7946 0958', 'JE', '442079460958'],
    ['06 12345678', 'IT', '390612345678'],
    ['39 06 12345678', 'IT', '390612345678'],
    ['392 1234567', 'IT', '393921234567'],
    ['390 1234567', 'IT', '393901234567'],
    ['0612345678', 'FR', '33612345678'],
    ['612 34 56 78', 'ES', '34612345678'],
    ['8 (916) 123-45-67', 'RU', '79161234567'],
    ['9161234567', 'RU', '79161234567'],
    ['8 029 123-45-67', 'BY', '375291234567'],
    ['06 20 123 4567', 'HU', '36201234567'],
    ['55 99123-4567', 'BR', '5555991234567'],
    ['5511987654321', 'BR', '5511987654321'],
    ['98765 43210', 'IN', '919876543210'],
    ['0011 49 151 23456789', 'AU', '4915123456789'],
    ['092 81 13113', 'NO', '928113113'],
    ['92 81 31 13', 'NO', '4792813113'],
    ['0800', 'DE', '49800'],
    ['110', 'DE', '110'],
  ])('%s of %s is %s', (text, country, normal) => expect(normalPhone(text, { country })).toBe(normal));

  it.each([
    ['+49 151 23456789', '4915123456789'],
    ['+4915123456789', '4915123456789'],
    ['+49 (0) 151 23456789', '4915123456789'],
    ['(+49) 151 23456789', '4915123456789'],
    ['0049 151 23456789', '4915123456789'],
  ])('%s is of no country but its own', (text, normal) => {
    for (const country of [undefined, 'US', 'de', 'IT', 'zz', '__proto__', ''])
      expect(normalPhone(text, { country })).toBe(normal);
  });

  it('goes as it is without a hint, and has no leading zeros', () => {
    expect(normalPhone('0151 23456789', {})).toBe('15123456789');
    expect(normalPhone('0000', { country: 'DE' })).toBeUndefined();
    expect(normalPhone('call me', { country: 'DE' })).toBeUndefined();
  });
});

describe('a name', () => {
  it('is the same however its accents are written', () => {
    expect(normalName('Vale\u0301ry')).toBe('val\u00e9ry');
    expect(normalCity('Sa\u0303o Paulo')).toBe('s\u00e3opaulo');
    expect(normalRegion('I\u0302le-de-France', false)).toBe('\u00eeledefrance');
    expect(normalEmail('Rene\u0301@Example.com')).toBe('ren\u00e9@example.com');
    expect(normalName('e-\u0301')).toBe('\u00e9');
  });

  it('loses what cannot be seen and quotes of any kind', () => {
    expect(normalName('O\u2019Neil\u00ad')).toBe('oneil');
    expect(normalName('\u200bAnna\ufeff')).toBe('anna');
  });

  it('keeps letters of any script', () => {
    expect(normalName('정')).toBe('정');
    expect(normalCity('Санкт-Петербург')).toBe('санктпетербург');
    expect(normalCity('नई दिल्ली')).toBe('नईदिल्ली');
  });

  it('leaves an id of the app’s as the browser has it', () => {
    expect(normalExternalId(' User 1 ')).toBe('user1');
    expect(normalExternalId('e\u0301')).toBe('e\u0301');
  });
});

describe('an address', () => {
  it.each([
    ['Deutschland', 'de'],
    ['Österreich', 'at'],
    ['DEU', 'de'],
    ['UK', 'gb'],
    ['日本', 'jp'],
    ['Guinea-Bissau', 'gw'],
    ['Guinea', 'gn'],
    ['Nigeria', 'ng'],
    ['Niger', 'ne'],
    ['Dominican Republic', 'do'],
    ['Dominica', 'dm'],
    ["Côte d'Ivoire", 'ci'],
    ['toString', undefined],
    ['Nowhere', undefined],
    ['candle', undefined],
  ])('in %s is in %s', (text, code) => expect(normalCountry(text)).toBe(code));

  it.each([
    ['Bayern', undefined, 'bayern'],
    ['Québec', undefined, 'qc'],
    ['Ill.', undefined, 'il'],
    ['Ille-et-Vilaine', undefined, 'illeetvilaine'],
    ['Washington, D.C.', 'us', 'dc'],
    ['West Virginia', 'us', 'wv'],
    ['Maine-et-Loire', 'fr', 'maineetloire'],
    ['Ontario', 'ca', 'on'],
    ['Montana', 'bg', 'montana'],
    ['constructor', undefined, 'constructor'],
  ])('in the region %s of %s has %s', (text, country, normal) =>
    expect(normalRegion(text, namesAmericanRegions(country))).toBe(normal),
  );

  it.each([
    ['94025-1234', undefined, '94025'],
    ['94025-1234', 'us', '94025'],
    ['94025 1234', 'us', '94025'],
    ['940251234', 'us', '94025'],
    ['00901-1234', 'pr', '00901'],
    ['01310-100', undefined, '01310100'],
    ['01310-100', 'br', '01310100'],
    ['12345-6789', 'sa', '123456789'],
    ['00-950', 'pl', '00950'],
    ['SW1A 1AA', 'gb', 'sw1a1'],
    ['sw1a1aa', 'gb', 'sw1a1'],
    ['M1 1AE', 'gb', 'm11'],
    ['SW1A 1', 'gb', 'sw1a1'],
    ['SW1A 1AA', undefined, 'sw1a1aa'],
    ['K1A 0A6', 'ca', 'k1a0a6'],
    ['- -', undefined, undefined],
    ['a -', undefined, undefined],
  ])('with the postcode %s in %s has %s', (text, country, normal) =>
    expect(normalPostcode(text, postalOf(country))).toBe(normal),
  );
});

describe('a date of birth', () => {
  it.each([
    ['1990-12-31T08:00:00Z', '19901231'],
    ['19901231', '19901231'],
    ['20260101', '20260101'],
    ['20270101', undefined],
    ['1.1.2027', undefined],
    ['19000101', '19000101'],
    ['18991231', undefined],
    ['30/02/1990', undefined],
    ['19900230', undefined],
    ['19900431', undefined],
    ['19901301', undefined],
    ['19900100', undefined],
    ['29.02.2000', '20000229'],
    ['29.02.2001', undefined],
    [`${' '.repeat(50)}19901231${' '.repeat(50)}`, '19901231'],
    ['1'.repeat(1_000), undefined],
    [`${'x'.repeat(91)}1990-12-31`, undefined],
  ])('%s is %s', (text, normal) => expect(normalDate(text, 2026)).toBe(normal));
});

describe('an e-mail address', () => {
  it.each([
    ['jürgen@müller.de', 'jürgen@müller.de'],
    ['a@xn--mller-kva.de', 'a@xn--mller-kva.de'],
    ['почта@пример.рф', 'почта@пример.рф'],
    ['a@-b.de', undefined],
    ['a@b-.de', undefined],
    ['a@1.2.3.4', undefined],
    ['a\u00a0b@c.de', undefined],
    ['a@b.de, c@d.de', undefined],
    [`${'a'.repeat(250)}@b.de`, undefined],
  ])('%s is %s', (text, normal) => expect(normalEmail(text)).toBe(normal));
});
