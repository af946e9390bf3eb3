import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  browserId,
  clickOf,
  fbcAfter,
  idCookies,
  idsOfCookies,
  newFbp,
} from '../../../lambdas/capi/browser-cookies.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { describeWithShared } from '../../shared-material.ts';

const now = Date.parse('2026-11-21T10:00:00.000Z');

describeWithShared("Meta's vectors of browser ids", (folder) => {
  const path = join(folder, 'meta', 'vectors', 'fbc_fbp.json');
  const { vectors }: { readonly vectors: readonly { cookie?: string; value: string; valid: boolean }[] } = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  const values = vectors.filter(({ cookie }) => cookie !== undefined);

  it('are there', () => {
    expect(values.length).toBeGreaterThanOrEqual(10);
  });

  it.each(values)('$cookie $value is valid: $valid', ({ cookie = '', value, valid }) => {
    expect(browserId(value)).toBe(valid ? value : undefined);
    const { fbp, fbc } = idsOfCookies({ [cookie]: value });
    expect([fbp ?? fbc, cookie === '_fbp' ? fbc : fbp]).toEqual([valid ? value : undefined, undefined]);
  });
});

describe('a browser’s id', () => {
  it.each([undefined, null, 7, '', {}, ['fb.1.123.abc'], `fb.1.123.${'a'.repeat(3_000)}`])('is not %j', (value) => {
    expect(browserId(value)).toBeUndefined();
  });

  it.each(['fb.1.123.a;b', 'fb.1.123.a,b', 'fb.1.123."a"', 'fb.1.123.ä', 'fb.1.123.a\u0007', 'fb.1.123.a\\b'])(
    'is not %j, which a Set-Cookie line could not carry',
    (value) => {
      expect(browserId(value)).toBeUndefined();
    },
  );

  it('is made of the time and ten digits', () => {
    expect(newFbp(fakeClock(now, [0]))).toBe(`fb.1.${now}.1000000000`);
    expect(newFbp(fakeClock(now, [0.999999999999]))).toBe(`fb.1.${now}.9999999999`);
    expect(browserId(newFbp(fakeClock(now)))).toBe(`fb.1.${now}.5500000000`);
  });
});

describe('a click', () => {
  it('is found in the address, its case kept', () => {
    expect(clickOf('https://shop.example/?a=1&fbclid=IwAR_aB-9#x')).toBe('IwAR_aB-9');
  });

  it.each([undefined, null, 7, '', 'no address', '/thanks?fbclid=a', 'https://shop.example/', 'https://[/?fbclid=a'])(
    'is not in %j',
    (address) => {
      expect(clickOf(address)).toBeUndefined();
    },
  );

  it('makes the first fbc', () => {
    expect(fbcAfter(undefined, 'aBc', now)).toBe(`fb.1.${now}.aBc`);
  });

  it('overwrites another click’s, whose index and appendix go too', () => {
    expect(fbcAfter('fb.2.123.abc.BA', 'def', now)).toBe(`fb.1.${now}.def`);
    expect(fbcAfter('fb.1.123.abc', 'ABC', now)).toBe(`fb.1.${now}.ABC`);
  });

  it.each(['fb.1.123.abc', 'fb.2.123.abc.BA', 'fb.1.123.abc.AQIBAgMA'])('leaves its own %s alone', (standing) => {
    expect(fbcAfter(standing, 'abc', now)).toBe(standing);
  });

  it.each([undefined, null, 7, '', 'a.b', 'a b', 'a;Domain=evil.example', 'a\r\nSet-Cookie: b=c', 'a'.repeat(501)])(
    'is not %j: what stands stays',
    (click) => {
      expect(fbcAfter('fb.1.123.abc', click, now)).toBe('fb.1.123.abc');
      expect(fbcAfter(undefined, click, now)).toBeUndefined();
    },
  );
});

describe('the cookies', () => {
  it('live 90 days, over TLS, for scripts too', () => {
    expect(idCookies({ fbp: 'fb.1.1.1', fbc: 'fb.1.2.a' }, null)).toEqual([
      '_fbp=fb.1.1.1; Path=/; Max-Age=7776000; Secure; SameSite=Lax',
      '_fbc=fb.1.2.a; Path=/; Max-Age=7776000; Secure; SameSite=Lax',
    ]);
  });

  it('are the whole domain’s where the collector says so', () => {
    expect(idCookies({ fbp: 'fb.1.1.1' }, 'shop.example')).toEqual([
      '_fbp=fb.1.1.1; Path=/; Max-Age=7776000; Secure; SameSite=Lax; Domain=shop.example',
    ]);
  });

  it('have five attributes and one line, whatever somebody writes into an address or a cookie', () => {
    const dirty = fc.oneof(fc.string({ unit: 'binary' }), fc.webQueryParameters(), fc.constantFrom(';', '\r\n', ','));
    fc.assert(
      fc.property(dirty, dirty, (cookie, click) => {
        const known = idsOfCookies({ _fbp: `fb.1.2.${cookie}`, _fbc: cookie });
        const made = `https://shop.example/?fbclid=${encodeURIComponent(click)}`;
        const lines = idCookies({ ...known, fbc: fbcAfter(known.fbc, clickOf(made), now) }, null);
        for (const line of lines) {
          expect(line).toMatch(/^_fb[pc]=fb\.\d+\.\d+\.[!-~]+; Path=\/; Max-Age=7776000; Secure; SameSite=Lax$/);
          expect(line.split(';')).toHaveLength(5);
        }
      }),
    );
  });
});
