import type { OauthState } from './entities/oauth-state.ts';

export type { OauthState } from './entities/oauth-state.ts';

/**
 * Consents under way, each named by the SHA-256 (lower-case hex) of its state. What is over counts as gone, though its
 * row still lies there. Throws `Failure` `unavailable` when the table refuses.
 */
export interface OauthStates {
  /** Keeps a new one; throws `Failure` `conflict` when the hash stands already. */
  save(state: OauthState): Promise<void>;
  /** Reads without consuming; undefined when unknown, consumed or over. */
  peek(stateHash: string): Promise<OauthState | undefined>;
  /**
   * Binds it to the browser whose cookie has this hash. True also for the browser that is bound already; false when it
   * is another's, unknown, consumed or over.
   */
  bind(stateHash: string, browserHash: string): Promise<boolean>;
  /** Takes it away and answers it, to one caller once; undefined to everybody else and when it is over. */
  consume(stateHash: string): Promise<OauthState | undefined>;
}
