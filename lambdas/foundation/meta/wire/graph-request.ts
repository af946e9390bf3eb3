import { AccessToken } from '../../core/access-token.ts';
import { Failure } from '../../core/failure.ts';
import type { ApiVersion } from '../api-version.ts';
import { appsecretProof } from './appsecret-proof.ts';
import { appOf, type GraphCall, type GraphHost } from './graph-call.ts';

/** A call as it goes over the wire. No member of `url` is ever a token or a secret. */
export interface GraphRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: Words;
  /** A form, JSON, or nothing; in pieces that follow each other. */
  readonly body: readonly (string | Buffer)[];
}

type Words = Readonly<Record<string, string>>;

const metaOrigin = 'https://graph.facebook.com';
const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** Where a host is: itself, or the simulator's first path segment. Throws `misconfigured` on plain HTTP elsewhere. */
function baseOf(host: GraphHost, origin: string): string {
  if (origin === metaOrigin) return `https://${host}`;
  const { protocol, hostname } = new URL(origin);
  if (protocol === 'http:' && !loopback.test(hostname)) throw new Failure('misconfigured', 'Graph origin without TLS');
  return `${origin}/${host}`;
}

const hostOf = (call: GraphCall<unknown>): GraphHost =>
  call.host ?? (appOf(call.speaker).kind === 'instagram' ? 'graph.instagram.com' : 'graph.facebook.com');

/** The app's own token (fact sheet §2). */
const appToken = ({ appId, appSecret }: { readonly appId: string; readonly appSecret: string }) =>
  `${appId}|${appSecret}`;

/** What a header can hold; whatever else somebody handed in as a token is none. */
const headerText = /^[!-~]+$/;

/** Throws `invalid-request` on a token that no header can hold, `misconfigured` on such an app secret. */
function bearerOf({ speaker }: GraphCall<unknown>): string | undefined {
  if ('nobody' in speaker) return undefined;
  const own = 'app' in speaker;
  const text = own ? appToken(speaker.app) : AccessToken.textOf(speaker.identity.token);
  if (!headerText.test(text)) throw new Failure(own ? 'misconfigured' : 'invalid-request', 'not a token of Meta’s');
  return text;
}

/** The proof of a person's, a Page's or a system user's token; the app's own token needs none. */
const proofOf = ({ speaker }: GraphCall<unknown>): Words =>
  'identity' in speaker
    ? { appsecret_proof: appsecretProof(speaker.identity.app.appSecret, AccessToken.textOf(speaker.identity.token)) }
    : {};

function typeOf(json: readonly Buffer[]): Words {
  const bytes = json.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return bytes === 0 ? {} : { 'content-type': 'application/json', 'content-length': String(bytes) };
}

/**
 * Builds the request; throws as `bearerOf` and `baseOf` say. A read whose parameters hold secrets is posted as a form with `method=GET`, by which Meta's own
 * PHP SDK tunnelled every read; a proof is no secret (it is worth nothing without its token) and may stand in a query.
 */
export function graphRequest(call: GraphCall<unknown>, version: ApiVersion, origin: string): GraphRequest {
  const host = hostOf(call);
  const prefix = call.versioned === false ? '' : `/${version}`;
  const url = new URL(`${baseOf(host, origin)}${prefix}${call.path}`);
  const bearer = bearerOf(call);
  const auth: Words = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
  const params = { ...call.params, ...proofOf(call) };
  if (call.json !== undefined || (call.method !== 'POST' && !call.secrets)) {
    url.search = new URLSearchParams(params).toString();
    const { method, json = [] } = call;
    return { url, method, headers: { accept: 'application/json', ...typeOf(json), ...auth }, body: json };
  }
  const override: Words = call.method === 'POST' ? {} : { method: call.method };
  const body = new URLSearchParams({ ...params, ...call.secrets, ...override }).toString();
  const headers = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
    ...auth,
  };
  return { url, method: 'POST', headers, body: [body] };
}
