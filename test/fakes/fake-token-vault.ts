import { AccessToken } from '../../lambdas/foundation/core/access-token.ts';
import { Failure } from '../../lambdas/foundation/core/failure.ts';
import type { TokenRef, TokenVault } from '../../lambdas/foundation/store/token-vault.ts';

/** The vault in memory: passes the same suite as the adapters. `refs` tells what it holds. */
export function fakeTokenVault() {
  const rows = new Map<string, { readonly ref: TokenRef; readonly token: AccessToken }>();
  const nameOf = ({ workspace, connectionId, kind, subject }: TokenRef) =>
    JSON.stringify([workspace, connectionId, kind, subject]);
  const of = (workspace: string, connectionId: string) =>
    [...rows.values()]
      .map(({ ref }) => ref)
      .filter((ref) => ref.workspace === workspace && ref.connectionId === connectionId);
  const vault: TokenVault = {
    async seal({ workspace, connectionId, kind, subject }, token) {
      const ref = { workspace, connectionId, kind, subject };
      rows.set(nameOf(ref), { ref, token: new AccessToken(AccessToken.textOf(token)) });
    },
    async open(ref) {
      const row = rows.get(nameOf(ref));
      if (row === undefined) throw new Failure('not-found', 'no such token is kept');
      return row.token;
    },
    async list(workspace, connectionId) {
      return of(workspace, connectionId).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    },
    async wipe(ref) {
      rows.delete(nameOf(ref));
    },
    async wipeAll(workspace, connectionId) {
      for (const ref of of(workspace, connectionId)) rows.delete(nameOf(ref));
    },
  };
  return { ...vault, refs: () => [...rows.values()].map(({ ref }) => ({ ...ref })) };
}
