import { describe } from '@jest/globals';
import { conversionDaySuite, conversionSuite } from './capi-suite-conversions.ts';
import { collectorSuite, qualitySuite, settingsSuite } from './capi-suite-registers.ts';
import { idempotencySuite } from './capi-suite-requests.ts';
import type { CapiMaker } from './capi-under-test.ts';

/** What all stores do about conversion events: the fakes beside the unit tests, the adapters in a cloud. */
export function capiSuite(name: string, make: CapiMaker): void {
  describe(name, () => {
    conversionSuite(make);
    conversionDaySuite(make);
    collectorSuite(make);
    settingsSuite(make);
    qualitySuite(make);
    idempotencySuite(make);
  });
}
