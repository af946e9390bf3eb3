import { versionIn } from './versions.ts';

/** The hosts that one port plays; the first path segment tells which, and none means the first. */
export const HOSTS = [
  'graph.facebook.com',
  'www.facebook.com',
  'graph.instagram.com',
  'api.instagram.com',
  'www.instagram.com',
] as const;
export type Host = (typeof HOSTS)[number];

export type Method = 'GET' | 'POST' | 'DELETE';
export type Params = Readonly<Record<string, string>>;

/** Where a token was given. */
export type TokenPlace = 'header' | 'body' | 'query';

/** One call as Meta sees it: body and query in one, the token apart. */
export type GraphRequest = {
  host: Host;
  method: Method;
  /** As asked for, `v26.0`; null when the path has none. */
  version: string | null;
  path: readonly string[];
  params: Params;
  token: { text: string; place: TokenPlace } | null;
  /** Where this host begins, for the URLs of further pages: `http://127.0.0.1:4700/graph.facebook.com`. */
  base: string;
};

/** What comes over the wire; `body` are the members of a form or of a JSON object. */
export type Incoming = {
  method: string;
  /** Path and query. */
  url: string;
  authorization: string | undefined;
  body: Params;
  origin: string;
};

const isHost = (name: string | undefined): name is Host => HOSTS.some((host) => host === name);

/** A call of this path and query; null for a method that Graph does not know. */
export function graphRequest(incoming: Incoming): GraphRequest | null {
  const url = new URL(`http://simulator.invalid${incoming.url}`);
  const segments = url.pathname.split('/').filter(Boolean).map(decoded);
  const named = isHost(segments[0]) ? segments[0] : null;
  const rest = named === null ? segments : segments.slice(1);
  const version = versionIn(rest[0]);
  const query = Object.fromEntries(url.searchParams);
  const method = methodOf({ ...query, ...incoming.body }.method ?? incoming.method);
  if (method === null) return null;
  const { access_token: _, method: __, ...params } = { ...query, ...incoming.body };
  return {
    host: named ?? 'graph.facebook.com',
    method,
    version,
    path: version === null ? rest : rest.slice(1),
    params,
    token: tokenOf(incoming, query),
    base: named === null ? incoming.origin : `${incoming.origin}/${named}`,
  };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A form may say `method=GET`: Meta's own PHP SDK does. */
function methodOf(name: string): Method | null {
  const upper = name.toUpperCase();
  return upper === 'GET' || upper === 'POST' || upper === 'DELETE' ? upper : null;
}

function tokenOf({ authorization, body }: Incoming, query: Params): GraphRequest['token'] {
  const header = /^(?:Bearer|OAuth)\s+(.+)$/i.exec(authorization ?? '')?.[1];
  if (header) return { text: header.trim(), place: 'header' };
  if (body.access_token) return { text: body.access_token, place: 'body' };
  return query.access_token ? { text: query.access_token, place: 'query' } : null;
}

/** A list parameter: JSON, or names with commas. */
export function listParam(params: Params, name: string): string[] {
  const text = params[name]?.trim() ?? '';
  if (!text.startsWith('['))
    return text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.map(String) : [];
  } catch {
    return [];
  }
}
