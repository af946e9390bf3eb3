import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { accessSteps } from '../../bin/smoke/access.ts';
import { deliverySteps } from '../../bin/smoke/delivery.ts';
import type { Scene } from '../../bin/smoke/scene.ts';
import { demand, runSteps, type Step, within } from '../../bin/smoke/steps.ts';
import { watchSteps } from '../../bin/smoke/watch.ts';

const all = [...accessSteps, ...deliverySteps, ...watchSteps];
const scene = (atHome: boolean) => ({ atHome }) as Scene;
const step = (name: string, run: Step['run'], more: Partial<Step> = {}): Step => ({
  name,
  remedy: `mend ${name}`,
  run,
  ...more,
});

describe('the steps', () => {
  it('have names and remedies of their own', () => {
    expect(all.length).toBeGreaterThanOrEqual(12);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { remedy } of all) expect(remedy.length).toBeGreaterThan(10);
  });

  it('are what the page about real accounts promises', () => {
    const page = readFileSync('docs/real-account.md', 'utf8');
    const promised = [...page.matchAll(/^\|[^|]*\| ((?:`[^`]+`(?:, )?)+) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    expect(promised.length).toBeGreaterThanOrEqual(8);
    for (const name of promised) expect(all.map((one) => one.name)).toContain(name);
    for (const { name, notAtHome } of all) if (notAtHome !== undefined) expect(promised).toContain(name);
  });
});

describe('a run', () => {
  it('goes on after a failure, tells the remedy and counts', async () => {
    const lines: string[] = [];
    const steps = [
      step('one', async () => 'seen'),
      step('two', async () => demand(false, 'it was not so') as never),
      step('three', async () => 'seen too'),
      step('four', async () => 'never', { notAtHome: 'no quotas here' }),
    ];
    expect(await runSteps(steps, scene(true), (line) => lines.push(line))).toBe(1);
    expect(lines.at(-1)).toBe('2 passed, 1 failed, 1 skipped');
    expect(lines.join('\n')).toContain('it was not so\n  mend two');
    expect(lines.join('\n')).toContain('- four: no quotas here');
  });

  it('leaves nothing out on a real account', async () => {
    const lines: string[] = [];
    const steps = [step('four', async () => 'seen', { notAtHome: 'no quotas here' })];
    expect(await runSteps(steps, scene(false), (line) => lines.push(line))).toBe(0);
    expect(lines.at(-1)).toBe('1 passed, 0 failed, 0 skipped');
  });

  it('that looked at nothing is no proof', async () => {
    await expect(runSteps([], scene(false), () => undefined)).rejects.toThrow('proves nothing');
  });

  it('waits only so long', async () => {
    await expect(within(0, 'nothing came', async () => undefined)).rejects.toThrow('nothing came within 0 s');
  });
});
