import { describe, expect, it } from '@jest/globals';
import { type Figure, figureOf, type Report } from '../../bench/figure.ts';
import { runBenchmarks } from '../../bench/gate.ts';

/** The pipeline promises 1.6 and its gate closes above 1.76. */
const held = figureOf('pipeline', 1.6, 'x');
const between = figureOf('pipeline', 1.7, 'x');
const over = figureOf('pipeline', 1.77, 'x');

async function ran(json: boolean, ...reports: readonly (() => Promise<Report>)[]) {
  const out: string[] = [];
  const warned: string[] = [];
  const named = reports.map((run, at) => [`benchmark ${at}`, run] as const);
  const say = { out: (line: string) => out.push(line), warn: (line: string) => warned.push(line) };
  return { code: await runBenchmarks(named, json, say), out, warned };
}
const report =
  (...figures: readonly Figure[]) =>
  async (): Promise<Report> => ({ figures, notes: [], skipped: [] });

describe('a figure', () => {
  it('at its goal holds, and nothing is said', async () => {
    const { code, out, warned } = await ran(false, report(held));
    expect([code, out.at(-1), warned]).toEqual([0, '1 passed, 0 failed, 0 skipped', []]);
    expect(out[0]).toMatch(/^✓ pipeline +1\.60× {3}goal ≤ 1\.60× +gate ≤ 1\.76×$/);
  });

  it('between goal and gate does not hold, warns, and lets pass', async () => {
    const { code, out, warned } = await ran(false, report(between));
    expect([code, between.holds, out.at(-1)]).toEqual([0, false, '1 passed, 0 failed, 0 skipped']);
    expect(out[0]).toMatch(/^! pipeline/);
    expect(warned).toEqual(['! pipeline: 1.70× misses its goal of 1.60×, within the gate of 1.76×']);
  });

  it('over its gate fails the run, whatever came before and after', async () => {
    const { code, out, warned } = await ran(false, report(held), report(over), report(held));
    expect([code, over.holds, out.at(-1)]).toEqual([1, false, '2 passed, 1 failed, 0 skipped']);
    expect(out.filter((line) => line.startsWith('✗'))).toHaveLength(1);
    expect(warned).toEqual(['✗ pipeline: 1.77× is over its gate of 1.76× (goal 1.60×)']);
  });

  it('of CPU time closes nothing on a machine that is too slow to tell, and says so; any other still does', async () => {
    const bytes = figureOf('wrap:http-log', 901, 'B');
    const slow = async (...figures: readonly Figure[]) => {
      const warned: string[] = [];
      const say = { out: () => {}, warn: (line: string) => void warned.push(line) };
      return { code: await runBenchmarks([['one', report(...figures)]], true, say, 1.6), warned };
    };
    const { code, warned } = await slow(over);
    expect(code).toBe(0);
    expect(warned[0]).toContain('1.6 times the usual CPU time');
    expect(warned[1]).toBe('! pipeline: 1.77× misses its goal of 1.60×, over the gate of 1.76×');
    expect((await slow(over, bytes)).code).toBe(1);
  });

  it('is one JSON object a line, of which `holds` speaks of the goal', async () => {
    const { code, out, warned } = await ran(true, report(held, between));
    expect(out.map((line) => JSON.parse(line))).toEqual([
      { name: 'pipeline', figure: 1.6, goal: 1.6, unit: 'x', holds: true, budget: 1.76 },
      { name: 'pipeline', figure: 1.7, goal: 1.6, unit: 'x', holds: false, budget: 1.76 },
    ]);
    expect([code, warned]).toEqual([0, ['! pipeline: 1.70× misses its goal of 1.60×, within the gate of 1.76×']]);
  });
});

describe('a benchmark', () => {
  it('that measured nothing fails the run', async () => {
    const { code, warned } = await ran(true, report());
    expect([code, warned]).toEqual([1, ['✗ benchmark 0: it measured nothing']]);
  });

  it('that throws fails the run, and the others go on', async () => {
    const broken = async () => Promise.reject(new Error('no port was free'));
    const { code, out, warned } = await ran(false, broken, report(held));
    expect([code, warned]).toEqual([1, ['✗ benchmark 0: no port was free']]);
    expect(out.at(-1)).toBe('1 passed, 1 failed, 0 skipped');
  });
});
