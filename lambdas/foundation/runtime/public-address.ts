import { BlockList, isIP } from 'node:net';
import { whenNeeded } from '../core/when-needed.ts';

type Net = readonly [address: string, prefix: number];

/** Where nobody outside lives: IANA's registry of special IPv4 addresses; cloud metadata is 169.254.169.254. */
const specialV4: readonly Net[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/** All that is public in IPv6 is here: so loopback, link-local, unique local and mapped addresses are outside of it. */
const globalV6: readonly Net[] = [['2000::', 3]];

/** What is special inside: IETF's own (Teredo among them), examples, 6to4, and segment routing. */
const specialV6: readonly Net[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const lists = whenNeeded(() => ({
  specialV4: listOf(specialV4, 'ipv4'),
  globalV6: listOf(globalV6, 'ipv6'),
  specialV6: listOf(specialV6, 'ipv6'),
}));

function listOf(nets: readonly Net[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of nets) list.addSubnet(address, prefix, family);
  return list;
}

/** Whether an address, as a resolver gives it, is one of the public internet's. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !lists().specialV4.check(address, 'ipv4');
  // A zone belongs to a link.
  if (family !== 6 || address.includes('%')) return false;
  return lists().globalV6.check(address, 'ipv6') && !lists().specialV6.check(address, 'ipv6');
}
