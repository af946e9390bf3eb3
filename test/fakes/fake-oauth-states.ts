import { type Clock, unixSeconds } from '../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';
import type { OauthState, OauthStates } from '../../lambdas/foundation/store/oauth-states.ts';

/** The consents under way in memory: pass the same suite as the adapter. */
export function fakeOauthStates(clock: Clock): OauthStates {
  const rows = new Map<string, OauthState>();
  const live = (stateHash: string) => {
    const row = rows.get(stateHash);
    return row && row.expiresAt > unixSeconds(clock.now()) ? structuredClone(row) : undefined;
  };
  return {
    async save(state) {
      if (rows.has(state.stateHash)) throw new Failure('conflict', 'this state stands already');
      rows.set(state.stateHash, structuredClone(state));
    },
    async peek(stateHash) {
      return live(stateHash);
    },
    async bind(stateHash, browserHash) {
      const row = live(stateHash);
      if (row === undefined || (row.browserHash !== null && row.browserHash !== browserHash)) return false;
      rows.set(stateHash, { ...row, browserHash });
      return true;
    },
    async consume(stateHash) {
      const row = live(stateHash);
      rows.delete(stateHash);
      return row;
    },
  };
}
