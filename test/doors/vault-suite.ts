import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { AccessToken } from '../../lambdas/foundation/core/access-token.ts';
import { type TokenRef, type TokenVault, tokenKinds } from '../../lambdas/foundation/store/token-vault.ts';
import { fresh } from './store-under-test.ts';

/** A token that looks like none of Meta's, and that no other test has. */
export const aToken = () => new AccessToken(`not-a-token-${randomUUID()}`);

/** The first token of a fresh connection. */
export const aRef = (over: Partial<TokenRef> = {}): TokenRef => ({
  workspace: fresh('w'),
  connectionId: `con_${randomUUID()}`,
  kind: 'user',
  subject: 'me',
  ...over,
});

/** What a vault gives for a ref, in clear; the kind of the failure when it gives none. */
export const opened = (vault: Pick<TokenVault, 'open'>, ref: TokenRef) =>
  vault.open(ref).then(AccessToken.textOf, (failure: { kind: string }) => failure.kind);

/** What all vaults do; each call of `open` is one more process over the same vault. */
export function vaultSuite(name: string, open: () => TokenVault): void {
  describe(name, () => {
    it('gives back what was sealed, to every process, and nothing that was not', async () => {
      const [ref, token] = [aRef(), aToken()];
      expect(await opened(open(), ref)).toBe('not-found');
      await open().seal(ref, token);
      expect(await opened(open(), ref)).toBe(AccessToken.textOf(token));
    });

    it('keeps any text whole', async () => {
      const text = `EAA#|%/+=\n\u2028ß😀\u0000"\\${'x'.repeat(3000)}`;
      const ref = aRef();
      await open().seal(ref, new AccessToken(text));
      expect(await opened(open(), ref)).toBe(text);
    });

    it('opens a token for its own ref alone', async () => {
      const vault = open();
      const ref = aRef();
      await vault.seal(ref, aToken());
      const others = [
        { ...ref, workspace: `${ref.workspace}#` },
        { ...ref, workspace: fresh('x') },
        { ...ref, connectionId: `${ref.connectionId}#user` },
        ...tokenKinds.filter((kind) => kind !== 'user').map((kind) => ({ ...ref, kind })),
        { ...ref, subject: 'me2' },
        { ...ref, workspace: `${ref.workspace}#${ref.connectionId}`, connectionId: '' },
      ];
      expect(await Promise.all(others.map((other) => opened(vault, other)))).toEqual(others.map(() => 'not-found'));
    });

    it('forgets the text of before when a token is sealed again', async () => {
      const [ref, next] = [aRef(), aToken()];
      await open().seal(ref, aToken());
      await open().seal(ref, next);
      expect(await opened(open(), ref)).toBe(AccessToken.textOf(next));
      expect(await open().list(ref.workspace, ref.connectionId)).toEqual([ref]);
    });

    it('keeps one of two texts that are sealed at once, whole', async () => {
      const ref = aRef();
      const tokens = Array.from({ length: 4 }, aToken);
      await Promise.all(tokens.map((token) => open().seal(ref, token)));
      expect(tokens.map(AccessToken.textOf)).toContain(await opened(open(), ref));
    });

    it('lists a connection’s refs, and no other’s', async () => {
      const vault = open();
      const me = aRef();
      const page = { ...me, kind: 'page', subject: '1#2' } as const;
      const other = { ...me, connectionId: `con_${randomUUID()}` };
      for (const ref of [me, page, other]) await vault.seal(ref, aToken());
      expect(await open().list(me.workspace, me.connectionId)).toEqual([page, me]);
      expect(await open().list(fresh('x'), me.connectionId)).toEqual([]);
    });

    it('forgets one token for good, as often as asked', async () => {
      const vault = open();
      const [ref, other] = [aRef(), aRef()];
      for (const one of [ref, other]) await vault.seal(one, aToken());
      await vault.wipe(ref);
      await open().wipe(ref);
      expect(await opened(open(), ref)).toBe('not-found');
      expect(await vault.list(ref.workspace, ref.connectionId)).toEqual([]);
      expect(await opened(vault, other)).not.toBe('not-found');
      const again = aToken();
      await vault.seal(ref, again);
      expect(await opened(open(), ref)).toBe(AccessToken.textOf(again));
    });

    it('forgets 300 tokens of a connection, and none of its neighbour', async () => {
      const vault = open();
      const ref = aRef({ kind: 'page' });
      const neighbour = { ...ref, connectionId: `${ref.connectionId}0` };
      const subjects = Array.from({ length: 300 }, (_, at) => String(at));
      for (let at = 0; at < subjects.length; at += 25) {
        await Promise.all(subjects.slice(at, at + 25).map((subject) => vault.seal({ ...ref, subject }, aToken())));
      }
      await vault.seal(neighbour, aToken());
      expect(await vault.list(ref.workspace, ref.connectionId)).toHaveLength(300);
      await open().wipeAll(ref.workspace, ref.connectionId);
      await open().wipeAll(ref.workspace, ref.connectionId);
      expect(await vault.list(ref.workspace, ref.connectionId)).toEqual([]);
      expect(await opened(vault, { ...ref, subject: '299' })).toBe('not-found');
      expect(await opened(vault, neighbour)).not.toBe('not-found');
    }, 60_000);

    it('leaves nothing, or one whole token, when a wipe comes while another seals', async () => {
      for (let round = 0; round < 5; round += 1) {
        const [ref, token] = [aRef(), aToken()];
        await open().seal(ref, aToken());
        const [sealed] = await Promise.allSettled([open().seal(ref, token), open().wipe(ref)]);
        if (sealed.status === 'rejected') expect(sealed.reason).toMatchObject({ kind: 'busy' });
        expect(['not-found', AccessToken.textOf(token)]).toContain(await opened(open(), ref));
      }
    });
  });
}
