import type { AccessToken } from '../../core/access-token.ts';
import type { GraphApp, GraphIdentity, Paged, PageRequest } from '../identity.ts';

/** A token that Meta just gave. */
export interface GrantedToken {
  readonly token: AccessToken;
  /** Milliseconds since 1970; null where Meta named no end (a Page's or a classic system user's token has none). */
  readonly expiresAt: number | null;
}

/** What a code of Instagram Login is worth. `userId` is app-scoped: webhooks use the id that `readInstagramMe` tells. */
export interface InstagramGrant extends GrantedToken {
  readonly userId: string;
  readonly permissions: readonly string[];
}

/** One scope and the assets it was given for; `targetIds` null means all of them. */
export interface GranularScope {
  readonly scope: string;
  readonly targetIds: readonly string[] | null;
}

/** What `debug_token` says. Times are milliseconds since 1970; null means never, or that Meta did not say. */
export interface InspectedToken {
  /** Empty when Meta cannot read the token at all. */
  readonly appId: string;
  /** `USER`, `PAGE`, `APP`, `SYSTEM_USER`; absent in old answers. */
  readonly type?: string;
  readonly isValid: boolean;
  readonly issuedAt: number | null;
  readonly expiresAt: number | null;
  readonly dataAccessExpiresAt: number | null;
  readonly scopes: readonly string[];
  readonly granularScopes: readonly GranularScope[];
  readonly userId?: string;
  readonly profileId?: string;
  /** Why it is not valid. */
  readonly error?: { readonly code: number; readonly subcode?: number };
}

/** One line of `/me/permissions`; `status` is `granted`, `declined` or `expired`. */
export interface Permission {
  readonly permission: string;
  readonly status: string;
}

/** Which business-integration system user's token to fetch; ids are strings. */
export interface SystemTokenRequest {
  readonly businessId: string;
  readonly systemUserId?: string;
  readonly scopes?: readonly string[];
  readonly assetIds?: readonly string[];
}

/** Tokens: their making, care and end. Each throws the `Failure` kinds of `classify-error.ts`. */
export interface TokenCalls {
  /** A code of Facebook's dialog; without `redirectUri` it is an Embedded Signup's, which lives 30 s. */
  exchangeCode(app: GraphApp, grant: { readonly code: string; readonly redirectUri?: string }): Promise<GrantedToken>;
  /** A user token of an hour or two for one of 60 days. */
  exchangeLongLived(app: GraphApp, token: AccessToken): Promise<GrantedToken>;
  /** A new system-user token of 60 days; the old one lives until its own end, and an expired one is refused. */
  refreshSystemUserToken(identity: GraphIdentity): Promise<GrantedToken>;
  /** A code of Instagram Login; a trailing `#_` is stripped. */
  exchangeInstagramCode(
    app: GraphApp,
    grant: { readonly code: string; readonly redirectUri: string },
  ): Promise<InstagramGrant>;
  /** An Instagram token of an hour for one of 60 days. */
  exchangeInstagramLongLived(app: GraphApp, token: AccessToken): Promise<GrantedToken>;
  /** 60 days more for an Instagram token that is 24 h old and not expired. */
  refreshInstagramToken(identity: GraphIdentity): Promise<GrantedToken>;
  /** What a token is, asked with the app's own token; another app's token is refused. */
  inspectToken(app: GraphApp, token: AccessToken): Promise<InspectedToken>;
  listPermissions(identity: GraphIdentity, page?: PageRequest): Promise<Paged<Permission>>;
  /** De-authorises the app for this (app-scoped) user. */
  removePermissions(identity: GraphIdentity, userId: string): Promise<void>;
  /** Ends one token. */
  revokeToken(app: GraphApp, token: AccessToken): Promise<void>;
  /** The existing token of a business-integration system user (`fetch_only`: none is minted). */
  fetchSystemUserTokens(identity: GraphIdentity, request: SystemTokenRequest): Promise<GrantedToken>;
}
