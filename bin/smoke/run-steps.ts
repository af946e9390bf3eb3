import type { Scene } from './scene.ts';
import type { Step } from './step.ts';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}
type Say = (line: string) => void;

/** How long an interrupted step may take to let go of what it holds. */
const graceMs = 15_000;
const nameWidth = 14;
const line = (mark: string, name: string, rest: string) => `${mark} ${name.padEnd(nameWidth)}  ${rest}`;
const wordsOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message || thrown.name : String(thrown));

/** Why a step is left out, or undefined: asked of the step alone, nothing is touched. */
export const skipReason = ({ notAtHome, unless }: Step, scene: Scene): string | undefined =>
  (scene.atHome ? notAtHome : undefined) ?? unless?.(scene);

/** The last line of every run. */
export const finalLine = ({ passed, failed, skipped }: Readonly<Tally>) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** The step that `step` waits for in vain, by the steps that did not pass. */
const missing = ({ needs = [] }: Step, broken: ReadonlyMap<string, string>) => needs.find((name) => broken.has(name));

/** An interrupted step ends by its own `within`; one that does not is left behind, because what it made is known. */
async function settled(work: Promise<string>, signal: AbortSignal): Promise<string> {
  let leave = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    leave = () => void setTimeout(() => reject(new Error('interrupted')), graceMs).unref();
  });
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([work, late]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/** One run's counts, what did not pass with the remedy that helps, and where lines go. */
interface Run {
  readonly scene: Scene;
  readonly tally: Tally;
  readonly broken: Map<string, string>;
  readonly say: Say;
}

/** An interrupted step has proved nothing either way. */
function failed(step: Step, thrown: unknown, needed: string | undefined, { scene, tally, broken, say }: Run): void {
  const { name, remedy } = step;
  if (scene.signal.aborted) {
    tally.skipped += 1;
    say(line('–', name, 'interrupted'));
    return;
  }
  const advice = ((needed !== undefined && broken.get(needed)) || remedy).replaceAll('<stage>', scene.asked.stage);
  tally.failed += 1;
  broken.set(name, advice);
  say(line('✗', name, `${wordsOf(thrown)}\n  ${' '.repeat(nameWidth)}  → ${advice}`));
}

async function runOne(step: Step, run: Run): Promise<void> {
  const { scene, tally, broken, say } = run;
  const reason = skipReason(step, scene);
  if (reason !== undefined) {
    tally.skipped += 1;
    return say(line('–', step.name, `skipped: ${reason}`));
  }
  const begun = Date.now();
  const needed = missing(step, broken);
  try {
    if (needed !== undefined) throw new Error(`needs \`${needed}\`, which did not pass`);
    const seen = await settled(step.run(scene), scene.signal);
    tally.passed += 1;
    say(line('✓', step.name, `${seen}  ${((Date.now() - begun) / 1000).toFixed(1)} s`));
  } catch (thrown) {
    failed(step, thrown, needed, run);
  }
}

/** Takes back what the run made: no step, so it never counts as passed, but what stays behind is a failure. */
async function cleanUp({ scene, tally, say }: Run): Promise<void> {
  const { done, left } = await scene.undos.all();
  if (left.length === 0) return say(line('·', 'clean up', `${done} taken back`));
  tally.failed += 1;
  say(line('✗', 'clean up', `left behind: ${left.join('; ')}\n  ${' '.repeat(nameWidth)}  → Remove it by hand.`));
}

/**
 * Runs steps in their order, each whatever became of those before it, then takes back what they made, also after an
 * interruption. Answers the exit code: 0 when nothing failed, 130 when interrupted. Throws when no step was run.
 */
export async function runSteps(steps: readonly Step[], scene: Scene, say: Say): Promise<number> {
  const run: Run = { scene, say, broken: new Map(), tally: { passed: 0, failed: 0, skipped: 0 } };
  const { tally } = run;
  let reached = 0;
  for (const step of steps) {
    if (scene.signal.aborted) break;
    await runOne(step, run);
    reached += 1;
  }
  const ran = tally.passed + tally.failed > 0;
  await cleanUp(run);
  if (!ran && !scene.signal.aborted) throw new Error('no step was run: this proves nothing');
  tally.skipped += steps.length - reached;
  if (scene.signal.aborted) say(`interrupted: ${steps.length - reached} of ${steps.length} steps were not begun`);
  say(finalLine(tally));
  if (scene.signal.aborted) return 130;
  return tally.failed > 0 ? 1 : 0;
}
