import type { Scene } from './scene.ts';

/** What the emulator does not model; the left column of docs/real-account.md. */
export type Gap =
  | 'recursion detection'
  | 'gateway size limits'
  | 'service principals’ rights'
  | 'composite alarms'
  | 'CodeDeploy'
  | 'quotas'
  | 'embedded metrics'
  | 'S3 by virtual-hosted address';

/** One thing that only a deployed stage can show. */
export interface Step {
  readonly name: string;
  /** What to do when it fails: one sentence. */
  readonly remedy: string;
  /** What it proves that the emulator cannot. */
  readonly proves?: readonly Gap[];
  /** Steps without which it cannot be tried: it fails with the first that did not pass, and with that one's remedy. */
  readonly needs?: readonly string[];
  /** Why the emulator cannot show it; absent: it can. */
  readonly notAtHome?: string;
  /** Why it is left out of this run, if it is. */
  readonly unless?: (scene: Scene) => string | undefined;
  /** Answers what it saw, or throws. */
  readonly run: (scene: Scene) => Promise<string>;
}

/** Throws with these words unless it holds. */
export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
