import { describe, expect, it } from '@jest/globals';
import { isMeasured, lineOf, linesOf, nodesOf, parse } from './syntax.ts';
import { demandNone, filesUnder, textOf } from './tree.ts';

interface Size {
  readonly where: string;
  readonly lines: number;
}
interface Target {
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

const goals: Readonly<Record<'files' | 'functions', Target>> = {
  files: { median: 60, p95: 200, max: 250 },
  functions: { median: 12, p95: 40, max: 50 },
};
const remedy = 'split by purpose: a second use case, a thing of its own, a table instead of branches; never `utils`.';

const sources = ['lambdas', 'lib', 'bin', 'local'].flatMap((folder) => filesUnder(folder)).filter(isCode);
const files: readonly Size[] = sources.map((file) => ({ where: file, lines: countLines(textOf(file)) }));
const functions: readonly Size[] = sources.flatMap((file) => functionsOf(file, textOf(file)));

function isCode(file: string): boolean {
  return /\.(ts|mjs|cjs)$/.test(file);
}
function countLines(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}
function functionsOf(file: string, text: string): readonly Size[] {
  return nodesOf(parse(file, text))
    .filter(isMeasured)
    .map((node) => ({ where: `${file}:${lineOf(node)}`, lines: linesOf(node) }));
}
const sorted = (sizes: readonly Size[]): readonly Size[] => [...sizes].sort((a, b) => a.lines - b.lines);
const at = (sizes: readonly Size[], share: number): number =>
  sorted(sizes)[Math.min(sizes.length - 1, Math.ceil(sizes.length * share) - 1)]?.lines ?? 0;

/** What breaks the goal, largest first. */
function breaches(sizes: readonly Size[], goal: Target): readonly string[] {
  const measured = { median: at(sizes, 0.5), p95: at(sizes, 0.95) };
  const overall = (['median', 'p95'] as const)
    .filter((name) => measured[name] > goal[name])
    .map((name) => `${name} ${measured[name]} lines, goal ${goal[name]}`);
  const tooLong = sorted(sizes).filter(({ lines }) => lines > goal.max);
  return [...overall, ...tooLong.reverse().map(({ where, lines }) => `${where}: ${lines} lines, at most ${goal.max}`)];
}

describe('the house is cut into small pieces', () => {
  it(`keeps ${files.length} files small (median ${at(files, 0.5)}, p95 ${at(files, 0.95)} lines)`, () => {
    demandNone(breaches(files, goals.files), { at: files.length, what: 'files' }, remedy);
  });

  it(`keeps ${functions.length} functions small (median ${at(functions, 0.5)}, p95 ${at(functions, 0.95)})`, () => {
    demandNone(breaches(functions, goals.functions), { at: functions.length, what: 'functions' }, remedy);
  });

  it('sees a file and a function that are too long', () => {
    const long = `export function long() {\n${'  work();\n'.repeat(59)}}\n${'// line\n'.repeat(240)}`;
    const found = functionsOf('long.ts', long);
    expect(found).toEqual([{ where: 'long.ts:1', lines: 61 }]);
    expect(breaches(found, goals.functions)).toContain('long.ts:1: 61 lines, at most 50');
    const file = { where: 'long.ts', lines: countLines(long) };
    expect(breaches([file], goals.files)).toEqual([
      'median 301 lines, goal 60',
      'p95 301 lines, goal 200',
      'long.ts: 301 lines, at most 250',
    ]);
  });

  it('fails when there is nothing to measure', () => {
    expect(() => demandNone([], { at: 0, what: 'files' }, remedy)).toThrow('Looked at no files');
  });
});
