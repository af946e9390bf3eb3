import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from './children.ts';
import { oneOf, type Tally, tallyOfJest } from './tally.ts';

/** One gate: a Node program that says yes by exit code 0. */
export interface Gate {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where jest leaves its report, for a gate that counts tests. */
  readonly report?: string;
}

/** What came of a gate. */
export interface Outcome {
  readonly name: string;
  readonly held: boolean;
  readonly tally: Tally;
}

const tool = (path: string): string => join('node_modules', path);

/** A jest project as a gate; its report goes to a folder of its own. */
export function jestGate(
  project: 'unit' | 'slow' | 'cloud' | 'journal',
  flags: readonly string[] = [],
  env: Gate['env'] = {},
): Gate {
  const report = join(mkdtempSync(join(tmpdir(), 'metaport-jest-')), `${project}.json`);
  const jest = ['--experimental-vm-modules', '--no-warnings', tool('jest/bin/jest.js')];
  const output = ['--selectProjects', project, '--json', '--outputFile', report];
  return { name: project, args: [...jest, ...output, ...flags], env, report };
}

/** The gates of `npm run check`, the longest first; the arrows are among the architecture tests of `unit`. */
export const gates = (): readonly Gate[] => [
  jestGate('unit'),
  { name: 'types', args: [tool('typescript/bin/tsc'), '--project', '.'] },
  {
    name: 'lint',
    args: [tool('@biomejs/biome/bin/biome'), 'ci', '--colors=off', '--error-on-warnings', '--max-diagnostics=200', '.'],
  },
  { name: 'knip', args: [tool('knip/bin/knip.js'), '--no-progress'] },
];

/** Runs one gate and prints its line; a failing gate prints everything it said. */
export async function runGate({ name, args, env, report }: Gate, say: (line: string) => void): Promise<Outcome> {
  const { held, output, seconds } = await runNode(args, env);
  const tally = report ? tallyOfJest(report, held) : oneOf(held);
  const holds = held && tally.failed === 0;
  const counted = report ? `  ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped` : '';
  say(`${holds ? '✓' : '✗'} ${name.padEnd(8)}${seconds.toFixed(1).padStart(6)} s${counted}`);
  if (!holds) say(output.trimEnd());
  return { name, held: holds, tally };
}

/** Runs gates in two lanes: the long one beside the short ones, on two cores. Once `signal` aborts, none begins. */
export async function runGates(
  all: readonly Gate[],
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<readonly Outcome[]> {
  const waiting = [...all];
  const outcomes: Outcome[] = [];
  const lane = async (): Promise<void> => {
    for (let gate = waiting.shift(); gate && !signal?.aborted; gate = waiting.shift()) {
      outcomes.push(await runGate(gate, say));
    }
  };
  await Promise.all([lane(), lane()]);
  return outcomes;
}
