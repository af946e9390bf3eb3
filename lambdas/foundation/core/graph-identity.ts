import type { AccessToken } from './access-token.ts';
import type { MetaApp } from './doors.ts';
import type { Priority } from './usage.ts';

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
