import { beforeEach, describe, expect, it } from '@jest/globals';
import type { MetaApp, Secrets } from '../../lambdas/foundation/core/doors.ts';

/** Secrets whose stored values a test can change. */
export interface SecretsUnderTest {
  readonly secrets: Secrets;
  store(apps: readonly MetaApp[], token: string): Promise<void>;
}

const app: MetaApp = { appId: '100200300', kind: 'facebook', appSecret: 'not-a-secret' };

/** What all secrets do, real or fake. */
export function secretsSuite(name: string, open: () => Promise<SecretsUnderTest>): void {
  describe(`${name} as secrets`, () => {
    let under: SecretsUnderTest;
    beforeEach(async () => {
      under = await open();
    });

    it('says misconfigured while no value is set', async () => {
      await expect(under.secrets.metaApps()).rejects.toMatchObject({ name: 'Failure', kind: 'misconfigured' });
      await expect(under.secrets.verifyToken()).rejects.toMatchObject({ kind: 'misconfigured' });
    });

    it('keeps what it read until it is asked for a fresh reading', async () => {
      await under.store([app], 'first');
      expect(await under.secrets.metaApps({ fresh: true })).toEqual([app]);
      expect(await under.secrets.verifyToken({ fresh: true })).toBe('first');
      await under.store([], 'second');
      expect(await under.secrets.metaApps()).toEqual([app]);
      expect(await under.secrets.verifyToken()).toBe('first');
    });
  });
}
