import type { Caller } from '../http/caller.ts';
import type { GraphRequest, Host, Params } from '../http/graph-request.ts';
import type { Row } from '../http/paging.ts';
import type { Meta } from '../meta.ts';
import type { Thing } from '../world/things.ts';
import type { TokenKind } from '../world/tokens.ts';

/** Who looks at what. */
export type View = { meta: Meta; caller: Caller; host: Host };

/** One call of an edge; `rest` are the path segments behind the edge. */
export type EdgeCall<T extends Thing = Thing> = View & {
  node: T;
  params: Params;
  rest: readonly string[];
  request: GraphRequest;
};

/** What an edge answers: nodes to be shown by their fields, rows as they are, one node, or a body as it is. */
export type EdgeAnswer =
  | { things: readonly Thing[]; defaults?: readonly string[] }
  | { rows: readonly Row[] }
  | { node: Thing }
  | { json: unknown };

/** An edge and what it demands; of `scopes` and `tasks` any one will do. */
export type Edge = {
  scopes?: readonly string[];
  /** Meta's code when the scope is missing: 200 unless said otherwise. */
  code?: number;
  tasks?: readonly string[];
  tokens?: readonly (TokenKind | 'app')[];
  /** graph.facebook.com unless said otherwise. */
  hosts?: readonly Host[];
  run(call: EdgeCall): EdgeAnswer | Promise<EdgeAnswer>;
};

/** `Page/subscribed_apps POST` → edge, with the kinds of `world/things.ts`. */
export type Edges = Readonly<Record<string, Edge>>;

/** Meta's answer to most writes. */
export const SUCCESS: EdgeAnswer = { json: { success: true } };
