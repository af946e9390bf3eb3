import { Failure } from '../../core/failure.ts';
import type { GraphHost } from './graph-call.ts';

/** Where a host is, in the parts that `node:http` wants. */
export interface GraphPlace {
  readonly tls: boolean;
  /** Name or address, without the brackets of IPv6. */
  readonly hostname: string;
  /** Undefined: the protocol's own. */
  readonly port?: number;
  /** What the header `host` says. */
  readonly authority: string;
  /** Stands before every path: nothing, or the simulator's segment. */
  readonly prefix: string;
}

/** Where a host is; throws `misconfigured` on plain HTTP that is not this machine. */
export type PlaceOf = (host: GraphHost) => GraphPlace;

const metaOrigin = 'https://graph.facebook.com';
const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** The places of an origin, each looked up once: Meta's own hosts, or the simulator's first path segments. */
export function graphPlaces(origin: string): PlaceOf {
  const known = new Map<GraphHost, GraphPlace>();
  return (host) => {
    const place = known.get(host) ?? placeAt(host, origin);
    known.set(host, place);
    return place;
  };
}

function placeAt(host: GraphHost, origin: string): GraphPlace {
  if (origin === metaOrigin) return { tls: true, hostname: host, authority: host, prefix: '' };
  const { protocol, hostname, host: authority, port, pathname } = new URL(`${origin}/${host}`);
  const tls = protocol !== 'http:';
  if (!tls && !loopback.test(hostname)) throw new Failure('misconfigured', 'Graph origin without TLS');
  const bare = hostname.replace(/^\[|\]$/g, '');
  return { tls, hostname: bare, ...(port && { port: Number(port) }), authority, prefix: pathname };
}
