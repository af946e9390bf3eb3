import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Failure } from '../core/failure.ts';
import type { Outside, OutsideAsk } from '../core/media-doors.ts';
import { fileOf } from './outside-file.ts';
import { type OutsidePlace, outsidePlace } from './outside-place.ts';
import { within } from './within.ts';

/** What opening files outside stands on; tests hand in their own. */
export interface OutsideDoors {
  /** Every address of a name. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  readonly secure: typeof httpsRequest;
  /** Milliseconds without a byte. */
  readonly idleMs: number;
  /** Origin that plays every host, under its name as first path segment; absent: the hosts themselves are asked. */
  readonly simulator?: string;
}

/** Redirects that are followed; Meta's own addresses need one at most. */
const mostRedirects = 3;

const metaOrigin = 'https://graph.facebook.com';

const usual: OutsideDoors = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  secure: httpsRequest,
  idleMs: 10_000,
};

/** Files outside, for a stage: one whose Graph is a simulator has its files there too, and never reaches further. */
export const openOutside = ({ settings: { graphOrigin } }: { readonly settings: { readonly graphOrigin: string } }) =>
  makeOutside(graphOrigin === metaOrigin ? usual : { ...usual, simulator: graphOrigin });

/** Files outside: every address is checked, every redirect anew, and only the checked address is called. */
export const makeOutside =
  (doors: OutsideDoors): Outside =>
  async (address, ask) => {
    const whole = new AbortController();
    const timer = setTimeout(() => whole.abort(), ask.wholeMs);
    const end = () => {
      clearTimeout(timer);
      whole.abort();
    };
    try {
      const answer = await followed(address, ask, doors, whole.signal);
      return await fileOf(answer, ask, doors.idleMs, end);
    } catch (thrown) {
      end();
      throw asTrouble(thrown);
    }
  };

async function followed(address: string, ask: OutsideAsk, doors: OutsideDoors, signal: AbortSignal) {
  let next = address;
  let base: URL | undefined;
  let firstHost: string | undefined;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const place = await within(doors.idleMs, outsidePlace({ address: next, base, hosts: ask.hosts }, doors));
    firstHost ??= place.url.host;
    const secrets = place.url.host === firstHost ? ask.secretHeaders : undefined;
    const answer = await within(doors.idleMs, once(place, secrets, doors, signal));
    const { statusCode = 0, headers } = answer;
    if (statusCode < 300 || statusCode > 399 || headers.location === undefined) return answer;
    answer.destroy();
    next = headers.location;
    base = place.url;
  }
  throw new Failure('forbidden', `a file behind more than ${mostRedirects} redirects`);
}

/** One request; what comes back is not read yet. */
function once(
  { url, pinned, simulated }: OutsidePlace,
  secrets: OutsideAsk['secretHeaders'],
  { secure }: OutsideDoors,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { hostname, host, pathname, search } = url;
  const headers = { accept: '*/*', 'accept-encoding': 'identity', ...secrets };
  return new Promise((resolve, reject) => {
    const sent = simulated
      ? httpRequest(simulated, { headers, agent: false, signal }, resolve)
      : secure(
          {
            hostname,
            servername: hostname,
            path: `${pathname}${search}`,
            headers: { host, ...headers },
            agent: false,
            signal,
            // Whatever the name means a moment later, this address was looked at.
            lookup: (_host, { all }, done) => (all ? done(null, [pinned]) : done(null, pinned.address, pinned.family)),
          },
          resolve,
        );
    sent.on('error', reject);
    sent.end();
  });
}

const asTrouble = (thrown: unknown): Failure =>
  thrown instanceof Failure
    ? thrown
    : new Failure('meta-unavailable', 'a file’s host cannot be reached', { cause: thrown });
