import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { normaliseUserData } from '../../../lambdas/capi/normalise-user-data.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const normalised = (userData: Record<string, unknown>, country?: string) =>
  normaliseUserData(userData, { country, year: 2026 });
const sent = (userData: Record<string, unknown>, country?: string) => normalised(userData, country).userData;
const reasons = (userData: Record<string, unknown>) =>
  normalised(userData).leftOut.map(({ path, reason }) => `${path} ${reason}`);

describe('user_data on its way to Meta', () => {
  it('is hashed where Meta wants it and nowhere else', () => {
    const plain = { client_ip_address: '203.0.113.7', client_user_agent: 'Mozilla/5.0', fbp: 'fb.1.123.456' };
    const { userData, leftOut, unknown } = normalised({ em: ' Ada@Example.com ', ph: '+1 650 555 1212', ...plain });
    expect(userData).toEqual({ em: sha256('ada@example.com'), ph: sha256('16505551212'), ...plain });
    expect([leftOut, unknown]).toEqual([[], []]);
  });

  it('keeps the shape of a value: text stays text, a list a list without doubles', () => {
    expect(sent({ em: ['a@b.de', 'A@B.de', 'c@d.de'] })).toEqual({ em: [sha256('a@b.de'), sha256('c@d.de')] });
    expect(sent({ em: ['a@b.de'] })).toEqual({ em: [sha256('a@b.de')] });
    expect(sent({ external_id: [7, '7'] })).toEqual({ external_id: [sha256('7')] });
  });

  it('takes a number for its text where people write numbers', () => {
    const numbers = { ph: 16505551212, zp: 94025, db: 19970216, external_id: 42 };
    const texts = Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, sha256(String(value))]));
    expect(sent(numbers)).toEqual(texts);
    expect(reasons({ fn: 7, em: 7 })).toEqual(['user_data.fn is not text', 'user_data.em is not text']);
    expect(reasons({ ph: 2 ** 60, external_id: 0.5, zp: -12345 }).map((line) => line.split('; ')[1])).toEqual(
      Array(3).fill('send it as text'),
    );
    expect(reasons({ db: 5 })).toEqual(['user_data.db is not a day between 1900 and this year; write it as YYYYMMDD']);
  });

  it('leaves out what has no normal form and says why', () => {
    expect(sent({ em: ['a@b.de', 'nobody', null] })).toEqual({ em: [sha256('a@b.de')] });
    expect(reasons({ em: ['a@b.de', 'nobody', null] })).toEqual([
      'user_data.em.1 is not an e-mail address',
      'user_data.em.2 is not text',
    ]);
    expect(sent({ em: ['nobody'], fn: [], ln: '  ', zp: [['1']] })).toEqual({});
    expect(reasons({ em: ['nobody'], fn: [], ln: '  ', zp: [['1']] })).toEqual([
      'user_data.em.0 is not an e-mail address',
      'user_data.fn is an empty list',
      'user_data.ln is blank',
      'user_data.zp.0 is neither text nor a number',
    ]);
  });

  it('does no work for long texts and lists', () => {
    expect(reasons({ fn: 'é'.repeat(1_001), em: Array(101).fill('a@b.de') })).toEqual([
      'user_data.fn is longer than 1000 characters',
      'user_data.em has more than 100 items',
    ]);
    expect(sent({ fn: 'é'.repeat(1_000) })).toEqual({ fn: sha256('é'.repeat(1_000)) });
    expect(sent({ em: Array(100).fill('a@b.de') })).toEqual({ em: [sha256('a@b.de')] });
  });

  it('reads a number, a region and a postcode in the country of the event, else in that of the hint', () => {
    const of = (country: unknown) => ({ ph: '0151 23456789', country });
    expect(sent({ ph: '0151 23456789' }, 'DE').ph).toBe(sha256('4915123456789'));
    expect(sent(of('Germany'), 'US').ph).toBe(sha256('4915123456789'));
    expect(sent(of(['de', 'at'])).ph).toBe(sha256('4915123456789'));
    expect(sent(of(sha256('de')), 'de').ph).toBe(sha256('4915123456789'));
    expect(sent(of(7), 'de').ph).toBe(sha256('4915123456789'));
    for (const [country, st, zp] of [
      ['gb', 'georgia', 'sw1a1'],
      ['us', 'ga', 'sw1a1aa'],
      ['ge', 'georgia', 'sw1a1aa'],
    ] as const) {
      const here = sent({ st: 'Georgia', zp: 'SW1A 1AA', country });
      expect(here).toEqual({ st: sha256(st), zp: sha256(zp), country: sha256(country) });
      expect(sent({ st: 'Georgia', zp: 'SW1A 1AA' }, country.toUpperCase())).toMatchObject({
        st: here.st,
        zp: here.zp,
      });
    }
  });

  it('knows a birthday of next year by the year that it is given', () => {
    const born = (year: number) => normaliseUserData({ db: '20270101' }, { year }).userData;
    expect([born(2026), born(2027), born(2026)]).toEqual([{}, { db: sha256('20270101') }, {}]);
  });

  it('lets hashes pass, lower-case', () => {
    const hash = sha256('x');
    const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
    for (const key of ['em', 'ph', 'fn', 'ln', 'ge', 'db', 'ct', 'st', 'zp', 'country', 'external_id']) {
      expect(sent({ [key]: ` ${hash.toUpperCase()}\n` })).toEqual({ [key]: hash });
      expect(sent({ [key]: md5.toUpperCase() })).toEqual({ [key]: md5 });
      expect(sent({ [key]: `${hash.toUpperCase()}.AbCdEfG1` })).toEqual({ [key]: `${hash}.AbCdEfG1` });
    }
  });
});

