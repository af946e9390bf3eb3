import type { Settings } from '../contract/env.ts';
import { contractOf, type FunctionName } from '../contract/functions.ts';
import { bodyCapBytes, type Caller } from '../core/api.ts';
import { Failure } from '../core/failure.ts';
import { nobody } from '../core/ids.ts';

/** The part of API Gateway's payload 2.0 that we use. */
export interface HttpEvent {
  readonly routeKey: string;
  readonly rawPath?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where API Gateway puts the browser's cookies, each `name=value`. */
  readonly cookies?: readonly string[];
  readonly pathParameters?: Readonly<Record<string, string | undefined>>;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  /**
   * Set by an operator who invokes the function by IAM, who may act for every workspace and for nobody (`-`). API
   * Gateway makes the event's top level itself, so no request can set it.
   */
  readonly operator?: { readonly workspace: string };
  readonly requestContext: {
    readonly requestId: string;
    readonly http: { readonly method: string; readonly sourceIp?: string };
    readonly authorizer?: { readonly jwt?: { readonly claims: Readonly<Record<string, unknown>> } };
  };
}

/** Keys separate their parts by `#`, so a workspace may not hold one; nor may it be the mark of nobody. */
const workspacePattern = /^[A-Za-z0-9._:@-]{1,128}$/;

/** The route of an event. A Function URL has no routes: there method and path are the key. */
export const routeKeyOf = ({ routeKey, rawPath, requestContext }: HttpEvent): string =>
  routeKey === '$default' ? `${requestContext.http.method} ${rawPath}` : routeKey;

/** Reads an event into bytes; header names in lower case. */
export function readRequest(event: HttpEvent) {
  const headers = headersOf(event.headers);
  return {
    method: event.requestContext.http.method,
    routeKey: routeKeyOf(event),
    path: texts(event.pathParameters),
    query: texts(event.queryStringParameters),
    headers,
    sourceIp: event.requestContext.http.sourceIp,
    cookies: cookiesOf(event.cookies?.join(';') ?? headers.cookie),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

type Texts = Readonly<Record<string, string>>;

const nothing: Texts = {};
const upperCase = /[A-Z]/;

function texts(values: HttpEvent['pathParameters']): Texts {
  if (!values) return nothing;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));
}

/** API Gateway takes the cookies out of the headers; whoever does not leaves them there. */
function cookiesOf(line: string | undefined): Texts {
  if (!line) return nothing;
  const pairs = line.split(';').map((pair) => /^\s*([^=\s]+)=(.*?)\s*$/.exec(pair) ?? []);
  return Object.fromEntries(pairs.flatMap(([, name, value]) => (name ? [[name, value ?? '']] : [])).reverse());
}

/** API Gateway sends names in lower case already; a copy is made for whoever does not. */
function headersOf(headers: HttpEvent['headers']): Texts {
  if (!headers || !upperCase.test(Object.keys(headers).join())) return headers ?? nothing;
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Throws `Failure` `too-large` for a body over the cap; to be asked before anything is parsed. */
export function refuseTooLarge(body: Uint8Array): void {
  if (body.byteLength > bodyCapBytes) throw new Failure('too-large', `a body may have at most ${bodyCapBytes} bytes`);
}

/**
 * Who calls, by the token; undefined on public routes. Throws `Failure` `forbidden` without a token, without the
 * route's scope or without a workspace. The gateway checked the first two already, but a route wired without its
 * authoriser must not become public.
 */
export function callerOf(
  event: HttpEvent,
  { name, settings }: { readonly name: FunctionName; readonly settings: Settings },
): Caller | undefined {
  const scope = scopeOf(name, routeKeyOf(event));
  if (scope === 'public') return undefined;
  if (event.operator) return operatorOf(event.operator);
  const claims = event.requestContext.authorizer?.jwt?.claims;
  if (!claims) throw new Failure('forbidden', 'a token is needed');
  const scopes = scopesOf(claims);
  if (!scopes.includes(`${settings.scopePrefix}${scope}`)) {
    throw new Failure('forbidden', `the token lacks the scope ${scope}`);
  }
  const workspace = claims[settings.workspaceClaim];
  if (typeof workspace !== 'string' || workspace === nobody || !workspacePattern.test(workspace)) {
    throw new Failure('forbidden', 'the token names no workspace');
  }
  return { workspace, subject: typeof claims.sub === 'string' ? claims.sub : '', scopes };
}

function operatorOf({ workspace }: { readonly workspace: unknown }): Caller {
  if (typeof workspace !== 'string' || !workspacePattern.test(workspace)) {
    throw new Failure('invalid-request', 'an operator names a workspace');
  }
  return { workspace, subject: 'operator', scopes: ['read', 'write', 'send', 'admin'] };
}

function scopeOf(name: FunctionName, routeKey: string): string {
  const { trigger } = contractOf(name);
  const scopes: Readonly<Record<string, string>> = trigger.kind === 'http' ? trigger.routes : {};
  const scope = scopes[routeKey];
  if (!scope) throw new Failure('not-found', 'no such route');
  return scope;
}

/** API Gateway writes a list claim as `[a b]`; `scp` is what some issuers call `scope`. */
function scopesOf(claims: Readonly<Record<string, unknown>>): readonly string[] {
  const claim = claims.scope ?? claims.scp ?? '';
  const words = Array.isArray(claim)
    ? claim.map(String)
    : String(claim)
        .replace(/[[\]]/g, '')
        .split(/[\s,]+/);
  return words.filter(Boolean);
}
