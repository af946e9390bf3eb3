import { openMediaUploads } from '../../../../lambdas/foundation/store/dynamo-media-uploads.ts';
import { mediaSuite } from '../../../doors/messaging-suite-media.ts';
import { strictCalls } from '../../../doors/strict-calls.ts';
import { fakeMediaUploads } from '../../../fakes/fake-media-uploads.ts';
import { fakeTable } from '../../../fakes/fake-table.ts';

mediaSuite('the fake', (clock) => {
  const uploads = fakeMediaUploads(clock);
  return () => uploads;
});

mediaSuite('the adapter over a table in memory', (clock) => {
  const { calls, tableName } = fakeTable();
  return () => openMediaUploads({ calls: strictCalls(calls), tableName, clock, messageDays: 90 });
});
