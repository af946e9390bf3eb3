export type { GraphApp, GraphIdentity, TokenHolder } from '../core/graph-identity.ts';

/** Which page of a list: `after` of the page before, `limit` at most 100 (Meta's default is 25). */
export interface PageRequest {
  readonly after?: string;
  readonly limit?: number;
}

/** A page of a list; `after` is null on the last one. An empty page may still have a next one (fact sheet §5). */
export interface Paged<T> {
  readonly data: readonly T[];
  readonly after: string | null;
}
