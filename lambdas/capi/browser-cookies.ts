import type { Clock } from '../foundation/core/clock.ts';
import { plainKeys } from './plain-keys.ts';

/** By what Meta knows a browser: `_fbp` names it, `_fbc` the click on an advert that led here. */
export interface BrowserIds {
  readonly fbp?: string | undefined;
  readonly fbc?: string | undefined;
}

/** RFC 6265's cookie-octet: what stands in a `Set-Cookie` line and cannot end its value. */
const cookieOctets = /^[!#-+\--:<-[\]-~]+$/;
/** Meta documents no form of a `fbclid`; all that were seen have these signs. A dot would end the segment. */
const clickId = /^[\w-]{1,500}$/;
/** 90 days, as Meta wants it (fact sheet §9). */
const maxAgeSeconds = 90 * 24 * 3600;

/** A value of `_fbp` or `_fbc` of the form in which Meta takes it; undefined for any other. */
export function browserId(value: unknown): string | undefined {
  const normal = plainKeys.get('fbp')?.normal(value);
  return typeof normal === 'string' && cookieOctets.test(normal) ? normal : undefined;
}

/** What the browser's cookies say. */
export const idsOfCookies = ({ _fbp, _fbc }: Readonly<Record<string, string>>): BrowserIds => ({
  fbp: browserId(_fbp),
  fbc: browserId(_fbc),
});

/** A browser's first id: `fb.1.<milliseconds>.<ten digits>`. */
export const newFbp = (clock: Clock): string =>
  `fb.1.${clock.now()}.${1_000_000_000 + Math.floor(clock.chance() * 9_000_000_000)}`;

/** The click of an address's `fbclid`, if there is one. */
export function clickOf(address: unknown): string | undefined {
  if (typeof address !== 'string' || !URL.canParse(address)) return undefined;
  return new URL(address).searchParams.get('fbclid') ?? undefined;
}

/**
 * `_fbc` after a visit: a new one for a new click, else the standing one, whose time and appendix stay as they are. The
 * click is its fourth segment, whether or not there is a fifth.
 */
export function fbcAfter(standing: string | undefined, click: unknown, now: number): string | undefined {
  if (typeof click !== 'string' || !clickId.test(click)) return standing;
  return standing?.split('.')[3] === click ? standing : `fb.1.${now}.${click}`;
}

/** `Set-Cookie` lines for ids. Scripts may read them: Meta's own pixel must find the same ids. */
export function idCookies({ fbp, fbc }: BrowserIds, domain: string | null): readonly string[] {
  const about = `; Path=/; Max-Age=${maxAgeSeconds}; Secure; SameSite=Lax${domain === null ? '' : `; Domain=${domain}`}`;
  const pairs = [...(fbp === undefined ? [] : [`_fbp=${fbp}`]), ...(fbc === undefined ? [] : [`_fbc=${fbc}`])];
  return pairs.map((pair) => pair + about);
}