describe('what is never hashed', () => {
  it.each([
    ['client_ip_address', ' 2001:db8::1 ', '2001:db8::1'],
    ['client_user_agent', ' Mozilla ', ' Mozilla '],
    ['fbc', ' fb.1.1554763741205.AbCdEf ', 'fb.1.1554763741205.AbCdEf'],
    ['fb_login_id', 12, 12],
    ['fb_login_id', '12345678901234567890', '12345678901234567890'],
    ['lead_id', 123456789012345, 123456789012345],
    ['lead_id', ' 12345678901234567 ', '12345678901234567'],
    ['page_id', 123, '123'],
    ['madid', '38400000-8CF0-11BD-B23E-10B96E40000D', '38400000-8CF0-11BD-B23E-10B96E40000D'],
    ['ctwa_clid', 'A'.repeat(512), 'A'.repeat(512)],
  ])('%s keeps %j', (key, value, kept) =>
    expect(normalised({ [key]: value })).toMatchObject({ userData: { [key]: kept } }),
  );

  it.each([
    ['client_ip_address', '256.1.1.1'],
    ['client_ip_address', '1.2.3.4, 5.6.7.8'],
    ['client_ip_address', 'fe80::1%eth0'],
    ['client_ip_address', ['1.2.3.4']],
    ['client_user_agent', ' \n'],
    ['fbp', 'fb.1.123.a b'],
    ['fbc', `fb.1.123.${'a'.repeat(2_000)}`],
    ['fb_login_id', 1.5],
    ['fb_login_id', -1],
    ['lead_id', '12345678901234'],
    ['lead_id', 12345678901234],
    ['lead_id', '123456789012345678'],
    ['page_id', ''],
    ['page_id', -1],
    ['page_id', { id: 1 }],
    ['ctwa_clid', 'A'.repeat(513)],
  ])('%s is left out of %j', (key, value) => {
    const { userData, leftOut, unknown } = normalised({ [key]: value });
    expect(userData).toEqual({});
    expect(leftOut).toEqual([{ path: `user_data.${key}`, reason: expect.stringMatching(/^is not /) }]);
    expect(unknown).toEqual([]);
  });

  it('asks for text where a number lost its digits', () => {
    for (const key of ['lead_id', 'fb_login_id', 'page_id'])
      expect(reasons({ [key]: 2 ** 53 })[0]).toContain('send it as text');
  });
});

describe('a key that Meta does not know', () => {
  it('is told, and what Meta calls it', () => {
    const { userData, leftOut, unknown } = normalised({ email: 'a@b.de', foo: 1, [`x${'y'.repeat(99)}`]: 1 });
    expect([userData, leftOut]).toEqual([{}, []]);
    expect(unknown).toEqual([
      { path: 'user_data.email', reason: 'is not a key that Meta knows; it calls this em' },
      { path: 'user_data.foo', reason: 'is not a key that Meta knows' },
      { path: `user_data.x${'y'.repeat(63)}`, reason: 'is not a key that Meta knows' },
    ]);
  });

  it('may be one that every object has', () => {
    const { userData, unknown } = normalised(JSON.parse('{"__proto__":"a","constructor":"b","toString":["c"]}'));
    expect(Object.keys(userData)).toEqual([]);
    expect(Object.getPrototypeOf(userData)).toBe(Object.prototype);
    expect(unknown).toHaveLength(3);
  });
});
