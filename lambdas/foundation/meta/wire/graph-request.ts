import { AccessToken } from '../../core/access-token.ts';
import { Failure } from '../../core/failure.ts';
import type { ApiVersion } from '../api-version.ts';
import { proofOf } from './appsecret-proof.ts';
import { appOf, type GraphCall, type GraphHost } from './graph-call.ts';
import type { GraphPlace, PlaceOf } from './graph-places.ts';
import { type MultipartBody, multipartBody } from './multipart-body.ts';

/** A call as it goes over the wire. */
export interface GraphRequest {
  readonly place: GraphPlace;
  /** Path and query. No part of it is ever a token or a secret. */
  readonly path: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Names and values in turns, `host` among them: what `node:http` writes as it stands, for 3 µs less a call. */
  readonly headers: readonly string[];
  /** A form, JSON, or nothing; in pieces that follow each other. */
  readonly body: readonly (string | Buffer)[];
  /** Instead of `body`: a form with a file. */
  readonly multipart?: MultipartBody;
}

type Words = Readonly<Record<string, string>>;

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

/** `a=b&c=d`, with the proof of a person's, a Page's or a system user's token; the app's own token needs none. */
function encoded({ speaker }: GraphCall<unknown>, params: Words | undefined): string {
  const words = params ? new URLSearchParams(params).toString() : '';
  if (!('identity' in speaker)) return words;
  return `${words}${words && '&'}appsecret_proof=${proofOf(speaker.identity)}`;
}

const withQuery = (path: string, query: string) => (query === '' ? path : `${path}?${query}`);

const bytesOf = (json: readonly (string | Buffer)[]) => json.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);

/**
 * Builds the request; throws as `bearerOf` and `placeOf` say. A read whose parameters hold secrets is posted as a form
 * with `method=GET`, by which Meta's own PHP SDK tunnelled every read; a proof is no secret (it is worth nothing without
 * its token) and may stand in a query.
 */
export function graphRequest(call: GraphCall<unknown>, version: ApiVersion, placeOf: PlaceOf): GraphRequest {
  const { method, json } = call;
  const place = placeOf(hostOf(call));
  const path = `${place.prefix}${call.versioned === false ? '' : `/${version}`}${call.path}`;
  const headers = ['host', place.authority, 'accept', 'application/json'];
  const bearer = bearerOf(call);
  if (bearer !== undefined) headers.push('authorization', `Bearer ${bearer}`);
  if (call.upload) {
    const multipart = multipartBody(call.upload);
    headers.push('content-type', multipart.contentType, 'content-length', String(multipart.length));
    return { place, path: withQuery(path, encoded(call, call.params)), method, headers, body: [], multipart };
  }
  if (json || (method !== 'POST' && !call.secrets)) {
    if (json) headers.push('content-type', 'application/json', 'content-length', String(bytesOf(json)));
    return { place, path: withQuery(path, encoded(call, call.params)), method, headers, body: json ?? [] };
  }
  const override: Words = method === 'POST' ? {} : { method };
  const form = encoded(call, { ...call.params, ...call.secrets, ...override });
  headers.push('content-type', 'application/x-www-form-urlencoded', 'content-length', String(Buffer.byteLength(form)));
  return { place, path, method: 'POST', headers, body: [form] };
}
