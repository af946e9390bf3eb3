import type { Scene } from './scene.ts';

/** One thing that only a deployed stage can show. `run` answers what it saw, or throws. */
export interface Step {
  readonly name: string;
  /** What to do when it fails. */
  readonly remedy: string;
  /** Why the emulator cannot show it; absent: it can. */
  readonly notAtHome?: string;
  run(scene: Scene): Promise<string>;
}

/** Runs steps in their order, each whatever became of the ones before; answers the exit code. */
export async function runSteps(steps: readonly Step[], scene: Scene, say: (line: string) => void): Promise<number> {
  const tally = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, remedy, notAtHome, run } of steps) {
    if (scene.atHome && notAtHome !== undefined) {
      tally.skipped += 1;
      say(`- ${name}: ${notAtHome}`);
      continue;
    }
    const begun = Date.now();
    try {
      const seen = await run(scene);
      tally.passed += 1;
      say(`✓ ${name}: ${seen} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    } catch (thrown) {
      tally.failed += 1;
      say(`✗ ${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}\n  ${remedy}`);
    }
  }
  if (tally.passed + tally.failed === 0) throw new Error('no step was run: this proves nothing');
  say(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
  return tally.failed > 0 ? 1 : 0;
}

/** Throws with these words unless it holds. */
export function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/** Asks every two seconds until there is an answer; throws after `seconds`. */
export async function within<T>(seconds: number, what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((wake) => setTimeout(wake, 2000));
  }
  throw new Error(`${what} within ${seconds} s`);
}
