import type { AccessToken } from '../core/access-token.ts';
import type { MetaApp } from '../core/doors.ts';
import type { Priority } from '../core/usage.ts';

/** The app that speaks; its kind decides the host (Facebook's or Instagram's graph). A `MetaApp` is one. */
export type GraphApp = Pick<MetaApp, 'appId' | 'kind' | 'appSecret'>;

/** Whose token it is: it decides which of Meta's allowances a call draws on (fact sheet §4). */
export type TokenHolder = 'user' | 'page' | 'system';

/** As whom a call is made. */
export interface GraphIdentity {
  readonly app: GraphApp;
  readonly token: AccessToken;
  /** Default `user`. */
  readonly holder?: TokenHolder;
  /** Who must not starve the others: our connection or workspace; default the asset or the app that is called. */
  readonly account?: string;
  /** Default: the priority with which the Graph was opened. */
  readonly priority?: Priority;
}

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
