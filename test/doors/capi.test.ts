import { beforeAll, describe, expect, it } from '@jest/globals';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import { type Clock, systemClock } from '../../lambdas/foundation/core/clock.ts';
import { makeAws } from '../../lambdas/foundation/runtime/aws-calls.ts';
import { makeTableCalls } from '../../lambdas/foundation/runtime/table-calls.ts';
import { openCollectors } from '../../lambdas/foundation/store/dynamo-collectors.ts';
import { openConversionDays } from '../../lambdas/foundation/store/dynamo-conversion-days.ts';
import { openConversions } from '../../lambdas/foundation/store/dynamo-conversions.ts';
import { openDatasetQualities } from '../../lambdas/foundation/store/dynamo-dataset-qualities.ts';
import { openDueRows } from '../../lambdas/foundation/store/dynamo-due-rows.ts';
import { openIdempotency } from '../../lambdas/foundation/store/dynamo-idempotency.ts';
import { openQualityPolls } from '../../lambdas/foundation/store/dynamo-quality-polls.ts';
import { openWorkspaceSettings } from '../../lambdas/foundation/store/dynamo-workspace-settings.ts';
import { QualityPollRow } from '../../lambdas/foundation/store/entities/quality-poll.ts';
import type { TableCalls } from '../../lambdas/foundation/store/table-calls.ts';
import { account, root } from '../../local/emulator/clients.ts';
import { readOutputs } from '../../local/outputs.ts';
import { capiSuite } from './capi-suite.ts';
import type { CapiProcess } from './capi-under-test.ts';
import { fresh, handClock } from './store-under-test.ts';
import { strictCalls } from './strict-calls.ts';

/** The adapters against the deployed tables; every test has workspaces, pixels and ids of its own. */
let calls: TableCalls;

beforeAll(() => {
  const outputs = readOutputs(process.env.METAPORT_OUTPUTS ?? '');
  if (!outputs) throw new Error('METAPORT_OUTPUTS names no outputs file of a running local cloud');
  const { endpoint } = outputs.emulator;
  calls = strictCalls(
    makeTableCalls(makeAws({ region: account.region, endpoint, credentials: () => root, clock: systemClock })),
  );
});

const doorsOf = (clock: Clock) => ({
  state: { calls, tableName: physicalName.table('local', 'state'), clock },
  ledger: { calls, tableName: physicalName.table('local', 'ledger'), clock },
});

const realCapi = (clock: Clock) => (): CapiProcess => {
  const { state, ledger } = doorsOf(clock);
  return {
    conversions: openConversions({ ...state, retentionDays: 30 }),
    days: openConversionDays(state),
    collectors: openCollectors(state),
    settings: openWorkspaceSettings(state),
    qualities: openDatasetQualities(state),
    polls: openQualityPolls(state),
    idempotency: openIdempotency(ledger),
  };
};

capiSuite('the adapters of the conversions', realCapi);

describe('the poll of a dataset’s quality', () => {
  it('stands in the due index when it was settled to, and knows that time whatever the sweep does', async () => {
    const clock = handClock();
    const { polls } = realCapi(clock)();
    const [workspace, pixel, dueAt] = [fresh('w'), '1', '2026-11-22T10:00:00.000Z'];
    const { state } = doorsOf(clock);
    const indexed = async () =>
      (await calls('GetItem', { TableName: state.tableName, Key: QualityPollRow.key({ workspace, pixel }) })).Item;
    await polls.ensure(workspace, pixel, dueAt);
    expect(await indexed()).toMatchObject({ dueAt, dueShard: expect.any(String) });
    const later = '2026-11-22T11:00:00.000Z';
    const row = { entity: QualityPollRow.name, pk: [workspace], sk: [pixel], dueAt };
    expect(await openDueRows(state).putOff(row, later)).toBe(true);
    expect(await indexed()).toMatchObject({ dueAt: later });
    expect(await polls.get(workspace, pixel)).toMatchObject({ dueAt });
    const next = '2026-11-23T10:00:00.000Z';
    await polls.settle({ workspace, pixel, dueAt: next, lastReadAt: dueAt, failures: 0, reason: null });
    expect(await indexed()).toMatchObject({ dueAt: next });
  });
});
