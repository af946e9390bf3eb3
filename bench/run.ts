import { cold } from './cold.ts';
import { cost } from './cost.ts';
import type { Figure, Report } from './figure.ts';
import { idle } from './idle.ts';
import { ingest } from './ingest.ts';
import { pipeline } from './pipeline.ts';
import { wrap } from './wrap.ts';

/** Every benchmark by its name; `fast` is what CI has time for: fewer rounds, the same gates. */
const benchmarks: Readonly<Record<string, (fast: boolean) => Promise<Report>>> = {
  ingest: (fast) => ingest({ rounds: fast ? 7 : 15, roundMs: 240 }),
  pipeline: (fast) => pipeline({ rounds: fast ? 7 : 15, roundMs: 240 }, fast),
  cold: (fast) => cold({ runs: fast ? 9 : 20 }),
  wrap: (fast) => wrap({ rounds: fast ? 7 : 15, roundMs: 4 }),
  cost: () => cost(),
  idle: () => idle(),
};

const units: Readonly<Record<Figure['unit'], (value: number) => string>> = {
  x: (value) => `${value.toFixed(2)}×`,
  us: (value) => `${value.toFixed(1)} µs`,
  B: (value) => `${Math.round(value)} B`,
  MB: (value) => `${value.toFixed(1)} MB`,
  $: (value) => `$${value.toFixed(2)}`,
};

function row({ name, figure, goal, unit, holds }: Figure): string {
  const shown = units[unit];
  return `${holds ? '✓' : '✗'} ${name.padEnd(30)} ${shown(figure).padStart(11)}   goal ≤ ${shown(goal)}`;
}

function print({ figures, notes, skipped }: Report, json: boolean): void {
  if (json) {
    for (const figure of figures) console.log(JSON.stringify(figure));
    return;
  }
  for (const figure of figures) {
    console.log(row(figure));
    for (const { name, text } of notes) if (name === figure.name) console.log(`    ${text}`);
  }
  for (const why of skipped) console.log(`- ${why}`);
}

const words = process.argv.slice(2);
const flags = new Set(words.filter((word) => word.startsWith('--')));
const names = words.filter((word) => !word.startsWith('--'));
const unknown = [
  ...names.filter((name) => !benchmarks[name]),
  ...[...flags].filter((flag) => !/^--(json|fast)$/.test(flag)),
];
if (unknown.length > 0) {
  console.error(`✗ Unknown: ${unknown.join(' ')}. There are ${Object.keys(benchmarks).join(' ')}, and --json --fast.`);
  process.exit(2);
}
const json = flags.has('--json');
const tally = { passed: 0, failed: 0, skipped: 0 };
for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
  try {
    const report = await benchmarks[name]?.(flags.has('--fast'));
    if (!report || report.figures.length === 0) throw new Error('it measured nothing');
    print(report, json);
    tally.passed += report.figures.filter(({ holds }) => holds).length;
    tally.failed += report.figures.filter(({ holds }) => !holds).length;
    tally.skipped += report.skipped.length;
  } catch (thrown) {
    tally.failed += 1;
    console.error(`✗ ${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}
if (!json) console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exitCode = tally.failed > 0 ? 1 : 0;
