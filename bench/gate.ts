import { closesGate, type Figure, isOfCpu, type Report } from './figure.ts';
import { tooSlow } from './machine-speed.ts';

/** A benchmark by its name. */
export type Named = readonly [name: string, run: () => Promise<Report>];

/** Where lines go: the table or the JSON, and what somebody should look at. */
export interface Say {
  readonly out: (line: string) => void;
  readonly warn: (line: string) => void;
}

const units: Readonly<Record<Figure['unit'], (value: number) => string>> = {
  x: (value) => `${value.toFixed(2)}×`,
  us: (value) => `${value.toFixed(1)} µs`,
  B: (value) => `${Math.round(value)} B`,
  MB: (value) => `${value.toFixed(1)} MB`,
  $: (value) => `$${value.toFixed(3)}`,
  '%': (value) => `${value.toFixed(2)} %`,
};

/** ✓ the promise holds, ! it does not but the gate stays open, ✗ the gate closes. */
const markOf = (figure: Figure, closes: Closes) => (figure.holds ? '✓' : closes(figure) ? '✗' : '!');

/** Whether a figure closes its gate on this machine. */
type Closes = (figure: Figure) => boolean;

/** On a machine that is too slow to say anything of CPU time, such figures are told and close nothing. */
const closesOn =
  (slowness: number): Closes =>
  (figure) =>
    closesGate(figure) && !(slowness > tooSlow && isOfCpu(figure));

function row(figure: Figure, closes: Closes): string {
  const shown = units[figure.unit];
  const sign = figure.atLeast ? '≥' : '≤';
  const ends = `goal ${sign} ${shown(figure.goal).padEnd(10)} gate ${sign} ${shown(figure.budget)}`;
  return `${markOf(figure, closes)} ${figure.name.padEnd(30)} ${shown(figure.figure).padStart(11)}   ${ends}`;
}

/** What to say of a figure that misses its promise. */
function complaint(figure: Figure, closes: Closes): string {
  const { name, goal, budget, unit } = figure;
  const [is, promised, gate] = [figure.figure, goal, budget].map(units[unit]);
  if (closes(figure)) return `✗ ${name}: ${is} is over its gate of ${gate} (goal ${promised})`;
  const where = closesGate(figure) ? 'over the gate' : 'within the gate';
  return `! ${name}: ${is} misses its goal of ${promised}, ${where} of ${gate}`;
}

function print({ figures, notes, skipped }: Report, json: boolean, say: Say, closes: Closes): void {
  for (const figure of figures) {
    say.out(json ? JSON.stringify(figure) : row(figure, closes));
    for (const { name, text } of json ? [] : notes) if (name === figure.name) say.out(`    ${text}`);
  }
  const named = new Set(figures.map(({ name }) => name));
  for (const { name, text } of json ? [] : notes) if (!named.has(name)) say.out(`  ${name}: ${text}`);
  for (const why of json ? [] : skipped) say.out(`- ${why}`);
  for (const figure of figures) if (!figure.holds) say.warn(complaint(figure, closes));
}

/**
 * Runs benchmarks one after another and prints them; the exit code is 1 if a gate closed or one measured nothing.
 * `slowness` is how much slower than usual the machine is: beyond a limit figures of CPU time close no gate, aloud.
 */
export async function runBenchmarks(
  benchmarks: readonly Named[],
  json: boolean,
  say: Say,
  slowness = 1,
): Promise<0 | 1> {
  const closes = closesOn(slowness);
  if (slowness > tooSlow) {
    say.warn(
      `! this machine takes ${slowness.toFixed(1)} times the usual CPU time: gates on CPU time are told, not held`,
    );
  }
  const tally = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, run] of benchmarks) {
    try {
      const report = await run();
      if (report.figures.length === 0) throw new Error('it measured nothing');
      print(report, json, say, closes);
      const closed = report.figures.filter(closes).length;
      tally.passed += report.figures.length - closed;
      tally.failed += closed;
      tally.skipped += report.skipped.length;
    } catch (thrown) {
      tally.failed += 1;
      say.warn(`✗ ${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  if (!json) say.out(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
  return tally.failed > 0 ? 1 : 0;
}
