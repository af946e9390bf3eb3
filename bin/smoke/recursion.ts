import { GetFunctionRecursionConfigCommand } from '@aws-sdk/client-lambda';
import { sendsOf } from '../../lambdas/foundation/contract/env.ts';
import { contractOf, type FunctionName, functionNames } from '../../lambdas/foundation/contract/functions.ts';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import { demand, type Step } from './step.ts';

/** Whether the manifest lets a function send to the queue that feeds it. */
export function sendsToItself(name: FunctionName): boolean {
  const { trigger } = contractOf(name);
  return trigger.kind === 'queue' && sendsOf(name).includes(trigger.from);
}

/** Lambda's recursive-loop detection. */
export const recursionSteps: readonly Step[] = [
  {
    name: 'recursion',
    needs: ['identity'],
    proves: ['recursion detection'],
    notAtHome: 'the emulator does not model recursion detection',
    remedy: 'Deploy again: Lambda drops a worker’s message after 16 passes unless its recursiveLoop says ALLOW.',
    async run({ target, asked }) {
      const { lambda } = target.value();
      const wrong: string[] = [];
      for (const name of functionNames) {
        const FunctionName = physicalName.function(asked.stage, name);
        const { RecursiveLoop } = await lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }));
        if ((RecursiveLoop === 'Allow') !== sendsToItself(name)) wrong.push(`${name} says ${RecursiveLoop}`);
      }
      demand(wrong.length === 0, wrong.join(', '));
      const allowed = functionNames.filter(sendsToItself);
      return `allowed for ${allowed.join(', ')}; stopped for the ${functionNames.length - allowed.length} others`;
    },
  },
];
