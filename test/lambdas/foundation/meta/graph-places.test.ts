import { describe, expect, it } from '@jest/globals';
import { graphPlaces } from '../../../../lambdas/foundation/meta/wire/graph-places.ts';

const host = 'graph.instagram.com';

describe('the place of a host', () => {
  it('is the host itself, by TLS, when the origin is Meta’s', () => {
    const place = { tls: true, hostname: host, authority: host, prefix: '' };
    expect(graphPlaces('https://graph.facebook.com')(host)).toEqual(place);
  });

  it.each([
    ['http://127.0.0.1:8080', false, '127.0.0.1', 8080, '127.0.0.1:8080'],
    ['http://localhost', false, 'localhost', undefined, 'localhost'],
    ['http://[::1]:8080', false, '::1', 8080, '[::1]:8080'],
    ['https://meta.example.org:8443', true, 'meta.example.org', 8443, 'meta.example.org:8443'],
    ['https://meta.example.org:443', true, 'meta.example.org', undefined, 'meta.example.org'],
  ])('at %s is a first path segment', (origin, tls, hostname, port, authority) => {
    const placeOf = graphPlaces(origin);
    expect(placeOf(host)).toEqual({ tls, hostname, port, authority, prefix: `/${host}` });
    expect(placeOf('graph.facebook.com')).toEqual({ tls, hostname, port, authority, prefix: '/graph.facebook.com' });
  });

  it('is refused each time when it is another machine without TLS', () => {
    const placeOf = graphPlaces('http://meta.example.org');
    for (let nth = 0; nth < 2; nth += 1) expect(() => placeOf(host)).toThrow('without TLS');
  });
});
