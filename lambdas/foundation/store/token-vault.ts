import type { AccessToken } from '../core/access-token.ts';

/** What kinds of token we keep. `business` is a business-integration system user's, from Login for Business. */
export const tokenKinds = ['user', 'page', 'system-user', 'business', 'instagram'] as const;

/** Kind of a token. */
export type TokenKind = (typeof tokenKinds)[number];

/** Names one kept token: whose connection, which kind, and what it speaks for (a Page's id; `me` for the person's own). */
export interface TokenRef {
  readonly workspace: string;
  readonly connectionId: string;
  readonly kind: TokenKind;
  readonly subject: string;
}

/**
 * The only place where tokens rest. Sealing again replaces; what was sealed for one ref opens for no other (the ref is
 * bound into the seal). Throws `Failure` `unavailable` when KMS, Secrets Manager or the table refuses.
 */
export interface TokenVault {
  seal(ref: TokenRef, token: AccessToken): Promise<void>;
  /** The token; throws `Failure` `not-found` when none is kept. */
  open(ref: TokenRef): Promise<AccessToken>;
  /** The refs of one connection's tokens, without their texts. */
  list(workspace: string, connectionId: string): Promise<readonly TokenRef[]>;
  /** Forgets one token for good; one that is not there is no failure. */
  wipe(ref: TokenRef): Promise<void>;
  /** Forgets every token of a connection for good. */
  wipeAll(workspace: string, connectionId: string): Promise<void>;
}
