import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { returnAddress, withAnswer } from '../../../lambdas/oauth/return-address.ts';

const origins = ['https://app.example.org', 'http://localhost:3000'];
const back = (text: string) => returnAddress(text, origins)?.href;

describe('an address to which a person may be sent back', () => {
  it.each([
    'https://app.example.org/settings?tab=meta#end',
    'https://app.example.org/',
    'https://app.example.org/a%2f..%2fb',
    'http://localhost:3000/done',
  ])('is one of the app: %s', (text) => {
    expect(back(text)).toBe(text);
  });

  it.each([
    ['nothing but its origin', 'https://app.example.org', 'https://app.example.org/'],
    ['a query at once', 'https://app.example.org?a=1', 'https://app.example.org/?a=1'],
  ])('may be %s', (_what, text, href) => {
    expect(back(text)).toBe(href);
  });

  it.each([
    ['another host', 'https://evil.example.net/'],
    ['no scheme', '//app.example.org/'],
    ['no scheme, another host', '//evil.example.net/'],
    ['a path alone', '/settings'],
    ['a backslash for a slash', 'https:\\\\app.example.org\\'],
    ['a backslash after the origin', 'https://app.example.org\\@evil.example.net/'],
    ['a backslash in the path', 'https://app.example.org/\\evil.example.net'],
    ['a user', 'https://app.example.org@evil.example.net/'],
    ['a user and a password', 'https://app.example.org:pw@evil.example.net/'],
    ['its own user', 'https://me@app.example.org/'],
    ['a script', 'javascript:alert(1)//https://app.example.org/'],
    ['data', 'data:text/html,https://app.example.org/'],
    ['a sub-domain', 'https://x.app.example.org/'],
    ['a host that goes on', 'https://app.example.org.evil.example.net/'],
    ['a host that goes on with a dash', 'https://app.example.org-evil.example.net/'],
    ['a parent', 'https://example.org/'],
    ['a port', 'https://app.example.org:8443/'],
    ['the usual port, said', 'https://app.example.org:443/'],
    ['another port', 'http://localhost:30001/'],
    ['plain HTTP', 'http://app.example.org/'],
    ['a dot at the end', 'https://app.example.org./'],
    ['capitals', 'https://APP.example.org/'],
    ['a Cyrillic a', 'https://\u0430pp.example.org/'],
    ['a full-width dot', 'https://app\uff0eexample.org/'],
    ['an ideographic dot', 'https://app\u3002example.org/'],
    ['a fraction slash', 'https://app.example.org\u2044@evil.example.net'],
    ['a tab', 'https://app.example.org/\t/evil'],
    ['a line end', 'https://app.example.org/\r\nset-cookie: a=b'],
    ['a space before', ' https://app.example.org/'],
    ['a null', 'https://app.example.org/\0'],
    ['nothing', ''],
  ])('is never one with %s', (_what, text) => {
    expect(back(text)).toBeUndefined();
  });

  it('has exactly an allowed origin, whatever is appended to one', () => {
    fc.assert(
      fc.property(fc.constantFrom(...origins), fc.string({ unit: 'binary', maxLength: 30 }), (origin, rest) => {
        const url = returnAddress(`${origin}${rest}`, origins);
        return url === undefined || (url.origin === origin && url.username === '');
      }),
      { numRuns: 2000 },
    );
  });

  it('is nowhere without an allowed origin', () => {
    expect(returnAddress('https://app.example.org/', [])).toBeUndefined();
  });
});

describe('our answer', () => {
  it('joins the query, and replaces what only looks like ours', () => {
    const url = new URL('https://app.example.org/a?x=1&error=old&connection=old#part');
    expect(withAnswer(url, 'connection', 'con_1')).toBe('https://app.example.org/a?x=1&connection=con_1#part');
    expect(withAnswer(url, 'error', 'denied')).toBe('https://app.example.org/a?x=1&error=denied#part');
  });
});
