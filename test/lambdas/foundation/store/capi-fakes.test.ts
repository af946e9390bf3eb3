import { expect, it } from '@jest/globals';
import { capiSuite } from '../../../doors/capi-suite.ts';
import { aConversion } from '../../../doors/capi-under-test.ts';
import { handClock } from '../../../doors/store-under-test.ts';
import { fakeCollectors } from '../../../fakes/fake-collectors.ts';
import { fakeConversionDays } from '../../../fakes/fake-conversion-days.ts';
import { fakeConversions } from '../../../fakes/fake-conversions.ts';
import { fakeDatasetQualities } from '../../../fakes/fake-dataset-qualities.ts';
import { fakeIdempotency } from '../../../fakes/fake-idempotency.ts';
import { fakeQualityPolls } from '../../../fakes/fake-quality-polls.ts';
import { fakeWorkspaceSettings } from '../../../fakes/fake-workspace-settings.ts';

capiSuite('the fakes of the conversions', (clock) => {
  const kept = {
    conversions: fakeConversions(clock),
    days: fakeConversionDays(clock),
    collectors: fakeCollectors(),
    settings: fakeWorkspaceSettings(),
    qualities: fakeDatasetQualities(clock),
    polls: fakeQualityPolls(),
    idempotency: fakeIdempotency(clock),
  };
  return () => kept;
});

it('the fake log shows every row to tests alone, as a copy', async () => {
  const clock = handClock();
  const conversions = fakeConversions(clock);
  const row = aConversion(clock);
  await conversions.put([row]);
  Object.assign(conversions.rows()[0] ?? {}, { state: 'parked' });
  expect(conversions.rows()).toEqual([row]);
});
