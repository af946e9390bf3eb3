import { describe } from '@jest/globals';
import { blankSuite } from './store-suite-blank.ts';
import { budgetSuite } from './store-suite-budgets.ts';
import { claimSuite } from './store-suite-claims.ts';
import { dueSuite } from './store-suite-due.ts';
import { pagingSuite } from './store-suite-paging.ts';
import { parkedSuite } from './store-suite-parked.ts';
import { jobSuite, registrySuite, unknownAssetSuite } from './store-suite-registers.ts';
import type { Effort, StoreMaker } from './store-under-test.ts';

/** The suite of every store: the fake runs it beside the unit tests, the adapters against the tables of a cloud. */
export function storeSuite(name: string, make: StoreMaker, effort: Effort): void {
  describe(name, () => {
    claimSuite(make);
    blankSuite(make);
    pagingSuite(make, effort);
    parkedSuite(make);
    jobSuite(make);
    registrySuite(make);
    unknownAssetSuite(make);
    budgetSuite(make, effort);
    dueSuite(make, effort);
  });
}
