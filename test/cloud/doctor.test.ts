import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ctl } from './harness/cloud.ts';
import { consented, linked, newPerson } from './harness/consents.ts';
import { demandOutputs, openJourney } from './harness/journey.ts';

const outputs = demandOutputs();
const { api } = openJourney(outputs);

/** What the doctor printed, whether or not somebody is needed. */
const examined = (...words: string[]): Promise<string> =>
  ctl('doctor', ...words).catch((failed: { stdout?: string }) => failed.stdout ?? '');

describe('the day after', () => {
  it('names what a new workspace lacks, each with its remedy, and ends badly', async () => {
    const workspace = `new-${randomInt(1e9)}`;
    await expect(ctl('doctor', '--workspace', workspace)).rejects.toThrow();
    const said = await examined('--workspace', workspace);
    expect(said).toContain('✓ app secret');
    expect(said).toContain('answers the challenge');
    expect(said).toMatch(/✗ connection +none in workspace new-.*\n +→ npm run ctl -- connect/);
    expect(said).toMatch(/✗ asset +none is linked/);
    const lines = said.split('\n');
    const lacking = lines.flatMap((line, at) => (line.startsWith('✗') ? [lines[at + 1] ?? ''] : []));
    expect(lacking.length).toBeGreaterThanOrEqual(2);
    for (const remedy of lacking) expect(remedy).toMatch(/^ +→ \S/);
  }, 60_000);

  it('sees the webhook fields stand once they are declared, and prints an address to connect', async () => {
    expect(await ctl('connect')).toMatch(/^https:\/\/\S+\/oauth\/start\?start=[\w-]{43}\ngood until /);
    const { user } = await newPerson(outputs, 1);
    await linked(api, (await consented(outputs, api, ['pages', 'messaging'], { user })).get('connection') ?? '');
    const { wish } = await api.call('GET /v1/webhooks/subscriptions', {});
    const { objects } = wish;
    const declared = await api.call('PUT /v1/webhooks/subscriptions', { body: { objects } });
    expect(declared.apps.map(({ state }) => state)).not.toContain('failed');
    const said = await examined();
    expect(said).toMatch(/✓ app subscription +app \d+, object page/);
    expect(said).not.toMatch(/✗ app subscription/);
  }, 120_000);
});
