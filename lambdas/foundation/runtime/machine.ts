import { type Env, readEnv } from '../contract/env.ts';
import type { FunctionName } from '../contract/functions.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import { Failure } from '../core/failure.ts';

/** What a handler takes from the process it runs in; tests hand in their own. */
export interface Machine {
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whole lines, with their line ends. */
  readonly write: (lines: string) => void;
}

/** The Lambda process. Written straight to stdout, because Lambda's own console wraps every line in a second JSON. */
export const lambdaMachine: Machine = {
  clock: systemClock,
  environment: process.env,
  write: (lines) => {
    process.stdout.write(lines);
  },
};

/** The part of Lambda's context that we use. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** A function's environment; throws `Failure` `misconfigured` that names every missing variable. */
export function envOf<N extends FunctionName>(name: N, { environment }: Machine): Env<N> {
  try {
    return readEnv(name, environment);
  } catch (error) {
    throw new Failure('misconfigured', error instanceof Error ? error.message : 'no environment', { cause: error });
  }
}

/** Opens at the first call and remembers what it opened; a failed opening is forgotten, so the next call tries again. */
export function openOnce<T>(open: () => T): () => T {
  let opened: { readonly value: T } | undefined;
  return () => {
    opened ??= { value: open() };
    return opened.value;
  };
}
