import { describe } from '@jest/globals';
import { assetSuite } from './ties-suite-assets.ts';
import { connectionSuite, oauthStateSuite } from './ties-suite-connections.ts';
import { erasureSuite } from './ties-suite-erasure.ts';
import { auditSuite, deletionSuite, syncJobSuite, wishSuite } from './ties-suite-registers.ts';
import type { TiesMaker } from './ties-under-test.ts';

/** What all stores do about our ties to Meta and to people: the fakes beside the unit tests, the adapters in a cloud. */
export function tiesSuite(name: string, make: TiesMaker): void {
  describe(name, () => {
    connectionSuite(make);
    oauthStateSuite(make);
    assetSuite(make);
    syncJobSuite(make);
    wishSuite(make);
    deletionSuite(make);
    auditSuite(make);
    erasureSuite(make);
  });
}
