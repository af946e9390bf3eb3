import type { Clock } from '../world/clock.ts';
import type { TokenKind } from '../world/tokens.ts';
import type { GraphRequest, Host, Method, Params, TokenPlace } from './graph-request.ts';

/** How the proof of a call stood. */
export type Proof = 'ok' | 'missing' | 'wrong';

/** One Graph call as the journal keeps it; `at` is simulated time. No token, secret, code or PIN is ever in it. */
export type CallRow = {
  id: string;
  at: string;
  host: Host;
  method: Method;
  version: string | null;
  /** The node's name in Meta's specs (`Page`), or the path itself for calls without a node (`oauth/access_token`). */
  node: string;
  edge: string | null;
  /** `Page/subscribed_apps`. */
  path: string;
  /** Names and values; the values of secret ones are `…`. */
  params: Record<string, string>;
  tokenKind: TokenKind | 'app' | 'unknown' | null;
  tokenPlace: TokenPlace | null;
  /** The first hex digits of the token's SHA-256. */
  tokenHash: string | null;
  proof: Proof | null;
  status: number | null;
  /** Meta's error code; null when the answer was none. */
  code: number | null;
  subcode: number | null;
  fault: string | null;
  inBatch: boolean;
};

/** Parameters whose values are never kept. */
const SECRET = /token|secret|^(code|pin|password|state|batch|signed_request|appsecret_proof)$/;

/** The longest value that is kept, in characters. */
const VALUE_CAP = 500;

/** The parameters of a call, fit to be seen. */
export const shownParams = (params: Params): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shownValue(name, value)]));

/** The events of a conversion call are megabytes, and a file is one too: only their size is kept. */
function shownValue(name: string, value: string): string {
  if (SECRET.test(name)) return '…';
  if (name === 'data' || name === 'file') return `(${value.length} characters)`;
  // A slice would hold on to the whole value.
  return value.length <= VALUE_CAP ? value : Buffer.from(value.slice(0, VALUE_CAP)).toString();
}

/** The record of Graph calls. */
export type CallJournal = {
  open(request: GraphRequest, inBatch: boolean): CallRow;
  /** The row's id of a request that was opened. */
  idOf(request: GraphRequest): string | undefined;
  /** Calls from a time on (simulated ms), or after an id; whose path contains a text. */
  list(filter?: { since?: string; path?: string }): CallRow[];
  clear(): void;
};

/** Rows beyond this many are forgotten, oldest first. */
const KEPT = 50_000;

/** An empty journal. */
export function createCallJournal(clock: Clock): CallJournal {
  let rows: CallRow[] = [];
  let next = 1;
  const ids = new WeakMap<GraphRequest, string>();
  return {
    open: (request, inBatch) => {
      const row = emptyRow(`c${next}`, new Date(clock.now()).toISOString(), request, inBatch);
      next += 1;
      ids.set(request, row.id);
      rows.push(row);
      if (rows.length > KEPT) rows = rows.slice(-KEPT / 2);
      return row;
    },
    idOf: (request) => ids.get(request),
    list: ({ since = '', path = '' } = {}) => rows.filter((row) => isAfter(row, since) && row.path.includes(path)),
    clear: () => {
      rows = [];
    },
  };
}

const isAfter = (row: CallRow, since: string): boolean =>
  /^c\d+$/.test(since) ? Number(row.id.slice(1)) > Number(since.slice(1)) : row.at >= since;

const emptyRow = (id: string, at: string, request: GraphRequest, inBatch: boolean): CallRow => ({
  id,
  at,
  host: request.host,
  method: request.method,
  version: request.version,
  node: '-',
  edge: null,
  path: '-',
  params: shownParams(request.params),
  tokenKind: null,
  tokenPlace: request.token?.place ?? null,
  tokenHash: null,
  proof: null,
  status: null,
  code: null,
  subcode: null,
  fault: null,
  inBatch,
});
