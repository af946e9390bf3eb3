import type { Env } from '../contract/env.ts';
import type { ScheduleFunction } from '../contract/function-types.ts';
import type { Clock } from '../core/clock.ts';
import type { Notes } from '../core/notes.ts';
import { envOf, type LambdaContext, lambdaMachine, type Machine, openOnce } from './machine.ts';
import { beginLine } from './telemetry.ts';

/** What a schedule's work gets. */
export interface ScheduleContext {
  readonly notes: Notes;
  readonly clock: Clock;
  /** Milliseconds since 1970 at which Lambda ends the function. */
  readonly deadline: number;
}

/** The entry of what a clock starts. A failure throws after its line is written, so that Lambda's error metric is true. */
export function scheduleHandler<N extends ScheduleFunction>(
  name: N,
  open: (env: Env<N>) => (context: ScheduleContext) => Promise<void>,
  machine: Machine = lambdaMachine,
): (event: unknown, context: LambdaContext) => Promise<void> {
  const opened = openOnce(() => open(envOf(name, machine)));
  return async (_event, context) => {
    const line = beginLine(machine, name, context.awsRequestId);
    const { clock } = machine;
    try {
      await opened()({ notes: line, clock, deadline: clock.now() + context.getRemainingTimeInMillis() });
      line.end('INFO', 'done');
    } catch (thrown) {
      const failure = line.failed(thrown);
      line.end('ERROR', failure.kind);
      throw failure;
    }
  };
}
