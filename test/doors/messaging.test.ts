import { beforeAll } from '@jest/globals';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import { systemClock } from '../../lambdas/foundation/core/clock.ts';
import { makeAws } from '../../lambdas/foundation/runtime/aws-calls.ts';
import { makeTableCalls } from '../../lambdas/foundation/runtime/table-calls.ts';
import { openMediaUploads } from '../../lambdas/foundation/store/dynamo-media-uploads.ts';
import type { TableCalls } from '../../lambdas/foundation/store/table-calls.ts';
import { account, root } from '../../local/emulator/clients.ts';
import { readOutputs } from '../../local/outputs.ts';
import { messagingSuite } from './messaging-suite.ts';
import { messagingCrashSuite } from './messaging-suite-crashes.ts';
import { mediaSuite } from './messaging-suite-media.ts';
import { openProcess } from './messaging-under-test.ts';
import { strictCalls } from './strict-calls.ts';

/** The adapters against the deployed table; every test has workspaces and ids of its own. */
let calls: TableCalls;
const tableName = physicalName.table('local', 'state');

beforeAll(() => {
  const outputs = readOutputs(process.env.METAPORT_OUTPUTS ?? '');
  if (!outputs) throw new Error('METAPORT_OUTPUTS names no outputs file of a running local cloud');
  const { endpoint } = outputs.emulator;
  calls = strictCalls(
    makeTableCalls(makeAws({ region: account.region, endpoint, credentials: () => root, clock: systemClock })),
  );
});

messagingSuite('the adapters of conversations', (clock) => () => openProcess({ calls, tableName, clock }));

messagingCrashSuite('the adapters of conversations', () => ({ calls, tableName }));

mediaSuite('the adapter', (clock) => () => openMediaUploads({ calls, tableName, clock, messageDays: 90 }));
