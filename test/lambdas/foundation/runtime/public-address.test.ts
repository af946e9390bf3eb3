import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isPublicAddress } from '../../../../lambdas/foundation/runtime/public-address.ts';

const all = (addresses: readonly string[]) => addresses.filter((address) => isPublicAddress(address));

/** The 32 bits of an IPv4 address as the four ways in which IPv6 carries one. */
const carried = (a: number, b: number, c: number, d: number) => {
  const hex = [a * 256 + b, c * 256 + d].map((word) => word.toString(16));
  return [
    `::ffff:${a}.${b}.${c}.${d}`,
    `::ffff:${hex.join(':')}`,
    `64:ff9b::${hex.join(':')}`,
    `2002:${hex.join(':')}::`,
  ];
};
const byte = fc.integer({ min: 0, max: 255 });
const word = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));

describe('an address of the public internet', () => {
  it('is one that people serve from', () => {
    const served = ['157.240.1.1', '8.8.8.8', '2a03:2880:f1ff::1', '2606:4700::1111', '100.63.255.255', '172.15.0.1'];
    expect(all([...served, '100.128.0.0', '172.32.0.1', '169.253.1.1', '223.255.255.255'])).toHaveLength(10);
  });

  // RFC 6890 and IANA's registries of special addresses; the last of each network too.
  it.each([
    ['this host', ['0.0.0.0', '0.255.255.255', '::']],
    ['private', ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255']],
    ['loopback', ['127.0.0.1', '127.255.255.255', '::1', '0:0:0:0:0:0:0:1']],
    ['link-local', ['169.254.0.1', '169.254.255.255', 'fe80::1', 'febf::1', 'fe80::1%eth0']],
    ['cloud metadata', ['169.254.169.254', '169.254.170.2', 'fd00:ec2::254']],
    ['a carrier’s own', ['100.64.0.1', '100.127.255.255']],
    ['unique local', ['fc00::1', 'fdff:ffff::1']],
    ['multicast and reserved', ['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', 'ff02::1']],
    ['examples', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1']],
    ['benchmarks, protocols, relays', ['198.18.0.1', '198.19.255.255', '192.0.0.1', '192.88.99.1', '2001::1']],
    ['old site-local, discard', ['fec0::1', '100::1']],
    ['no address', ['', 'localhost', 'lookaside.fbsbx.com', '1.2.3', '0x7f.1', '2130706433', '::ffff:1.2.3.4.5']],
  ])('is nothing that is %s', (_what, addresses) => {
    expect(addresses.length).toBeGreaterThan(1);
    expect(all(addresses)).toEqual([]);
  });

  it('is never IPv4 in the clothes of IPv6', () => {
    fc.assert(
      fc.property(byte, byte, byte, byte, (a, b, c, d) => {
        expect(all(carried(a, b, c, d))).toEqual([]);
      }),
    );
  });

  it('is never outside of 2000::/3', () => {
    const first = fc.integer({ min: 0, max: 0xffff }).filter((value) => value < 0x2000 || value > 0x3fff);
    fc.assert(
      fc.property(first, fc.array(word, { minLength: 7, maxLength: 7 }), (head, rest) => {
        expect(isPublicAddress([head.toString(16), ...rest].join(':'))).toBe(false);
      }),
    );
  });
});
