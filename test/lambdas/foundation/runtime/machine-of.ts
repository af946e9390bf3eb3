import { envName, variablesOf } from '../../../../lambdas/foundation/contract/env.ts';
import type { FunctionName } from '../../../../lambdas/foundation/contract/functions.ts';
import type { LambdaContext } from '../../../../lambdas/foundation/runtime/machine.ts';
import { fakeClock } from '../../../fakes/fake-clock.ts';

/** A process for one function: every variable set, a clock to move, and the lines that it wrote. */
export function machineOf(name: FunctionName, chances?: readonly number[]) {
  const kept = { retentionDays: 30, messageDays: 365, humanAgent: false };
  const settings = JSON.stringify({ ...kept, workspaceClaim: 'workspace', scopePrefix: 'metaport/' });
  const variables = variablesOf(name).map((variable) => [variable, `value-of-${variable}`]);
  const environment: Record<string, string> = {
    ...Object.fromEntries(variables),
    [envName.stage]: 'test',
    [envName.settings]: settings,
  };
  const written: string[] = [];
  const clock = fakeClock(undefined, chances);
  const write = (lines: string) => {
    written.push(...lines.split('\n').filter(Boolean));
  };
  const lines = () => written.map((line): Record<string, unknown> => JSON.parse(line));
  return { clock, environment, write, written, lines };
}

/** Lambda's context with so many milliseconds left. */
export const contextOf = (left: number | (() => number) = 30_000): LambdaContext => ({
  awsRequestId: 'lambda-request',
  getRemainingTimeInMillis: typeof left === 'number' ? () => left : left,
});
