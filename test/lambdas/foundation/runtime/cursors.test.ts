import { createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeCursors } from '../../../../lambdas/foundation/runtime/cursors.ts';
import { fakeSecrets } from '../../../fakes/fake-secrets.ts';

const open = (token = 'token') => {
  const secrets = fakeSecrets({ token });
  return { cursors: makeCursors(secrets), secrets };
};

describe('a cursor', () => {
  it('opens to the position that was sealed, for the same workspace', async () => {
    const { cursors } = open();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (position, workspace) => {
        const cursor = await cursors.seal(workspace, position);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(await cursors.open(workspace, cursor)).toBe(position);
      }),
    );
  });

  it('is sealed by HMAC-SHA-256 under a key of its own, from which the token does not follow', async () => {
    const cursor = Buffer.from(await open().cursors.seal('shop', 'here'), 'base64url');
    const key = Buffer.from(hkdfSync('sha256', 'token', '', 'metaport paging cursor', 32));
    const seal = createHmac('sha256', key).update('shop\nhere').digest().subarray(0, 16);
    expect(cursor).toEqual(Buffer.concat([seal, Buffer.from('here')]));
  });

  it('opens for nobody else, and not with a single sign changed', async () => {
    const { cursors } = open();
    const cursor = await cursors.seal('shop', '{"pk":"a"}');
    const refused = { name: 'Failure', kind: 'invalid-request', errors: [{ path: 'query.cursor' }] };
    await expect(cursors.open('other', cursor)).rejects.toMatchObject(refused);
    let changed = 0;
    for (let index = 0; index < cursor.length; index += 1) {
      const sign = cursor[index] === 'A' ? 'B' : 'A';
      const forged = cursor.slice(0, index) + sign + cursor.slice(index + 1);
      await expect(cursors.open('shop', forged)).rejects.toMatchObject(refused);
      changed += 1;
    }
    expect(changed).toBeGreaterThan(30);
  });

  it.each(['', 'A', '!!!', 'AAAAAAAAAAAAAAAAAAAAAAAA', ' ', '{}', 'é'])('made up as %j is refused', async (forged) => {
    await expect(open().cursors.open('shop', forged)).rejects.toMatchObject({ kind: 'invalid-request' });
  });

  it('with a sign appended that base64 ignores is refused', async () => {
    const { cursors } = open();
    const cursor = await cursors.seal('shop', 'x');
    for (const tail of ['=', ' ', '\n', '==']) {
      await expect(cursors.open('shop', cursor + tail)).rejects.toMatchObject({ kind: 'invalid-request' });
    }
  });

  it('of a new verify token opens in a warm function after one fresh reading', async () => {
    const { cursors, secrets } = open('old');
    const other = open('new').cursors;
    const cursor = await other.seal('shop', 'x');
    secrets.change({ token: 'new' });
    expect(await cursors.open('shop', cursor)).toBe('x');
    expect(secrets.reads.token).toBe(1);
  });
});
