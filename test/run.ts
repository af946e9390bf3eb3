import { sentenceOf } from '../local/cloud/trouble.ts';
import { stopChildren } from './children.ts';
import { gates, jestGate, type Outcome, runGate, runGates } from './gates.ts';
import { withOwnCloud } from './own-cloud.ts';
import { lastLine, oneOf, sum } from './tally.ts';

const say = (line: string): void => console.log(line);
const interrupted = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupted.abort(new Error(`stopped by ${signal}`));
    stopChildren();
  });
}

/** The journeys through a deployed stack; a cloud that does not start counts as one failure. */
async function cloudOutcomes(): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  try {
    await withOwnCloud(say, interrupted.signal, async (env) => {
      outcomes.push(await runGate(jestGate('cloud', ['--runInBand'], env), say));
      outcomes.push(await runGate(jestGate('journal', [], env), say));
      return outcomes.every(({ held }) => held);
    });
  } catch (thrown) {
    say(`✗ cloud  ${sentenceOf(thrown)}`);
    outcomes.push({ name: 'cloud', held: false, tally: oneOf(false) });
  }
  return outcomes;
}

/** In CI nothing may be left out: a skipped test there is a gate that broke. */
function nothingSkipped(outcomes: readonly Outcome[]): readonly Outcome[] {
  if (!process.env.CI) return [];
  const { skipped } = sum(outcomes.map(({ tally }) => tally));
  if (skipped > 0) say(`✗ ${skipped} left out: in CI everything must run`);
  return [{ name: 'nothing skipped', held: skipped === 0, tally: oneOf(skipped === 0) }];
}

say('The gates, then journeys through a cloud of our own.');
const checked = await runGates([...gates(), jestGate('slow')], say, interrupted.signal);
const journeys = interrupted.signal.aborted ? [] : await cloudOutcomes();
const ran = [...checked, ...journeys];
const all = [...ran, ...nothingSkipped(ran)];
if (interrupted.signal.aborted) say('✗ stopped before the end');
const broken = all.some(({ held }) => !held);
const code = interrupted.signal.aborted ? 130 : broken ? 1 : 0;
process.stdout.write(`${lastLine(sum(all.map(({ tally }) => tally)))}\n`, () => process.exit(code));
