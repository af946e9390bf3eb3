import { isIP } from 'node:net';
import { Failure } from '../core/failure.ts';
import { isPublicAddress } from './public-address.ts';

/** An address that may be called. */
export interface OutsidePlace {
  readonly url: URL;
  /** The one address that was looked at. */
  readonly pinned: { readonly address: string; readonly family: number };
  /** Where the simulator plays it. */
  readonly simulated?: URL;
}

/** What somebody wants to call; `base` is what a redirect is relative to. */
interface Wanted {
  readonly address: string;
  readonly base?: URL;
  readonly hosts: readonly string[];
}

/** How a place is found out. */
interface PlaceDoors {
  readonly resolve: (host: string) => Promise<readonly string[]>;
  readonly simulator?: string;
}

/**
 * Checks an address: https on its usual port, a host of the list, nobody's name in it, and nothing but public addresses
 * behind the host. Throws `Failure` `forbidden`, `meta-unavailable` for a name that nobody resolves.
 */
export async function outsidePlace(wanted: Wanted, { resolve, simulator }: PlaceDoors): Promise<OutsidePlace> {
  const url = allowedUrl(wanted);
  const { host, pathname, search } = url;
  if (simulator !== undefined) {
    const simulated = new URL(`${simulator}/${host}${pathname}${search}`);
    return { url, pinned: { address: simulated.hostname, family: 0 }, simulated };
  }
  const addresses = await resolve(url.hostname);
  const [address] = addresses;
  // One private address among public ones is enough: the next look-up may begin with it.
  if (address === undefined || !addresses.every(isPublicAddress)) {
    throw new Failure('forbidden', 'a file’s host has an address that is not public');
  }
  return { url, pinned: { address, family: isIP(address) } };
}

/** The URL of an address that a caller may have written; throws `Failure` `forbidden`. */
function allowedUrl({ address, base, hosts }: Wanted): URL {
  if (!URL.canParse(address, base?.href)) throw new Failure('forbidden', 'a file’s address is no URL');
  const url = new URL(address, base);
  const { protocol, username, password, port, hostname } = url;
  const isPlain = protocol === 'https:' && username === '' && password === '' && port === '';
  if (!isPlain || !hosts.some((host) => isOf(hostname, host))) {
    throw new Failure('forbidden', 'a file’s address is not one of Meta’s');
  }
  return url;
}

/** `.example` stands for everything below it, not for itself. The parser has made all spellings of a host one. */
const isOf = (hostname: string, host: string) => (host.startsWith('.') ? hostname.endsWith(host) : hostname === host);
