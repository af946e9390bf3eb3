import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import type { BudgetOrder, BudgetTold } from './harness/budget-worker.ts';
import { control } from './harness/consents.ts';
import { demandOutputs } from './harness/journey.ts';

const outputs = demandOutputs();
const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const workers = 5;
const allowance = 300;

/** One process of its own, with nothing in common with the others but the ledger. */
async function worker(order: BudgetOrder): Promise<BudgetTold> {
  const script = join(root, 'test', 'cloud', 'harness', 'budget-worker.ts');
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: outputs.emulator.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    NODE_EXTRA_CA_CERTS: outputs.emulator.certificate,
  };
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, JSON.stringify(order)], {
    env,
    cwd: root,
  });
  return JSON.parse(stdout) as BudgetTold;
}

describe('five workers and one of Meta’s limits', () => {
  afterAll(() => control(outputs, 'DELETE', 'usage'));

  it('use what it gives and are never refused, because one memory holds them all', async () => {
    const appId = `77${randomInt(1e9, 9e9)}`;
    const app = { appId, kind: 'facebook', appSecret: 'fake-secret-of-a-new-app' } as const;
    const things = [{ kind: 'app', id: appId, fields: { name: 'Fake App' }, secret: app.appSecret }];
    await control(outputs, 'POST', 'world', { things });
    await control(outputs, 'POST', 'usage', { allowances: { app: allowance } });
    const ledgerTable = physicalName.table(outputs.stage, 'ledger');
    const order = { graphOrigin: outputs.simulatorUrl, ledgerTable, app, milliseconds: 20_000 };
    const told = await Promise.all(
      Array.from({ length: workers }, (_, at) => worker({ ...order, account: String(at) })),
    );
    const called = told.reduce((sum, one) => sum + one.called, 0);
    console.log(`called ${told.map((one) => one.called)} of ${allowance}; waited ${told.map((one) => one.waited)}`);
    expect(told.flatMap(({ others }) => others)).toEqual([]);
    for (const { waited } of told) expect(waited).toBeGreaterThan(0);
    // Far from all of it: what an unknown app may is learned from below, and the rest of the hour is still to come.
    expect(called).toBeGreaterThan(allowance * 0.4);
    expect(called).toBeLessThanOrEqual(allowance);
    const { data } = await control<{ data: readonly { code: number | null; path: string }[] }>(
      outputs,
      'GET',
      'calls?path=debug_token',
    );
    expect(data.length).toBeGreaterThanOrEqual(called);
    expect(data.filter(({ code }) => code === 4)).toEqual([]);
  }, 120_000);
});
