import { expect, it } from '@jest/globals';
import { aRef, aToken, vaultSuite } from '../../../doors/vault-suite.ts';
import { fakeTokenVault } from '../../../fakes/fake-token-vault.ts';

const kept = fakeTokenVault();
vaultSuite('the fake vault', () => kept);

it('the fake vault shows what it holds, and no text', async () => {
  const vault = fakeTokenVault();
  const ref = aRef();
  await vault.seal(ref, aToken());
  expect(vault.refs()).toEqual([ref]);
});
