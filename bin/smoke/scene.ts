import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { readStage, type StageConfig } from '../../lib/foundation/stage-config.ts';
import type { Target } from '../ctl/target.ts';
import { CtlError } from '../ctl/words.ts';
import type { Asked } from './asked.ts';
import { openUndos, type Undos } from './undos.ts';

/** The workspace in which the smoke test works. */
export const smokeWorkspace = 'smoke';

/** What one step finds out and later ones use. */
export interface Known<T> {
  readonly learn: (value: T) => T;
  /** Throws while it is not known. */
  readonly value: () => T;
}

function unknown<T>(what: string): Known<T> {
  let known: { readonly value: T } | undefined;
  return {
    learn: (value) => {
      known = { value };
      return value;
    },
    value: () => {
      if (known === undefined) throw new Error(`${what} is not known`);
      return known.value;
    },
  };
}

/** A subscriber of the alarm topic for as long as the run lasts. */
export interface ProbeQueue {
  /** Waits for a message that `wants`; throws after `seconds`. */
  readonly hear: (seconds: number, why: string, wants: (message: string) => boolean) => Promise<string>;
}

/** A stage under test, and what the run knows of it so far. */
export interface Scene {
  readonly asked: Asked;
  readonly config: StageConfig;
  /** Whether this is the emulator. */
  readonly atHome: boolean;
  /** Mark of this run; every name that it makes ends in it. */
  readonly run: string;
  /** Id of a Page that cannot be anybody's: Meta's are digits. */
  readonly page: string;
  readonly undos: Undos;
  /** Fires when the run is to end before its time. */
  readonly signal: AbortSignal;
  /** Learnt by the step `identity`. */
  readonly target: Known<Target>;
  /** The stacks' outputs by their names; learnt by the step `stacks`. */
  readonly outputs: Known<ReadonlyMap<string, string>>;
  /** Learnt by the step `app secret`; never printed. */
  readonly appSecret: Known<string>;
  /** Learnt by the step `topic`. */
  readonly probe: Known<ProbeQueue>;
  /** When each accepted delivery of items was sent, milliseconds since 1970. */
  readonly accepted: number[];
}

const stages = new URL('../../stages/', import.meta.url);

function configOf({ stage }: Asked): StageConfig {
  if (!existsSync(new URL(`${stage}.json`, stages))) throw new CtlError(`There is no stages/${stage}.json.`);
  return readStage((key) => (key === 'stage' ? stage : undefined), stages);
}

/** Sets the scene; nothing is touched. Throws what is wrong with the stage's file, `CtlError` when there is none. */
export function setScene(asked: Asked, signal: AbortSignal): Scene {
  const run = randomBytes(6).toString('hex');
  return {
    asked,
    config: configOf(asked),
    atHome: asked.stage === 'local',
    run,
    page: `smoke.${run}`,
    undos: openUndos(),
    signal,
    target: unknown('the account'),
    outputs: unknown('the stacks'),
    appSecret: unknown('the app secret'),
    probe: unknown('the subscriber'),
    accepted: [],
  };
}

/** An output of one of the three stacks. */
export function outputOf({ outputs }: Scene, name: string): string {
  const value = outputs.value().get(name);
  if (value === undefined) throw new Error(`no stack has the output ${name}`);
  return value;
}

/** Asks every two seconds until there is an answer; throws after `seconds`, or when the run is interrupted. */
export async function within<T>(
  { signal }: Pick<Scene, 'signal'>,
  seconds: number,
  why: string,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ; ) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() >= end) throw new Error(`${why} within ${seconds} s`);
    await pause(2000, undefined, { signal });
  }
}
